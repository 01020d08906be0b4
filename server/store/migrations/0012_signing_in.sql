-- Signing in: letters that wait to be sent, second factors, single sign-on, and sessions that can be listed.

-- Shorter than what one factor asks for: whoever holds it cannot do without the second one.
alter table control.login add column needs_factor boolean not null default false;

-- An identifier that can be shown and named, which the hash of the cookie never is.
alter table control.session
  add column id uuid not null default gen_random_uuid(),
  -- Roles at sign-in: whoever loses one of them signs in anew.
  add column roles jsonb not null default '[]',
  -- Whether a second factor stands behind it.
  add column second boolean not null default false,
  -- When password, code or provider last proved who sits there.
  add column proved_at timestamptz,
  add column way text not null default 'password';
create unique index session_id on control.session (id);

create table control.second_factor (
  login_id uuid primary key references control.login (id) on delete cascade,
  -- Sealed with the key of the installation.
  secret bytea not null,
  created_at timestamptz not null,
  -- Null until its holder has shown a code.
  confirmed_at timestamptz,
  -- The last half-minute whose code was used: none counts twice.
  last_step bigint not null default 0
);

create table control.recovery_code (
  login_id uuid not null references control.login (id) on delete cascade,
  hash bytea not null,
  used_at timestamptz,
  primary key (login_id, hash)
);

-- Whom a provider names: issuer and subject, never an address.
create table control.identity (
  tenant_id uuid not null,
  issuer text not null,
  subject text not null,
  user_id uuid not null,
  email text,
  created_at timestamptz not null,
  last_used_at timestamptz,
  primary key (tenant_id, issuer, subject)
);
create index identity_user on control.identity (tenant_id, user_id);

-- Sign-ins that are under way at a provider; each is taken back once.
create table control.sso_start (
  state bytea primary key,
  -- The hash of a cookie: only the browser that began may end it.
  browser bytea not null,
  tenant_id uuid not null,
  -- Sealed: nonce and verifier.
  secrets bytea not null,
  path text not null,
  -- Whoever is signed in and wants to be known by the provider too.
  user_id uuid,
  -- Proves anew who sits there.
  again boolean not null default false,
  expires_at timestamptz not null
);

grant select, insert, update, delete
  on control.second_factor, control.recovery_code, control.identity, control.sso_start to openltc_control;

-- How a company lets its people in: which roles need a second factor, and its provider of identities.
create table app.sign_in_policy (
  tenant_id uuid not null,
  factor_roles jsonb not null default '[]',
  issuer text,
  client_id text,
  -- Sealed with the key of the installation; never shown again.
  client_secret bytea,
  label text,
  domains jsonb not null default '[]',
  makes_accounts boolean not null default false,
  role text,
  -- The provider asks for a second factor itself.
  trusts_factor boolean not null default false,
  enabled boolean not null default false,
  version integer not null default 1,
  changed_at timestamptz not null,
  primary key (tenant_id)
);
select app.tenant_table('app.sign_in_policy');

-- Letters, written in the transaction of what causes them, sent afterwards.
create table app.mail (
  tenant_id uuid not null,
  id uuid not null,
  kind text not null,
  user_id uuid,
  to_address text not null,
  subject text not null,
  -- The whole letter, sealed, since links open doors; gone once it is sent or given up.
  content bytea,
  message_id text not null,
  state text not null,
  attempts integer not null default 0,
  token bigint not null default 0,
  lease_until timestamptz,
  next_at timestamptz not null,
  -- A letter whose link no longer opens anything is not sent.
  expires_at timestamptz,
  problem text,
  created_at timestamptz not null,
  sent_at timestamptz,
  primary key (tenant_id, id),
  constraint mail_state check (state in ('waiting', 'sent', 'failed', 'expired'))
);
create index mail_due on app.mail (next_at, id) where state = 'waiting';
create index mail_time on app.mail (tenant_id, created_at desc, id desc);
select app.tenant_table('app.mail');
