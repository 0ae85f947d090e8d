-- Knowing when a site breaks: what each run came to, what is held back since when, and what is to be told to whom.

alter table page
    add column links        integer,            -- of a list: the articles that its last content leads to
    add column links_before integer,            -- the same when its source was last published
    add column face         bytea;              -- SHA-256 of its last content without the time of day in it; null: no text
create index if not exists page_source on page (source_id);

-- Contents that answer for many addresses of a source at once, so that they are none of them: "not found" with 200.
create table soft_face (
    source_id  text        not null references source,
    face       bytea       not null,
    found_at   timestamptz not null default now(),
    why        text        not null,
    primary key (source_id, face)
);

alter table source
    add column held_since  timestamptz,
    add column every_least interval,            -- bounds of the adaptive interval of its articles; null: the usual
    add column every_most  interval;

alter table run
    add column tally    jsonb,                  -- what its source came to at its end
    add column breaches jsonb;                  -- what was expected otherwise: [{rule, message}]; null: nothing
create index run_tally on run (source_id, id) where tally is not null;

-- What people are to be told, once; kept until every endpoint has taken it.
create table alert (
    id         bigint generated always as identity primary key,
    source_id  text        not null references source,
    run_id     bigint      references run,
    at         timestamptz not null default now(),
    kind       text        not null check (kind in ('held', 'healed', 'accepted')),
    message    text        not null,
    breaches   jsonb       not null,
    ask_at     timestamptz not null default now(),  -- when it is next to be sent
    attempts   smallint    not null default 0,
    sent_at    timestamptz
);
create index alert_unsent on alert (ask_at) where sent_at is null;
