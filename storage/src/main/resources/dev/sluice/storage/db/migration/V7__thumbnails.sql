-- Whether a picture of the stream is stored beside its media, so that listings need not ask the object store.

alter table stream
    add column has_thumbnail boolean not null default false;
