-- Streams whose media becomes an asset when they end.

alter table stream add column record boolean not null default false;
alter table stream alter column record drop default;
