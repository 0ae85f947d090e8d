-- What each list page was understood as when its content was last new: by which system it was written and how
-- that was told, what it lists and what it says it lists. By it a list that is cut short is noticed.
create table listing (
    page_id    bigint primary key references page,
    at         timestamptz not null default now(),
    family     text        not null,
    reason     text        not null,           -- what the family was known by
    entries    bigint[]    not null,           -- each entry's address: the first 8 bytes of its SHA-256
    announced  integer,                        -- entries in all by its own account; null: it does not say
    bytes      integer     not null,
    notes      text[]      not null            -- what could not be followed, and why
);

-- The lists of a source are looked at together when its run ends.
create index page_list on page (source_id) where kind = 'list';

create view api.listing as
select p.url, p.source_id, l.at, l.family, l.reason, cardinality(l.entries) as entries, l.announced, l.notes,
       f.url as found_on
from fangzhi.listing l join fangzhi.page p on p.id = l.page_id left join fangzhi.page f on f.id = p.found_on;

comment on column run.note is 'what was left undone and why: lists that are truncated, one a line';
