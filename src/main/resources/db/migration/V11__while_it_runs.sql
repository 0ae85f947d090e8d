-- What an operator decides while things run. A source that rests keeps its place in its run.
alter table source add column paused_at timestamptz, add column paused_why text;
alter table source add column resting boolean not null
    generated always as (paused_at is not null or removed_at is not null) stored;
create index source_resting on source (id) where resting;

-- The delay that an operator has set; null: that of the sources' files.
alter table pace_group add column set_ms integer check (set_ms >= 0);

-- Every version of what runs were made by: the file of a source, or the routes (by file) where there is none.
create table configuration (
    id         bigint generated always as identity primary key,
    source_id  text references source,
    sha256     bytea       not null,
    content    jsonb       not null,
    first_at   timestamptz not null default now(),
    unique nulls not distinct (source_id, sha256)
);
create table run_configuration (
    run_id            bigint      not null references run,
    configuration_id  bigint      not null references configuration,
    since             timestamptz not null default now(),   -- when the run was first served by it
    primary key (run_id, configuration_id)
);

create view api.configuration as
select c.run_id, r.source_id, case when f.source_id is null then 'routes' else 'source' end as kind,
       encode(f.sha256, 'hex') as sha256, c.since, f.content
from fangzhi.run_configuration c
join fangzhi.configuration f on f.id = c.configuration_id
join fangzhi.run r on r.id = c.run_id;

-- Files that people laid into the inbox, each taken once.
create table deposit (
    sha256    bytea primary key,
    name      text        not null,
    at        timestamptz not null,             -- when the file was last written
    length    bigint      not null,
    taken_at  timestamptz not null default now(),
    kept      integer     not null,             -- pages of it that were new
    note      text                              -- what of it was passed over
);
alter table observation add column deposit bytea;   -- the file that it came from; null: it was fetched

create view api.deposit as
select v.id as version_id, p.url, d.name, encode(d.sha256, 'hex') as sha256, d.at, d.taken_at
from fangzhi.deposit d
join fangzhi.observation o on o.deposit = d.sha256
join fangzhi.version v on v.observation_id = o.id
join fangzhi.page p on p.id = v.page_id;
create index observation_deposit on observation (deposit) where deposit is not null;
