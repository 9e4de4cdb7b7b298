-- Whose a stream is, what its platform keeps with it, and how many watched it.

alter table stream
    add column tenant        text        not null default 'default',
    add column owner         text        not null default 'key:first',
    add column metadata      jsonb       not null default '{}',
    add column version       bigint      not null default 1,
    add column updated_at    timestamptz not null default now(),
    add column watch_seconds bigint      not null default 0;
alter table stream
    alter column tenant drop default,
    alter column owner drop default,
    alter column version drop default,
    alter column updated_at drop default,
    add constraint stream_metadata_is_object check (jsonb_typeof(metadata) = 'object');

-- Listings of one tenant: newest first, over all, by status, by owner; and what the pages show of all tenants.
create index stream_newest_of_tenant on stream (tenant, created_at desc, id desc);
create index stream_newest_of_tenant_by_status on stream (tenant, status, created_at desc, id desc);
create index stream_newest_of_owner on stream (tenant, owner, created_at desc, id desc);
create index stream_metadata on stream using gin (metadata jsonb_path_ops);

-- How many watched at which moment after the stream went live.
create table audience_sample (
    stream_id      uuid        not null,
    started_at     timestamptz not null,
    offset_seconds bigint      not null,
    viewers        bigint      not null,
    constraint audience_sample_pkey primary key (stream_id, started_at, offset_seconds),
    constraint audience_sample_stream foreign key (stream_id) references stream (id) on delete cascade,
    constraint audience_sample_not_negative check (offset_seconds >= 0 and viewers >= 0)
);

-- Secrets of this installation, made when first asked for and the same on all nodes.
create table installation_secret (
    name  text not null,
    value text not null,
    constraint installation_secret_pkey primary key (name)
);
