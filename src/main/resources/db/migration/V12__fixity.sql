-- The audit of what is kept: how far it is, and what it found.
create table fixity (
    single   boolean primary key default true check (single),
    upto     bytea       not null default '',   -- payloads up to this hash were looked at in this pass
    began_at timestamptz,                       -- of this pass; null: none is under way
    ended_at timestamptz                        -- of the last whole pass
);
insert into fixity default values;

-- Bytes that are no longer what their hash says, or are gone.
create table damage (
    sha256    bytea       not null,
    place     text        not null check (place in ('payload', 'wire')),
    why       text        not null,
    found_at  timestamptz not null default now(),
    seen_at   timestamptz not null default now(),  -- by the last look
    mended_at timestamptz,                         -- a later look found them whole
    primary key (sha256, place)
);

create view api.damage as
select encode(d.sha256, 'hex') as sha256, d.place, d.why, d.found_at, d.seen_at, d.mended_at,
       (select array_agg(distinct p.url) from fangzhi.observation o join fangzhi.page p on p.id = o.page_id
        where case d.place when 'payload' then o.payload else o.wire end = d.sha256) as urls
from fangzhi.damage d;
comment on view api.damage is 'Kept bytes that an audit found damaged or gone, with the addresses that they came from';
comment on column api.damage.sha256 is 'What their hash should be, in hex';
comment on column api.damage.place is 'payload: the decoded bytes; wire: the body as encoded on the wire';
comment on column api.damage.why is 'What is wrong with them';
comment on column api.damage.found_at is 'When an audit first found it';
comment on column api.damage.seen_at is 'When an audit last looked';
comment on column api.damage.mended_at is 'When a later audit found them whole again; null: they are still damaged';
comment on column api.damage.urls is 'The addresses whose answers they are of';
