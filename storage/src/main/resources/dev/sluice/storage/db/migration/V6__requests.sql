-- What requests meet on their way in: counts that nodes share, answers that may be asked for again, the log of changes.

create table request_bucket (
    id         text   not null,
    state      bytea,
    expires_at bigint,
    constraint request_bucket_pkey primary key (id)
);
create index request_bucket_expiry on request_bucket (expires_at);

create table idempotency_key (
    key_hash      text        not null,
    request_hash  text        not null,
    claimed_until timestamptz not null,
    keep_until    timestamptz not null,
    sealed_answer bytea,
    constraint idempotency_key_pkey primary key (key_hash)
);
create index idempotency_key_expiry on idempotency_key (keep_until);

create table audit_entry (
    id             bigint      not null generated always as identity,
    at             timestamptz not null,
    tenant         text        not null,
    actor          text        not null,
    actor_name     text        not null,
    action         text        not null,
    object         text        not null,
    client_address text        not null,
    request_id     text        not null,
    status         integer     not null,
    constraint audit_entry_pkey primary key (id)
);
create index audit_entry_newest on audit_entry (tenant, id desc);

-- Append-only, whoever asks.
create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'the audit log is append-only';
end
$$;
create trigger audit_entry_is_append_only before update or delete on audit_entry
    for each row execute function refuse_change();
create trigger audit_entry_is_not_truncated before truncate on audit_entry
    for each statement execute function refuse_change();
