-- The picture that a platform set for an asset, in place of the film's own, which stays in "thumbnail".

alter table asset add column custom_thumbnail text;
