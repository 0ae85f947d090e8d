-- Takedowns: which payloads are hidden, why, by whom and since when. The payload's row stays with its hash; its bytes, and
-- what was read of them, lie apart meanwhile, in tables that nothing but a lift looks into.
create table takedown (
    id         bigint generated always as identity primary key,
    sha256     bytea       not null references payload,
    origin     bytea,                           -- the payload that was named, where this one only reads the same
    reason     text        not null,
    who        text        not null,
    at         timestamptz not null default now(),
    same_text  boolean     not null,            -- what reads the same is hidden too, wherever it stands
    erased_at  timestamptz,                     -- the bytes were not laid apart, but deleted
    lifted_at  timestamptz,
    lifted_who text,
    lifted_why text,
    check (lifted_at is null or erased_at is null)
);
create unique index takedown_stands on takedown (sha256) where lifted_at is null;

create table hidden_bytes (
    sha256   bytea not null,                    -- of these bytes
    place    text  not null check (place in ('payload', 'wire')),
    payload  bytea not null references payload, -- that they are, or are an encoding of
    bytes    bytea not null,
    primary key (sha256, place)
);
alter table hidden_bytes alter column bytes set storage external;
create index hidden_bytes_payload on hidden_bytes (payload);

create table hidden_reading (
    reading_id  bigint primary key references reading on delete cascade,
    state       text   not null,                -- as it was
    fault       text,
    title       text,
    text        text,
    reports     jsonb,
    figures     text,
    measures    jsonb
);

alter table reading drop constraint reading_state_check;
alter table reading add constraint reading_state_check
    check (state in ('pending', 'staged', 'current', 'superseded', 'set-aside', 'hidden'));
create function is_hidden(reading bigint) returns boolean language sql stable parallel safe as $$
    select exists (select from fangzhi.reading g where g.id = reading and g.state = 'hidden')
$$;
create index reading_hidden on reading (text_hash) where state = 'hidden';
create index observation_payload on observation (payload) where payload is not null;

create view api.takedown as
select encode(t.sha256, 'hex') as sha256, t.reason, t.who, t.at, encode(t.origin, 'hex') as origin, t.same_text,
       t.erased_at, t.lifted_at, t.lifted_who, t.lifted_why,
       (select array_agg(distinct p.url order by p.url) from fangzhi.observation o join fangzhi.page p on p.id = o.page_id
        where o.payload = t.sha256) as urls
from fangzhi.takedown t;
