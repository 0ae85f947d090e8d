-- How far the change feed was handed on to Kafka; one process at a time holds the lease.
create table kafka_outlet (
    single       boolean primary key default true check (single),
    seq          bigint      not null default 0,          -- the brokers have acknowledged all up to it
    token        bigint      not null default 0,          -- of the last claim
    node         text,                                    -- who made it
    leased_until timestamptz not null default '-infinity'
);
insert into kafka_outlet default values;
