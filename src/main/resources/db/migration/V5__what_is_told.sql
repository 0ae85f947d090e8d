-- Nobody ever wrote them: links between near-duplicates and merges come back with what writes them.
create or replace view api.report as
select r.id, r.title, r.agency, r.division_code, r.scope, r.year, r.published, r.form, p.url,
       encode(v.sha256, 'hex') as sha256, g.reader, g.media_type,
       rep -> 'division' as division, rep -> 'sections' as sections,
       rep -> 'provenance' as provenance, rep -> 'withheld' as withheld, r.first_at
from fangzhi.report r
join fangzhi.reading g on g.id = r.reading_id
join fangzhi.version v on v.id = g.version_id
join fangzhi.page p on p.id = v.page_id
cross join lateral (select g.reports -> r.ordinal::int as rep) x
where r.deleted_at is null;

create or replace view api.value as
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
where r.deleted_at is null;

create or replace view api.finding as
select r.id as report_id, x.rule, x.severity, x.message, x.expected, x.found
from fangzhi.report r
join fangzhi.reading g on g.id = r.reading_id
cross join lateral (
    select e ->> 'rule' as rule, e ->> 'severity' as severity, e ->> 'message' as message,
           e ->> 'expected' as expected, e ->> 'found' as found
    from jsonb_array_elements(g.reports -> r.ordinal::int -> 'findings') e) x
where r.deleted_at is null
union all
select f.report_id, f.rule, f.severity, f.message, f.expected, f.found
from fangzhi.finding f;

create or replace view api.series as
select r.division_code, r.agency, r.scope, r.year, m.code as measure, x.value, m.unit,
       coalesce(x.kind, case when x.value = 0 then 'zero' else 'number' end) as kind, x.qualifier,
       r.form, r.id as report_id, coalesce(x.indicator, m.indicator) as indicator, m.col, m.break_before
from fangzhi.report r
join fangzhi.measure m on m.form = r.form
join fangzhi.reading g on g.id = r.reading_id
-- offset 0: looked up once, not once a column.
cross join lateral (select g.measures -> r.ordinal::int -> m.code as j offset 0) j
cross join lateral (
    select case jsonb_typeof(j.j) when 'number' then j.j::numeric when 'object' then (j.j ->> 'value')::numeric end as value,
           case jsonb_typeof(j.j) when 'string' then j.j #>> '{}' when 'object' then j.j ->> 'kind' end as kind,
           j.j ->> 'qualifier' as qualifier, j.j ->> 'indicator' as indicator) x
where r.deleted_at is null and j.j is not null;

create or replace view api.document as
select d.id, g.title, g.media_type, g.charset, g.mirror as mirror_artefact, p.url, p.source_id,
       encode(v.sha256, 'hex') as sha256, d.first_at, v.at as fetched_at, g.text,
       g.reports -> 0 ->> 'form' as form
from fangzhi.document d
join fangzhi.version v on v.id = d.version_id
join fangzhi.page p on p.id = v.page_id
join fangzhi.reading g on g.version_id = v.id and g.state = 'current'
where d.deleted_at is null;

create or replace view api.coverage as
select d.division_code, d.source_id, y.year,
       case when exists (select 1 from fangzhi.report r
                         where r.division_code = d.division_code and r.year = y.year and r.scope = 'government'
                           and r.deleted_at is null) then 'held'
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

-- A rank is ours, and moves without a change of what is held.
drop view api.holding;
create view api.holding as
select h.report_id, h.document_id, p.url, p.source_id, v.at as fetched_at,
       encode(v.sha256, 'hex') as sha256, g.media_type, h.live, g.mirror as mirror_artefact,
       h.reading_id = r.reading_id and h.ordinal = r.ordinal as leads
from fangzhi.holding h
join fangzhi.report r on r.id = h.report_id
join fangzhi.page p on p.id = h.page_id
join fangzhi.version v on v.id = h.version_id
join fangzhi.reading g on g.id = h.reading_id;

alter table reading drop column simhash;
alter table document drop column superseded_by;
alter table report drop column superseded_by;

-- What is attached to a page says of itself less than the page does.
create index page_attachment on page (found_on) where kind = 'attachment';

-- What is kept may be read again beside a harvest of the same source.
drop index run_open;
create unique index run_open on run (source_id, (kind = 'reparse')) where ended_at is null;
create index reading_set_aside on reading (run_id) where state = 'set-aside';

create or replace view api.source_health as
select s.id, s.name, s.division as division_code, l.started_at as last_run_at, l.ended_how as last_run,
       l.outcomes as last_outcomes, s.held_why,
       (select max(p.checked_at) from fangzhi.page p where p.source_id = s.id and p.state = 'live') as last_success_at,
       (select count(*) from fangzhi.page p where p.source_id = s.id) as pages,
       (select count(*) from fangzhi.page p where p.source_id = s.id and p.fault is not null) as faults,
       (select string_agg(distinct g.circuit_why, '; ') from fangzhi.pace_group g
        where g.circuit_why is not null
          and g.id in (select p.group_id from fangzhi.page p where p.source_id = s.id)) as resting_why
from fangzhi.source s
left join lateral (select * from fangzhi.run r where r.source_id = s.id and r.kind <> 'reparse' order by r.id desc limit 1) l on true
where s.removed_at is null;
