-- Who is expected to report, until when, and why what is not held is not. All of it is derived from sources, pages,
-- readings and reports, and made again when any of them changed; only the deadlines are facts of their own.

-- The day that deadlines are measured by, in China. A session may set another one: set fangzhi.today = '2026-02-10'.
create function today() returns date language sql stable parallel safe as $$
    select coalesce(nullif(current_setting('fangzhi.today', true), '')::date, (now() at time zone 'Asia/Shanghai')::date)
$$;

-- Until when a report of a year is to be published, by the Regulations (政府信息公开条例) in force then.
create table deadline (
    who   text     not null check (who in ('government', 'township', 'agency')),
    year  smallint not null,                    -- reported on
    due   date     not null,                    -- the last day
    law   text     not null,
    primary key (who, year)
);
insert into deadline (who, year, due, law)
select w.who, y, make_date(y + 1, 3, 31), '政府信息公开条例（2007年国务院令第492号）第三十一条'
from (values ('government'), ('township'), ('agency')) w(who), generate_series(2008, 2018) y
union all
-- The revision, in force since 15 May 2019, names two days; none for townships, which are taken by their county's.
select w.who, y, make_date(y + 1, w.month, 31), '政府信息公开条例（2019年国务院令第711号修订）第四十九条'
from (values ('government', 3), ('township', 3), ('agency', 1)) w(who, month), generate_series(2019, 2100) y;

-- A government or an agency that is expected to report.
create table body (
    body           text     primary key,        -- 530381, or 530381/审计局
    division_code  text     not null,
    division       text     not null,           -- its name
    level          text     not null check (level in ('province', 'prefecture', 'county', 'township')),
    parent         text     not null,           -- the division that it is counted with: a township's county, an agency's own
    scope          text     not null check (scope in ('government', 'agency')),
    agency         text,                        -- as last printed; null: a government
    who            text     not null,           -- by which deadline
    source_id      text     not null references source,
    own_source     boolean  not null,           -- the source names this very division
    basis          text     not null check (basis in ('source', 'division', 'declared', 'reports', 'link')),
    since          smallint,                    -- expected from then on; null: only in the years below
    others         smallint[] not null,         -- expected besides
    held           smallint[] not null,         -- held, in order
    reports        text[]   not null,           -- the report of each of those years
    unsure         smallint[] not null,         -- of those held: none of the figures is certain
    last           smallint,                    -- the last year that was ever published
    clues          jsonb    not null default '{}'  -- by year, as in clue: to be told without a join
);
create index body_source on body (source_id);
create index body_parent on body (parent);
-- What a matrix of divisions and years shows.
create index body_government on body (division_code) where scope = 'government' and (level <> 'township' or own_source);

-- What is known of a report that is not held: the page that would have it, or has it unread, withheld, ...
create table clue (
    body       text     not null,
    division_code text  not null,
    agency     text,                            -- as it is named there; null: a government
    year       smallint not null,               -- 0: of a year that is not certain
    source_id  text     not null references source,
    page_id    bigint   not null references page,
    url        text     not null,
    reason     text     not null,
    rank       smallint not null,               -- the least is told
    detail     text,                            -- in an operator's words
    since      timestamptz,
    primary key (body, year)
);
create index clue_source on clue (source_id);
create index clue_division on clue (division_code);

-- How many agencies and townships of a division are expected and held, from 2008 on, a number a year.
create table division_count (
    division_code       text primary key,
    agencies_expected   smallint[] not null,
    agencies_held       smallint[] not null,
    townships_expected  smallint[] not null,
    townships_held      smallint[] not null
);

-- How a source stands as a whole, and when what is derived of it was last made.
create table source_coverage (
    source_id  text        primary key references source,
    at         timestamptz not null,
    reason     text,                            -- source-blocked, never-harvested, truncated; null: none of them
    url        text,
    detail     text,
    since      timestamptz
);

-- Reasons in words. {url}, {source}, {detail}, {since}, {due}, {body}, {last}, {report} stand for what is known.
create table gap_reason (
    reason     text primary key,
    status     text not null check (status in ('held', 'withheld', 'set aside', 'not yet due', 'silent', 'blocked', 'missing')),
    why        text,
    next_step  text
);
insert into gap_reason (reason, status, why, next_step) values
('held', 'held', null, null),
('withheld', 'withheld', 'found at {url}, but not certain: {detail}', 'see what it says of itself: ./fangzhi status --url {url}'),
('no-figures', 'withheld', 'report {report} is held, but none of its figures is certain', 'look at the tables of its page: ./fangzhi status --url {url}'),
('held-back', 'withheld', 'read at {url}, but {source} is held back since {since}: {detail}', 'mend its file, or take the site as it is: ./fangzhi source expect {source} --accept'),
('set-aside', 'set aside', 'set aside since {since}, {url}: {detail}', 'when the cause is mended: ./fangzhi retry --url {url}'),
('not-due', 'not yet due', 'due on {due}', 'nothing before {due}'),
('silent', 'silent', 'published last for {last}, and nothing for three years that are due', 'see whether it was merged or renamed; if so, name it under coverage.except in the file of {source}'),
('waiting', 'missing', 'fetched {since} from {url}, waits to be read or published', 'wait for the end of the run: ./fangzhi status --url {url}'),
('blocked', 'blocked', 'a link leads to {url}, which blocks us since {since}: {detail}', 'ask again: ./fangzhi retry --url {url}; if it is no block: ./fangzhi source reclassify {source}'),
('failed', 'missing', 'a link leads to {url}, which cannot be had since {since}: {detail}', 'ask again: ./fangzhi retry --url {url}'),
('refused', 'missing', 'a link leads to {url}, which we may not ask for: {detail}', 'ask the publisher, or lay a copy into the inbox'),
('not-fetched', 'missing', 'a link to {url} was found {since} and not fetched yet: {detail}', 'wait for its turn, or ./fangzhi harvest {source}'),
('soft-missing', 'missing', 'a link leads to {url}, which answers since {since} with a page that says it is not there: {detail}', 'look at it; if it is there: ./fangzhi source reclassify {source}'),
('gone', 'missing', 'it was at {url} and is gone since {since}', 'what was kept of it: ./fangzhi status --url {url}; look for a copy elsewhere and lay it into the inbox'),
('not-there', 'missing', 'a link leads to {url}, which is not there since {since}: {detail}', 'look for a copy elsewhere and lay it into the inbox'),
('no-report', 'missing', 'a link leads to {url}, but no report of this body and year was recognised there', 'see what was read: ./fangzhi status --url {url}'),
('paused', 'missing', '{source} is paused since {since}: {detail}', './fangzhi source resume {source}'),
('source-blocked', 'blocked', '{source} is blocked since {since} at {url}: {detail}', 'wait until it rests no more, or ask again: ./fangzhi retry --source {source}'),
('never-harvested', 'missing', '{source} was never harvested to its end', './fangzhi harvest {source}'),
('undated', 'missing', 'no link names this year, but at {url} is one of a year that is not certain: {detail}', 'see whether it is this one: ./fangzhi status --url {url}'),
('no-source', 'missing', 'no source names {body}, and no list of {source}, which would have it, leads to it', 'add a list of it to the entries of {source}, or its own site: ./fangzhi source new URL; or name {body} under coverage.except in the file of {source}'),
('truncated', 'missing', 'no link names it, and the list {url} is truncated: {detail}', 'see how it was understood: ./fangzhi status --url {url}'),
('no-link', 'missing', 'no list page of {source} leads to it', 'see whether its entries are the right ones: ./fangzhi source probe {source}; or name years before the first under coverage.since');

create index report_division on report (division_code, year);

-- Who is expected and each year that is over, held or not.
create view api.expected as
select b.body, b.division_code, b.division, b.level, b.scope, b.agency, d.year::int as year, d.due, d.law,
       g.status, g.reason,
       case when g.why is not null then
         replace(replace(replace(replace(replace(replace(replace(replace(g.why, '{url}', coalesce(x.url, '?')), '{source}', b.source_id),
           '{detail}', coalesce(x.detail, 'no more is known')), '{since}', coalesce(to_char(x.since at time zone 'Asia/Shanghai', 'YYYY-MM-DD'), 'its beginning')),
           '{due}', d.due::text), '{body}', b.body), '{last}', coalesce(b.last, 0)::text), '{report}', coalesce(x.report, '')) end as why,
       case when g.next_step is not null then
         replace(replace(replace(replace(g.next_step, '{url}', coalesce(x.url, '?')), '{source}', b.source_id), '{due}', d.due::text), '{body}', b.body) end as next_step,
       x.url, x.report as report_id,
       b.source_id, b.own_source, b.basis, x.since, v.at as as_of
from fangzhi.body b
join fangzhi.deadline d on d.who = b.who and (d.year >= b.since or d.year = any(b.others))
  and d.year < extract(year from (select fangzhi.today()))
join fangzhi.source s on s.id = b.source_id
left join fangzhi.source_coverage v on v.source_id = b.source_id
cross join lateral (select b.clues -> d.year::text as c, b.clues -> '0' as u) k
cross join lateral (select
  case when d.year = any(b.unsure) then 'no-figures'
       when d.year = any(b.held) then 'held'
       when k.c ->> 'reason' in ('withheld', 'held-back', 'set-aside') then k.c ->> 'reason'
       when d.due >= (select fangzhi.today()) then 'not-due'
       when b.basis = 'reports' and b.scope = 'agency' and d.year > b.last and b.last + 3 <= (select max(l.year) from fangzhi.deadline l
           where l.who = 'agency' and l.due < (select fangzhi.today())) then 'silent'
       when k.c is not null then k.c ->> 'reason'
       when s.paused_at is not null then 'paused'
       when v.reason in ('source-blocked', 'never-harvested') then v.reason
       when k.u is not null then 'undated'
       else coalesce(v.reason, case when b.own_source then 'no-link' else 'no-source' end) end as reason) y
join fangzhi.gap_reason g on g.reason = y.reason
cross join lateral (select
  case when k.c ->> 'reason' = y.reason then k.c ->> 'url' when y.reason = 'undated' then k.u ->> 'url' when v.reason = y.reason then v.url
       when y.reason = 'no-figures' then (select p.url from fangzhi.report t join fangzhi.reading n on n.id = t.reading_id
         join fangzhi.version w on w.id = n.version_id join fangzhi.page p on p.id = w.page_id
         where t.id = b.reports[array_position(b.held, d.year)]) end as url,
  case when k.c ->> 'reason' = y.reason then k.c ->> 'detail' when y.reason = 'undated' then k.u ->> 'detail'
       when y.reason = 'paused' then s.paused_why when v.reason = y.reason then v.detail end as detail,
  case when k.c ->> 'reason' = y.reason then (k.c ->> 'since')::timestamptz when y.reason = 'undated' then (k.u ->> 'since')::timestamptz
       when y.reason = 'paused' then s.paused_at when v.reason = y.reason then v.since end as since,
  b.reports[array_position(b.held, d.year)] as report) x;

create view api.gap as select * from api.expected where reason <> 'held';

create or replace view api.coverage as
select e.division_code, e.source_id, e.year, e.status, e.division, e.level, e.own_source, e.due, e.reason,
       coalesce(n.agencies_expected[e.year - 2007], 0)::int as agencies_expected,
       coalesce(n.agencies_held[e.year - 2007], 0)::int as agencies_held,
       coalesce(n.townships_expected[e.year - 2007], 0)::int as townships_expected,
       coalesce(n.townships_held[e.year - 2007], 0)::int as townships_held
from api.expected e
left join fangzhi.division_count n on n.division_code = e.division_code
where e.scope = 'government' and (e.level <> 'township' or e.own_source);
