-- The text of assets, from their files and sent on its own; how loud their sound is.

create table asset_subtitle (
    asset_id    uuid    not null,
    name        text    not null,
    language    text,
    label       text    not null,
    kind        text    not null,
    origin      text    not null,
    object_name text    not null,
    size_bytes  integer not null,
    preferred   boolean not null,
    position    integer not null,
    constraint asset_subtitle_pkey primary key (asset_id, name),
    constraint asset_subtitle_asset foreign key (asset_id) references asset (id) on delete cascade,
    constraint asset_subtitle_kind_known check (kind in ('SUBTITLES', 'CAPTIONS', 'FORCED')),
    constraint asset_subtitle_origin_known check (origin in ('EMBEDDED', 'UPLOADED')),
    constraint asset_subtitle_size_not_negative check (size_bytes >= 0)
);

alter table asset_rendition add column loudness_lufs double precision;
alter table asset_rendition add column true_peak_dbtp double precision;
alter table asset_rendition add constraint asset_rendition_loudness_whole
    check ((loudness_lufs is null) = (true_peak_dbtp is null));
