-- Chat rooms, their messages and who keeps order. A room comes into being with the first thing written in it.

create table chat_room (
    stream_id         uuid    not null,
    tenant            text    not null,
    -- Of messages and deletions together; the row's lock puts them in order.
    last_sequence     bigint  not null default 0,
    -- Null: the room has no rules of its own.
    enabled           boolean,
    slow_mode_seconds integer,
    max_length        integer,
    messages          bigint  not null default 0,
    deleted_messages  bigint  not null default 0,
    authors           bigint  not null default 0,
    reactions         bigint  not null default 0,
    constraint chat_room_pkey primary key (stream_id),
    constraint chat_room_stream foreign key (stream_id) references stream (id) on delete cascade,
    constraint chat_room_counts_not_negative check (
        last_sequence >= 0 and messages >= deleted_messages and deleted_messages >= 0 and authors >= 0
            and reactions >= 0
    ),
    constraint chat_room_rules_whole check (
        (enabled is null) = (slow_mode_seconds is null) and (enabled is null) = (max_length is null)
    ),
    constraint chat_room_slow_mode_bounded check (slow_mode_seconds between 0 and 3600),
    constraint chat_room_max_length_bounded check (max_length between 1 and 500)
);

create table chat_message (
    stream_id         uuid        not null,
    sequence          bigint      not null,
    tenant            text        not null,
    id                uuid        not null,
    author_id         text        not null,
    author_name       text        not null,
    -- Emptied by deletion.
    message           text        not null,
    created_at        timestamptz not null,
    deletion_sequence bigint,
    deleted_by        text,
    deleted_at        timestamptz,
    constraint chat_message_pkey primary key (stream_id, sequence),
    constraint chat_message_id_unique unique (id),
    constraint chat_message_room foreign key (stream_id) references chat_room (stream_id) on delete cascade,
    constraint chat_message_deletion_whole check (
        (deletion_sequence is null) = (deleted_by is null) and (deletion_sequence is null) = (deleted_at is null)
    )
);

create index chat_message_deletion on chat_message (stream_id, deletion_sequence) where deletion_sequence is not null;

create table chat_author (
    stream_id       uuid        not null,
    user_id         text        not null,
    tenant          text        not null,
    messages        bigint      not null,
    last_message_at timestamptz not null,
    constraint chat_author_pkey primary key (stream_id, user_id),
    constraint chat_author_room foreign key (stream_id) references chat_room (stream_id) on delete cascade
);

create table chat_ban (
    stream_id  uuid        not null,
    user_id    text        not null,
    tenant     text        not null,
    reason     text,
    banned_by  text        not null,
    created_at timestamptz not null,
    until      timestamptz,
    constraint chat_ban_pkey primary key (stream_id, user_id),
    constraint chat_ban_stream foreign key (stream_id) references stream (id) on delete cascade
);

create table chat_moderator (
    stream_id  uuid        not null,
    user_id    text        not null,
    tenant     text        not null,
    added_by   text        not null,
    created_at timestamptz not null,
    constraint chat_moderator_pkey primary key (stream_id, user_id),
    constraint chat_moderator_stream foreign key (stream_id) references stream (id) on delete cascade
);
