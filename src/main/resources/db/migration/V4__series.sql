-- The harmonised measures of each report of a reading, by code: a number; the kind where there is none; an object
-- where a qualifier, or an indicator other than the declared one, is to be told too.
alter table reading add column measures jsonb;

-- The measures of each form as measures.yaml declares them; kept like it by whoever publishes.
create table measure (
    code          text     not null,
    form          text     not null,
    name_zh       text     not null,
    name_en       text     not null,
    unit          text     not null,
    indicator     text     not null,            -- G4.III.3.3.1..8: its eight rows added up
    col           text,
    break_before  text,                         -- how the form counts otherwise than the one before it
    watched       boolean  not null,            -- a jump of it is worth a look
    ord           smallint not null,
    primary key (code, form)
);

-- One report's kin of other years: a government's whatever its name, else the same agency's.
drop index report_identity;
create index report_identity on report (year, division_code, scope, (case scope when 'agency' then agency else '' end));

-- What does not hold between a report and the same agency's of the year before.
create table finding (
    report_id  text not null references report,
    rule       text not null,
    measure    text not null,
    other_id   text not null references report, -- the report of the year before
    severity   text not null,
    message    text not null,
    expected   text,
    found      text,
    primary key (report_id, rule, measure)
);
create index finding_other on finding (other_id);

create or replace view api.finding as
select r.id as report_id, x.rule, x.severity, x.message, x.expected, x.found
from fangzhi.report r
join fangzhi.reading g on g.id = r.reading_id
cross join lateral (
    select e ->> 'rule' as rule, e ->> 'severity' as severity, e ->> 'message' as message,
           e ->> 'expected' as expected, e ->> 'found' as found
    from jsonb_array_elements(g.reports -> r.ordinal::int -> 'findings') e) x
where r.deleted_at is null and r.superseded_by is null
union all
select f.report_id, f.rule, f.severity, f.message, f.expected, f.found
from fangzhi.finding f;

create view api.measure as
select code, form, name_zh, name_en, unit, indicator, col, break_before from fangzhi.measure order by ord;

create view api.series as
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
where r.deleted_at is null and r.superseded_by is null and j.j is not null;
