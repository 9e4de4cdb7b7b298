-- The outbox of events, and the webhooks that are fed from it. All times are instants (timestamptz), written in UTC.

-- One row. Its lock, taken last in a transaction and held to its end, makes the order of commits the order of
-- sequences, so that a reader who remembers the last sequence never misses one; a rollback leaves no hole.
create table event_counter (
    only_row      boolean not null default true,
    last_sequence bigint  not null,
    constraint event_counter_pkey primary key (only_row),
    constraint event_counter_is_one_row check (only_row)
) with (fillfactor = 10);

insert into event_counter (last_sequence) values (0);

-- The last number among the events of one object: outlives the events, so that numbers never start again.
create table event_object (
    tenant        text        not null,
    object_type   text        not null,
    object_id     text        not null,
    last_sequence bigint      not null,
    deleted       boolean     not null,
    last_event_at timestamptz not null,
    constraint event_object_pkey primary key (tenant, object_type, object_id)
);

create index event_object_deleted on event_object (last_event_at) where deleted;

create table event (
    sequence        bigint      not null,
    id              text        not null,
    tenant          text        not null,
    type            text        not null,
    object_type     text        not null,
    object_id       text        not null,
    object_sequence bigint      not null,
    created_at      timestamptz not null,
    object          jsonb       not null,
    constraint event_pkey primary key (sequence),
    constraint event_id_unique unique (id),
    constraint event_of_object_unique unique (tenant, object_type, object_id, object_sequence),
    constraint event_id_known check (id ~ '^evt_[0-9a-f]{32}$'),
    constraint event_type_known check (type ~ '^[a-z_]+(\.[a-z_]+)+$'),
    constraint event_object_is_object check (jsonb_typeof(object) = 'object')
);

create index event_of_tenant on event (tenant, sequence);
create index event_of_object on event (tenant, object_id, sequence);
create index event_age on event (created_at);

create table webhook_endpoint (
    id                    uuid        not null,
    tenant                text        not null,
    url                   text        not null,
    events                text[]      not null,
    secret                text        not null,
    previous_secret       text,
    previous_secret_until timestamptz,
    status                text        not null,
    disabled_reason       text,
    description           text,
    created_at            timestamptz not null,
    after_sequence        bigint      not null,
    failing_since         timestamptz,
    held_until            timestamptz,
    lease_node            text,
    lease_token           uuid,
    lease_until           timestamptz,
    constraint webhook_endpoint_pkey primary key (id),
    constraint webhook_endpoint_status_known check (status in ('enabled', 'disabled')),
    constraint webhook_endpoint_has_events check (cardinality(events) > 0),
    constraint webhook_endpoint_previous_ends
        check ((previous_secret is null) = (previous_secret_until is null)),
    constraint webhook_endpoint_lease_whole
        check ((lease_token is null) = (lease_until is null) and (lease_token is null) = (lease_node is null))
);

create index webhook_endpoint_of_tenant on webhook_endpoint (tenant, created_at, id);

-- One row: how far the events have become deliveries.
create table webhook_cursor (
    only_row      boolean not null default true,
    last_sequence bigint  not null,
    constraint webhook_cursor_pkey primary key (only_row),
    constraint webhook_cursor_is_one_row check (only_row)
);

insert into webhook_cursor (last_sequence) values (0);

create table webhook_delivery (
    id               uuid        not null,
    tenant           text        not null,
    endpoint_id      uuid        not null,
    event_sequence   bigint      not null,
    state            text        not null,
    manual           boolean     not null,
    attempts         integer     not null default 0,
    created_at       timestamptz not null,
    first_attempt_at timestamptz,
    next_attempt_at  timestamptz,
    finished_at      timestamptz,
    constraint webhook_delivery_pkey primary key (id),
    constraint webhook_delivery_once unique (endpoint_id, event_sequence),
    constraint webhook_delivery_of_endpoint
        foreign key (endpoint_id) references webhook_endpoint (id) on delete cascade,
    constraint webhook_delivery_of_event foreign key (event_sequence) references event (sequence) on delete cascade,
    constraint webhook_delivery_state_known check (state in ('pending', 'succeeded', 'failed')),
    constraint webhook_delivery_end_known check ((state = 'pending') = (finished_at is null)),
    constraint webhook_delivery_plan_known check ((state = 'pending') = (next_attempt_at is not null))
);

create index webhook_delivery_waiting on webhook_delivery (endpoint_id, event_sequence) where state = 'pending';
create index webhook_delivery_event on webhook_delivery (event_sequence);

create table webhook_attempt (
    delivery_id uuid        not null,
    number      integer     not null,
    started_at  timestamptz not null,
    duration_ms bigint      not null,
    status_code integer,
    answer      text,
    error       text,
    constraint webhook_attempt_pkey primary key (delivery_id, number),
    constraint webhook_attempt_of_delivery
        foreign key (delivery_id) references webhook_delivery (id) on delete cascade
);
