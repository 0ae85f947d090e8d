-- What others rely on: views only. Extend freely; break only with a migration and a line in CHANGELOG.md.
create schema if not exists api;

create view api.report as
select r.id, r.title, r.agency, r.division_code, r.scope, r.year, r.published, r.form, p.url,
       encode(v.sha256, 'hex') as sha256, g.reader, g.media_type,
       rep -> 'division' as division, rep -> 'sections' as sections,
       rep -> 'provenance' as provenance, rep -> 'withheld' as withheld, r.first_at
from fangzhi.report r
join fangzhi.reading g on g.id = r.reading_id
join fangzhi.version v on v.id = g.version_id
join fangzhi.page p on p.id = v.page_id
cross join lateral (select g.reports -> r.ordinal::int as rep) x
where r.deleted_at is null and r.superseded_by is null;

create view api.value as
select r.id as report_id, x.indicator, x.col, x.value::numeric, x.unit, x.kind, x.qualifier, x.raw, x.at
from fangzhi.report r
join fangzhi.reading g on g.id = r.reading_id
cross join lateral (select g.figures -> r.ordinal::int as f) f
cross join lateral rows from (
    jsonb_array_elements_text(f.f -> 'indicator'), jsonb_array_elements_text(f.f -> 'column'),
    jsonb_array_elements_text(f.f -> 'value'), jsonb_array_elements_text(f.f -> 'unit'),
    jsonb_array_elements_text(f.f -> 'kind'), jsonb_array_elements_text(f.f -> 'qualifier'),
    jsonb_array_elements_text(f.f -> 'raw'), jsonb_array_elements_text(f.f -> 'at'))
    x(indicator, col, value, unit, kind, qualifier, raw, at)
where r.deleted_at is null and r.superseded_by is null;

create view api.finding as
select r.id as report_id, x.rule, x.severity, x.message, x.expected, x.found
from fangzhi.report r
join fangzhi.reading g on g.id = r.reading_id
cross join lateral (
    select e ->> 'rule' as rule, e ->> 'severity' as severity, e ->> 'message' as message,
           e ->> 'expected' as expected, e ->> 'found' as found
    from jsonb_array_elements(g.reports -> r.ordinal::int -> 'findings') e) x
where r.deleted_at is null and r.superseded_by is null;

create view api.version as
select v.id, p.url, v.at as fetched_at, v.kind, encode(v.sha256, 'hex') as sha256,
       v.document_id as content_id, o.outcome, o.status, y.length, g.media_type, g.reader,
       s.id as source_id, v.published_at
from fangzhi.version v
join fangzhi.page p on p.id = v.page_id
join fangzhi.source s on s.id = p.source_id
join fangzhi.observation o on o.id = v.observation_id
left join fangzhi.payload y on y.sha256 = v.sha256
left join fangzhi.reading g on g.version_id = v.id and g.state = 'current';

create view api.document as
select d.id, g.title, g.media_type, g.charset, g.mirror as mirror_artefact, p.url, p.source_id,
       encode(v.sha256, 'hex') as sha256, d.first_at, v.at as fetched_at, g.text,
       g.reports -> 0 ->> 'form' as form
from fangzhi.document d
join fangzhi.version v on v.id = d.version_id
join fangzhi.page p on p.id = v.page_id
join fangzhi.reading g on g.version_id = v.id and g.state = 'current'
where d.deleted_at is null and d.superseded_by is null;

create view api.holding as
select h.report_id, h.document_id, p.url, p.source_id, v.at as fetched_at,
       encode(v.sha256, 'hex') as sha256, g.media_type, h.live, h.rank, g.mirror as mirror_artefact,
       h.reading_id = r.reading_id and h.ordinal = r.ordinal as leads
from fangzhi.holding h
join fangzhi.report r on r.id = h.report_id
join fangzhi.page p on p.id = h.page_id
join fangzhi.version v on v.id = h.version_id
join fangzhi.reading g on g.id = h.reading_id
where r.superseded_by is null;

create view api.change as
select seq, op, entity, id, at from fangzhi.change;

create view api.source_health as
select s.id, s.name, s.division as division_code, l.started_at as last_run_at, l.ended_how as last_run,
       l.outcomes as last_outcomes, s.held_why,
       (select max(p.checked_at) from fangzhi.page p where p.source_id = s.id and p.state = 'live') as last_success_at,
       (select count(*) from fangzhi.page p where p.source_id = s.id) as pages,
       (select count(*) from fangzhi.page p where p.source_id = s.id and p.fault is not null) as faults,
       (select string_agg(distinct g.circuit_why, '; ') from fangzhi.pace_group g
        where g.circuit_why is not null
          and g.id in (select p.group_id from fangzhi.page p where p.source_id = s.id)) as resting_why
from fangzhi.source s
left join lateral (select * from fangzhi.run r where r.source_id = s.id order by r.id desc limit 1) l on true
where s.removed_at is null;

-- What is expected of a division that a source names, by 31 March of the year after (条例第四十九条).
create view api.coverage as
select d.division_code, d.source_id, y.year,
       case when exists (select 1 from fangzhi.report r
                         where r.division_code = d.division_code and r.year = y.year and r.scope = 'government'
                           and r.deleted_at is null and r.superseded_by is null) then 'held'
            when (now() at time zone 'Asia/Shanghai')::date <= make_date(y.year + 1, 3, 31) then 'not yet due'
            when exists (select 1 from fangzhi.page p where p.source_id = d.source_id and p.state = 'unseen'
                           and p.fault is not null and p.anchor like '%' || y.year || '%') then 'blocked'
            when exists (select 1 from fangzhi.reading g
                         join fangzhi.version v on v.id = g.version_id
                         join fangzhi.page p on p.id = v.page_id
                         cross join lateral jsonb_array_elements(g.reports) e
                         where g.state = 'current' and p.source_id = d.source_id and e ->> 'form' is not null
                           and (e -> 'year' = 'null' or e -> 'division' = 'null')
                           and coalesce(g.title, '') like '%' || y.year || '%') then 'withheld'
            else 'missing' end as status
from (select s.division as division_code, min(s.id) as source_id from fangzhi.source s
      where s.division is not null and s.removed_at is null group by s.division) d
cross join lateral (select generate_series(2008, extract(year from now() at time zone 'Asia/Shanghai')::int - 1) as year) y;
