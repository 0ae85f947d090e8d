-- What the pace of a group follows beside the delay of its sources.
alter table pace_group
    add column crawl_ms     integer  not null default 0,  -- Crawl-delay that robots.txt asks for
    add column answer_ms    integer,                      -- smoothed time of its answers; null: none yet
    add column slow_ms      integer  not null default 0,  -- delay that follows from answer_ms
    add column rests        smallint not null default 0,  -- rests in a row: each is twice as long
    add column rested_token bigint   not null default 0,  -- the lease in which the last of them began
    add column pace_ms      integer  not null generated always as (greatest(delay_ms, crawl_ms, slow_ms)) stored;

-- Whether a time lies in a window of the day in China; over midnight when it begins later than it ends.
create function in_window(opens time, closes time, at timestamptz) returns boolean language sql immutable parallel safe as $$
    select opens is null or case when opens <= closes
        then (at at time zone 'Asia/Shanghai')::time >= opens and (at at time zone 'Asia/Shanghai')::time < closes
        else (at at time zone 'Asia/Shanghai')::time >= opens or (at at time zone 'Asia/Shanghai')::time < closes end
$$;

-- An expired robots.txt stays what is known while the site cannot say. What was kept before did not tell
-- a last good answer from a failure: it is asked for anew.
delete from robots;
alter table robots
    add column content_type  text,
    add column failing_since timestamptz;                 -- no answer since; null: the last one stands

-- Sitemaps are pages like others, asked for at the same pace.
alter table page drop constraint page_kind_check;
alter table page add constraint page_kind_check
    check (kind in ('list', 'article', 'attachment', 'requisite', 'sitemap'));

-- How many pages of a source may be known at most, and how many are known, so that a site that never ends is told from one that is large.
alter table source add column most_pages integer not null default 100000;
create table known (
    source_id text primary key references source,
    pages     integer not null
);
insert into known (source_id, pages) select source_id, count(*) from page group by source_id;

-- What a run found and did not follow, by reason.
create table left_out (
    run_id  bigint  not null references run,
    why     text    not null,
    pages   integer not null,
    example text    not null,
    primary key (run_id, why)
);

-- The page that gives the same bytes under another spelling of the address.
alter table page add column twin_of bigint references page;
create index page_twin on page (twin_of) where twin_of is not null;

-- Of the source as it was loaded: one that stands as it stood is not written again at each start.
alter table source add column digest bytea;
create index page_source on page (source_id);

create view api.twin as
select t.source_id, t.url, p.url as twin_of
from page t join page p on p.id = t.twin_of;
