-- Assets, the jobs that make them, and the queue of steps. All times are instants (timestamptz), written in UTC.

create table asset (
    id              uuid        not null,
    tenant          text        not null,
    owner           text        not null,
    title           text        not null,
    description     text,
    visibility      text        not null,
    tags            text[]      not null default '{}',
    profile         text,
    metadata        jsonb       not null default '{}',
    file_name       text,
    source_key      text        not null,
    source_bytes    bigint      not null,
    source          jsonb,
    status          text        not null default 'PROCESSING',
    failure_code    text,
    failure_message text,
    duration_us     bigint,
    thumbnail       text,
    storyboard      text,
    notes           text[]      not null default '{}',
    views_count     bigint      not null default 0,
    likes_count     bigint      not null default 0,
    watch_seconds   bigint      not null default 0,
    completions     bigint      not null default 0,
    version         bigint      not null,
    created_at      timestamptz not null,
    updated_at      timestamptz not null,
    ready_at        timestamptz,
    constraint asset_pkey primary key (id),
    constraint asset_visibility_known check (visibility in ('PUBLIC', 'UNLISTED', 'PRIVATE')),
    constraint asset_status_known check (status in ('PROCESSING', 'READY', 'FAILED')),
    constraint asset_failure_told check ((status = 'FAILED') = (failure_code is not null)),
    constraint asset_failure_whole check ((failure_code is null) = (failure_message is null)),
    constraint asset_ready_has_duration check (status <> 'READY' or duration_us is not null),
    constraint asset_metadata_is_object check (jsonb_typeof(metadata) = 'object'),
    constraint asset_counts_not_negative
        check (views_count >= 0 and likes_count >= 0 and watch_seconds >= 0 and completions >= 0)
);

create index asset_newest_of_tenant on asset (tenant, created_at desc, id desc);
create index asset_newest_of_owner on asset (tenant, owner, created_at desc, id desc);
create index asset_tags on asset using gin (tags);
create index asset_text on asset using gin (to_tsvector('simple', title || ' ' || coalesce(description, '')));

-- What an asset plays as: one file for each rendition.
create table asset_rendition (
    asset_id    uuid    not null,
    name        text    not null,
    media       text    not null,
    object_name text    not null,
    codecs      text    not null,
    bitrate_bps bigint  not null,
    size_bytes  bigint  not null,
    width       integer,
    height      integer,
    frame_rate  double precision,
    channels    integer,
    language    text,
    position    integer not null,
    constraint asset_rendition_pkey primary key (asset_id, name),
    constraint asset_rendition_asset foreign key (asset_id) references asset (id) on delete cascade,
    constraint asset_rendition_media_known check (media in ('VIDEO', 'AUDIO'))
);

create table asset_like (
    asset_id uuid        not null,
    who      text        not null,
    liked_at timestamptz not null,
    constraint asset_like_pkey primary key (asset_id, who),
    constraint asset_like_asset foreign key (asset_id) references asset (id) on delete cascade
);

create table job (
    id              uuid        not null,
    asset_id        uuid        not null,
    state           text        not null default 'RUNNING',
    priority        integer     not null default 0,
    failure_code    text,
    failure_message text,
    created_at      timestamptz not null,
    finished_at     timestamptz,
    constraint job_pkey primary key (id),
    constraint job_asset foreign key (asset_id) references asset (id) on delete cascade,
    constraint job_state_known check (state in ('RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED')),
    constraint job_end_known check ((state = 'RUNNING') = (finished_at is null)),
    constraint job_failure_told check ((state = 'FAILED') = (failure_code is not null))
);

create index job_of_asset on job (asset_id, created_at desc);
create unique index job_one_at_work on job (asset_id) where state = 'RUNNING';

-- A step's fence grows with every start; only the newest may finish it.
create table job_step (
    job_id      uuid        not null,
    name        text        not null,
    stage       integer     not null,
    weight      double precision not null,
    state       text        not null default 'WAITING',
    fence       bigint      not null default 0,
    failures    integer     not null default 0,
    worker      text,
    progress    double precision not null default 0,
    started_at  timestamptz,
    finished_at timestamptz,
    last_failure text,
    result      jsonb,
    constraint job_step_pkey primary key (job_id, name),
    constraint job_step_job foreign key (job_id) references job (id) on delete cascade,
    constraint job_step_state_known check (state in ('WAITING', 'RUNNING', 'SUCCEEDED')),
    constraint job_step_progress_is_share check (progress >= 0 and progress <= 1)
);

-- The table of db-scheduler: who runs which step, or has to, and is alive. Its rows are written in the transactions
-- that cause the work.
create table scheduled_tasks (
    task_name            text        not null,
    task_instance        text        not null,
    task_data            bytea,
    execution_time       timestamptz not null,
    picked               boolean     not null,
    picked_by            text,
    last_success         timestamptz,
    last_failure         timestamptz,
    consecutive_failures integer,
    last_heartbeat       timestamptz,
    version              bigint      not null,
    priority             smallint,
    constraint scheduled_tasks_pkey primary key (task_name, task_instance)
);

create index scheduled_tasks_due on scheduled_tasks (priority desc, execution_time asc);
create index scheduled_tasks_time on scheduled_tasks (execution_time);
create index scheduled_tasks_heartbeat on scheduled_tasks (last_heartbeat);
