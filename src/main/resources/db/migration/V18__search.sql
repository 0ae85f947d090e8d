-- The texts of reports as they are searched: NFKC, simplified, lower case, without white space. Filled by whoever
-- follows the change feed from its beginning, so that what was published before this migration comes too; emptied
-- and begun again at 0 at any time.
create table search_text (
    report_id      text primary key references report,
    year           smallint not null,           -- 0: withheld
    division_code  text,
    level          text,                        -- province, prefecture, county, township; null: withheld
    scope          text,
    form           text     not null,
    text           text     not null,           -- title, issuer and main text, without personal data of footers
    grams          integer[] not null           -- each two neighbours in it, once, as one number: 65536 * first + second
);
-- pg_trgm would want three characters, and most Chinese words have two.
create index search_text_grams on search_text using gin (grams);
create index search_text_order on search_text (year desc, report_id);

create table search_feed (
    single  boolean primary key default true check (single),
    seq     bigint not null                     -- changes up to this one are in search_text
);
insert into search_feed (seq) values (0);

-- The runs of a source are looked up by pages for people.
create index run_source on run (source_id, id);
