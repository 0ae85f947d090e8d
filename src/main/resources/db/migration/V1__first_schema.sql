-- The first schema. Internal tables stand in "fangzhi"; what others may rely on stands in "api" (V2).
-- Times are the database's clock. Hashes are SHA-256 in binary. Nothing here is ever recomputed in place:
-- payloads are immutable, observations are appended, ids once given stay.

create table source (
    id          text primary key,
    name        text        not null,
    division    text,
    definition  jsonb       not null,          -- the source file as it was loaded
    delay_ms    integer     not null default 2000,  -- between two requests to one of its pace groups
    window_from time,                          -- Asia/Shanghai; null: any time
    window_to   time,
    loaded_at   timestamptz not null default now(),
    removed_at  timestamptz,                   -- the file is gone; nothing kept is lost
    lists_at    timestamptz,                   -- when the schedule next wants the lists
    held_why    text                           -- parsed publication is held back since a breach
);

-- Who may be asked how often: by default one host, or several behind one platform.
create table pace_group (
    id           bigint generated always as identity primary key,
    name         text        not null unique,
    delay_ms     integer     not null check (delay_ms >= 0),
    window_from  time,                          -- Asia/Shanghai; null: any time
    window_to    time,
    free_at      timestamptz not null default '-infinity',  -- pace: not to be asked before
    ask_at       timestamptz not null default 'infinity',   -- the earliest page of its frontier
    lease_until  timestamptz not null default '-infinity',
    token        bigint      not null default 0,
    node         text,
    failures     integer     not null default 0,            -- blocks and failures in a row
    circuit_why  text,                                      -- why it rests until free_at; null: closed
    ready_at     timestamptz not null generated always as (greatest(free_at, ask_at, lease_until)) stored
);
create index pace_group_ready on pace_group (ready_at);

create sequence token;                          -- fencing tokens: ever larger, gaps are harmless

-- A pass over a source: what it meant to visit, what came, how it ended.
create table run (
    id          bigint generated always as identity primary key,
    source_id   text        not null references source,
    kind        text        not null check (kind in ('harvest', 'scheduled', 'reparse')),
    started_at  timestamptz not null default now(),
    ended_at    timestamptz,
    ended_how   text check (ended_how in ('done', 'failures', 'held', 'cancelled')),
    definition  jsonb       not null,          -- the source file that it ran with
    planned     integer     not null default 0, -- pages known at the start
    outcomes    jsonb,                          -- at the end: attempts by outcome
    note        text                            -- what was left undone and why
);
create unique index run_open on run (source_id) where ended_at is null;

-- A known URL. In the frontier of a run while run_id is set; then ask_at is its turn or, when
-- claimed, the end of its lease.
create table page (
    id             bigint generated always as identity primary key,
    source_id      text        not null references source,
    group_id       bigint      not null references pace_group,
    url            text        not null unique check (length(url) <= 2000),
    kind           text        not null check (kind in ('list', 'article', 'attachment', 'requisite')),
    depth          smallint    not null,
    cms            text,                        -- family that its source file names for an entry
    found_on       bigint references page,
    anchor         text,                        -- text of the link that led here
    found_at       timestamptz not null default now(),
    due_at         timestamptz,                 -- when the schedule next wants it; null: never
    every          interval,                    -- adaptive interval
    run_id         bigint references run,
    ask_at         timestamptz,
    token          bigint,
    attempts       smallint    not null default 0,   -- of this run
    state          text        not null default 'unseen'
                   check (state in ('unseen', 'live', 'suspect', 'gone', 'moved', 'set-aside')),
    etag           text,
    last_modified  text,
    sha256         bytea,                       -- payload of its latest content version
    checked_at     timestamptz,
    changed_at     timestamptz,
    misses         smallint    not null default 0,   -- confirmations of absence in a row
    missed_since   timestamptz,
    moved_to       text,
    outcome        text,                        -- of the last attempt
    fault          text                         -- why it did not give content, in an operator's words
);
create index page_frontier on page (group_id, ask_at) where run_id is not null;
create index page_run on page (run_id) where run_id is not null;
create index page_due on page (source_id, due_at) where due_at is not null;

-- Decoded bytes, once per SHA-256. "coding" tells how they are kept: zstd, or gzip as it came.
create table payload (
    sha256   bytea primary key,
    length   integer not null,
    coding   text    not null check (coding in ('zstd', 'gzip', 'identity')),
    bytes    bytea,                             -- null: hidden by a takedown
    hidden   text                               -- why
);
alter table payload alter column bytes set storage external;

-- The body as it was on the wire, kept only where it cannot be had from the payload as it is kept.
create table wire (
    sha256  bytea primary key,
    bytes   bytea not null
);
alter table wire alter column bytes set storage external;

-- Every attempt, whatever came of it. Appended only.
create table observation (
    id           bigint generated always as identity primary key,
    page_id      bigint      not null,
    run_id       bigint      not null,
    token        bigint      not null,
    at           timestamptz not null,
    took_ms      integer     not null,
    outcome      text        not null check (outcome in ('new', 'changed', 'unchanged', 'moved', 'missing',
                                'blocked', 'soft-missing', 'failed', 'refused')),
    status       smallint,                      -- null: no answer
    why          text,                          -- in an operator's words
    request      bytea,                         -- request line and header block
    head         bytea,                         -- status line and header block, in order
    payload      bytea,                         -- of quarantined answers too
    wire         bytea,                         -- where it is not the payload itself
    content_coding text,
    hops         jsonb,
    ip           text,
    tls          text,
    truncated    text
);
create index observation_page on observation (page_id, id);
create index observation_run on observation using brin (run_id);

-- An id once given: 16 hex digits, the first of the SHA-256 of its first normalised text.
create table document (
    id             text primary key check (id ~ '^[0-9a-f]{16}$'),
    first_at       timestamptz not null,
    version_id     bigint,                      -- the version that it is shown by
    digest         text,                        -- of what consumers see of it; a change of it is an update
    deleted_at     timestamptz,
    superseded_by  text references document
);

-- An observation whose payload differs from the page's version before, a tombstone, or a restoration.
create table version (
    id              bigint generated always as identity primary key,
    page_id         bigint      not null references page,
    run_id          bigint      not null references run,
    observation_id  bigint      not null unique references observation,
    at              timestamptz not null,
    kind            text        not null check (kind in ('content', 'tombstone', 'restoration')),
    sha256          bytea,                      -- null for a tombstone
    document_id     text references document,   -- once given, never changed
    published_at    timestamptz,                -- null: waits for the publish transaction
    check ((kind = 'tombstone') = (sha256 is null))
);
create index version_page on version (page_id, id);
create index version_sha256 on version (sha256) where sha256 is not null;
create index version_document on version (document_id) where document_id is not null;
create index version_unpublished on version (run_id, page_id, id) where published_at is null;

-- What one reader made of one version. The row is there, pending, from the fetch transaction on.
create table reading (
    id          bigint generated always as identity primary key,
    version_id  bigint      not null references version,
    reader      text        not null,
    run_id      bigint      not null references run,
    state       text        not null default 'pending' check (state in ('pending', 'staged', 'current', 'superseded', 'set-aside')),
    ask_at      timestamptz not null default now(),  -- its turn or, when claimed, the end of its lease
    token       bigint,
    node        text,
    attempts    smallint    not null default 0,
    read_at     timestamptz,
    fault       text,
    media_type  text,
    charset     text,
    title       text,
    mirror      boolean,
    text        text,                           -- main content, repaired
    text_hash   bytea,                          -- SHA-256 of the normalised text; null: no text
    simhash     bigint,
    reports     jsonb,                          -- as `parse` prints them, in order, without their values
    figures     jsonb,                          -- the values of each, column by column
    unique (version_id, reader)
);
create index reading_pending on reading (ask_at) where state = 'pending';
create index reading_run on reading (run_id) where state = 'pending';
create index reading_text on reading (text_hash) where text_hash is not null;

-- A report of a reading as `parse` prints it.
create function unfolded(report jsonb, figures jsonb) returns jsonb language sql immutable parallel safe as $$
    select report - 'figures' - 'digest' || jsonb_build_object('values', coalesce(
        (select jsonb_agg(to_jsonb(v) - 'ordinality' order by v.ordinality)
         from rows from (jsonb_array_elements(figures -> 'indicator'), jsonb_array_elements(figures -> 'column'),
                         jsonb_array_elements(figures -> 'value'), jsonb_array_elements(figures -> 'unit'),
                         jsonb_array_elements(figures -> 'kind'), jsonb_array_elements(figures -> 'qualifier'),
                         jsonb_array_elements(figures -> 'raw'), jsonb_array_elements(figures -> 'at'))
              with ordinality v(indicator, "column", value, unit, kind, qualifier, raw, at)), '[]'))
$$;

-- A report and its attributes as the holding that leads has them.
create table report (
    id             text primary key check (id ~ '^[0-9a-f]{16}$'),
    title          text,
    agency         text,
    division_code  text,
    scope          text check (scope in ('government', 'agency')),
    year           smallint,
    published      text,
    form           text not null,
    reading_id     bigint   not null references reading,
    ordinal        smallint not null,           -- which report of that reading
    digest         text     not null,           -- of what consumers see of it; a change of it is an update
    first_at       timestamptz not null,
    deleted_at     timestamptz,
    superseded_by  text references report
);
create index report_identity on report (year, division_code, agency, scope);
create index report_reading on report (reading_id);

-- Where a report is held: many to many between reports and the pages that carry them.
create table holding (
    report_id    text     not null references report,
    document_id  text     not null references document,
    ordinal      smallint not null,
    page_id      bigint   not null references page,
    version_id   bigint   not null references version,
    reading_id   bigint   not null references reading,
    rank         integer  not null,             -- the highest leads
    digest       text     not null,             -- of what is read; version and reading are the first with it
    live         boolean  not null,
    primary key (report_id, page_id, ordinal)
);
create index holding_page on holding (page_id);
create index holding_document on holding (document_id);

-- The feed: gapless and in commit order, since the counter's row is locked last before commit.
create table change (
    seq     bigint primary key,
    op      text        not null check (op in ('add', 'update', 'delete', 'restore')),
    entity  text        not null,
    id      text        not null,
    at      timestamptz not null
);
create table change_counter (
    single  boolean primary key default true check (single),
    seq     bigint not null
);
insert into change_counter (seq) values (0);

-- robots.txt as last answered, for one scheme, host and port.
create table robots (
    origin      text primary key,
    fetched_at  timestamptz not null,
    expires_at  timestamptz not null,
    status      smallint,                       -- null: no answer
    body        bytea,
    why         text
);
