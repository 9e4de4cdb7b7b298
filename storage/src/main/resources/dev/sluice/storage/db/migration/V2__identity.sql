-- Tenants, accounts and their sessions, the keys that sign tokens, and API keys with owner, role and scopes.

create table tenant (
    id         text        not null,
    created_at timestamptz not null,
    constraint tenant_pkey primary key (id),
    constraint tenant_id_is_slug check (id ~ '^[a-z0-9][a-z0-9_-]{0,62}$')
);

insert into tenant (id, created_at) values ('default', now());

create table account (
    id             uuid        not null,
    tenant         text        not null,
    username       text        not null,
    email          text        not null,
    password_hash  text        not null,
    full_name      text,
    date_of_birth  date,
    bio            text,
    website        text,
    avatar_url     text,
    is_verified    boolean     not null default false,
    role           text        not null,
    tier           text        not null,
    totp_secret    text,
    totp_active    boolean     not null default false,
    totp_last_step bigint      not null default 0,
    created_at     timestamptz not null,
    updated_at     timestamptz not null,
    constraint account_pkey primary key (id),
    constraint account_in_tenant unique (tenant, id),
    constraint account_tenant_known foreign key (tenant) references tenant (id),
    constraint account_role_known check (role in ('VIEWER', 'BROADCASTER', 'SERVICE', 'ADMIN')),
    constraint account_tier_known check (tier in ('FREE', 'BASIC', 'PRO', 'ENTERPRISE')),
    constraint account_active_totp_has_secret check (not totp_active or totp_secret is not null)
);

create unique index account_username_unique on account (tenant, lower(username));
create unique index account_email_unique on account (tenant, lower(email));

create table backup_code (
    tenant     text        not null,
    account_id uuid        not null,
    code_hash  text        not null,
    constraint backup_code_pkey primary key (account_id, code_hash),
    constraint backup_code_account foreign key (tenant, account_id) references account (tenant, id) on delete cascade
);

-- One login. Its refresh tokens are a chain of which the newest is unused; a second use of an older one ends it.
create table login_session (
    id         uuid        not null,
    tenant     text        not null,
    account_id uuid        not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    revoked_at timestamptz,
    constraint login_session_pkey primary key (id),
    constraint login_session_account foreign key (tenant, account_id) references account (tenant, id) on delete cascade
);

create index login_session_expiry on login_session (expires_at);
create index login_session_account on login_session (tenant, account_id);

create table refresh_token (
    token_hash text        not null,
    session_id uuid        not null,
    expires_at timestamptz not null,
    used_at    timestamptz,
    constraint refresh_token_pkey primary key (token_hash),
    constraint refresh_token_session foreign key (session_id) references login_session (id) on delete cascade,
    constraint refresh_token_hash_is_sha256 check (token_hash ~ '^[0-9a-f]{64}$')
);

create index refresh_token_session on refresh_token (session_id);

create table signing_key (
    kid         text        not null,
    private_jwk text        not null,
    created_at  timestamptz not null,
    constraint signing_key_pkey primary key (kid)
);

-- The keys of before were all admin keys of the one tenant.
alter table api_key
    add column id           uuid not null default gen_random_uuid(),
    add column tenant       text not null default 'default',
    add column owner        text not null default 'system',
    add column role         text not null default 'ADMIN',
    add column scopes       text[] not null default array['admin'],
    add column tier         text not null default 'ENTERPRISE',
    add column prefix       text not null default '',
    add column last_used_at timestamptz,
    add column revoked_at   timestamptz;
alter table api_key
    alter column id drop default,
    alter column tenant drop default,
    alter column owner drop default,
    alter column role drop default,
    alter column scopes drop default,
    alter column tier drop default,
    alter column prefix drop default,
    add constraint api_key_id_unique unique (id),
    add constraint api_key_tenant_known foreign key (tenant) references tenant (id),
    add constraint api_key_role_known check (role in ('VIEWER', 'BROADCASTER', 'SERVICE', 'ADMIN')),
    add constraint api_key_tier_known check (tier in ('FREE', 'BASIC', 'PRO', 'ENTERPRISE'));

create index api_key_newest on api_key (tenant, created_at desc, id desc) where revoked_at is null;
