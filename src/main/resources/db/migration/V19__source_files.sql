-- The texts of source files that were saved over HTTP, and those that they replaced, so that each can be put back as it
-- was, comments and all. What runs were made by, however it was written, stands in configuration.
create table source_file (
    id          bigint generated always as identity primary key,
    source_id   text        not null,           -- as the file names it; the source may not be loaded yet
    at          timestamptz not null default now(),
    who         text,                           -- name of a token; null: it was found so when it was replaced
    definition  bytea,                          -- SHA-256 as in configuration; null: it had a fault
    content     text        not null
);
create index source_file_source on source_file (source_id, id);
