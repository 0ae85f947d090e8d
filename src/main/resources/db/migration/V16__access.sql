-- Who may ask and write over HTTP. Of a token only its SHA-256 is kept: it has 256 random bits, so nothing slower is needed.
create table access_token (
    id         bigint generated always as identity primary key,
    name       text        not null,
    sha256     bytea       not null unique,
    scopes     text[]      not null check (scopes <@ array['read', 'operate'] and cardinality(scopes) > 0),
    made_at    timestamptz not null default now(),
    expires_at timestamptz,
    revoked_at timestamptz,
    used_on    date                              -- the last day
);
create unique index access_token_name on access_token (name) where revoked_at is null;

-- What people have done, each act in the transaction that does it.
create table audit (
    id      bigint generated always as identity primary key,
    at      timestamptz not null default now(),
    who     text        not null,
    via     text        not null check (via in ('command', 'http')),
    origin  text        not null,               -- the machine, or the address that asked
    action  text        not null,
    objects text[]      not null,
    detail  text
);
create index audit_at on audit (at);

create view api.audit as
select id, at, who, via, origin, action, objects, detail from fangzhi.audit;
