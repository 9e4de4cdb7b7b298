-- Files on their way in. Any node takes any chunk: what a process knows of an upload is in these rows.

create table upload (
    id                uuid primary key,
    tenant            text not null,
    owner             text not null,
    kind              text not null,
    state             text not null,
    title             text not null,
    description       text,
    visibility        text not null,
    tags              text[] not null,
    profile           text,
    metadata          jsonb not null,
    file_name         text,
    content_type      text not null,
    size_bytes        bigint check (size_bytes >= 0),
    chunk_bytes       integer not null,
    sha256            text,
    source_url        text,
    role              text not null,
    pieces            uuid[] not null,
    protocol_metadata text,
    multipart_id      text not null,
    received_bytes    bigint not null default 0,
    received_chunks   integer not null default 0,
    tail_key          text,
    failure           text,
    created_at        timestamptz not null,
    expires_at        timestamptz not null,
    ended_at          timestamptz,
    lease_token       uuid,
    lease_until       timestamptz,
    lease_wanted      boolean not null default false,
    cleaned           boolean not null default false
);

-- What one owner has open is counted at each new upload.
create index upload_open_by_owner on upload (tenant, owner) where state in ('RECEIVING', 'COMPLETING');
create index upload_by_expiry on upload (expires_at) where state in ('RECEIVING', 'COMPLETED');
create index upload_uncleaned on upload (ended_at) where ended_at is not null and not cleaned;
create index upload_ended on upload (ended_at) where ended_at is not null;
create index upload_in_work on upload (lease_until) where state in ('RECEIVING', 'COMPLETING');

-- Chunks that are durable; of uploads that come in order, parts.
create table upload_chunk (
    upload_id  uuid not null references upload (id) on delete cascade,
    number     integer not null check (number >= 1),
    size_bytes integer not null check (size_bytes >= 0),
    etags      text[] not null,
    primary key (upload_id, number)
);
