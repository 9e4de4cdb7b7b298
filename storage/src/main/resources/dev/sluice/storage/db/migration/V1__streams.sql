-- Streams, their leases, and the hashes of API keys. All times are instants (timestamptz), written in UTC.

create table stream (
    id              uuid        not null,
    title           text        not null,
    description     text,
    scheduled_start timestamptz,
    visibility      text        not null,
    status          text        not null default 'SCHEDULED',
    stopped         boolean     not null default false,
    stream_key_hash text        not null,
    created_at      timestamptz not null,
    started_at      timestamptz,
    ended_at        timestamptz,
    peak_viewers    bigint      not null default 0,
    total_views     bigint      not null default 0,
    lease_node      text,
    lease_until     timestamptz,
    constraint stream_pkey primary key (id),
    constraint stream_key_hash_unique unique (stream_key_hash),
    constraint stream_key_hash_is_sha256 check (stream_key_hash ~ '^[0-9a-f]{64}$'),
    constraint stream_visibility_known check (visibility in ('PUBLIC', 'UNLISTED', 'PRIVATE')),
    constraint stream_status_known check (status in ('SCHEDULED', 'LIVE', 'ENDED')),
    constraint stream_counts_not_negative check (peak_viewers >= 0 and total_views >= 0),
    constraint stream_live_has_lease check (
        (status = 'LIVE') = (lease_node is not null) and (lease_node is null) = (lease_until is null)
    ),
    constraint stream_ended_has_end check ((status = 'ENDED') = (ended_at is not null)),
    constraint stream_stopped_is_ended check (not stopped or status = 'ENDED')
);

-- Listings: newest first, over all or by status.
create index stream_newest on stream (created_at desc, id desc);
create index stream_newest_by_status on stream (status, created_at desc, id desc);

-- Leases: few rows are live at a time.
create index stream_lease_until on stream (lease_until) where status = 'LIVE';
create index stream_lease_node on stream (lease_node) where status = 'LIVE';

create table api_key (
    key_hash   text        not null,
    name       text        not null,
    created_at timestamptz not null,
    constraint api_key_pkey primary key (key_hash),
    constraint api_key_hash_is_sha256 check (key_hash ~ '^[0-9a-f]{64}$')
);
