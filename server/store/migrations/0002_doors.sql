-- The doors: logins, sessions and keys in the control schema; files, inboxes and the audit trail per company.

create schema if not exists control;

-- One person may sign in to several companies with one address; e-mail is unique over the whole installation.
create table control.login (
  id uuid primary key,
  email text not null,
  password_hash text,
  password_changed_at timestamptz,
  created_at timestamptz not null,
  constraint login_email_key unique (email),
  constraint login_email_lower check (email = lower(email))
);

create table control.membership (
  login_id uuid not null references control.login (id) on delete cascade,
  tenant_id uuid not null,
  user_id uuid not null,
  created_at timestamptz not null,
  primary key (login_id, tenant_id),
  constraint membership_user_key unique (tenant_id, user_id)
);

-- The cookie's value is never stored, only its SHA-256.
create table control.session (
  hash bytea primary key,
  login_id uuid not null references control.login (id) on delete cascade,
  tenant_id uuid not null,
  user_id uuid not null,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  address text not null,
  agent text not null
);
create index session_user_idx on control.session (tenant_id, user_id);
create index session_login_idx on control.session (login_id, address);
create index session_expiry on control.session (expires_at);

create table control.api_key (
  id uuid primary key,
  hash bytea not null,
  prefix text not null,
  name text not null,
  tenant_id uuid not null,
  user_id uuid not null,
  scopes jsonb not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz,
  constraint api_key_hash_key unique (hash)
);
create index api_key_user on control.api_key (tenant_id, user_id);

-- A link that lets one person set a password once; bound to user, address and purpose.
create table control.one_time_link (
  hash bytea primary key,
  purpose text not null,
  tenant_id uuid not null,
  user_id uuid not null,
  email text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index one_time_link_user on control.one_time_link (tenant_id, user_id);

grant usage on schema control to openltc_control;
grant select, insert, update, delete
  on control.login, control.membership, control.session, control.api_key, control.one_time_link to openltc_control;

-- What happened at the doors: sign-ins, refusals of rights, keys, passwords. Appended, never changed.
create table app.audit (
  tenant_id uuid not null,
  id uuid not null,
  at timestamptz not null,
  kind text not null,
  user_id uuid,
  key_id uuid,
  address text not null,
  details jsonb not null,
  primary key (tenant_id, id)
);
create index audit_time on app.audit (tenant_id, at desc, id desc);
select app.tenant_table('app.audit');
revoke update, delete on app.audit from openltc_app;

create table app.file (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  type text not null,
  size bigint not null,
  sha256 bytea,
  created_by uuid not null,
  created_at timestamptz not null,
  -- Null while its bytes are still arriving.
  ready_at timestamptz,
  primary key (tenant_id, id)
);
create index file_arriving on app.file (tenant_id, created_at) where ready_at is null;
select app.tenant_table('app.file');

create table app.file_chunk (
  tenant_id uuid not null,
  file_id uuid not null,
  seq integer not null,
  bytes bytea not null,
  primary key (tenant_id, file_id, seq),
  constraint file_chunk_file foreign key (tenant_id, file_id) references app.file (tenant_id, id) on delete cascade
);
select app.tenant_table('app.file_chunk');

-- Which records name a file: whoever may read one of them may read the file.
create table app.file_use (
  tenant_id uuid not null,
  file_id uuid not null,
  object text not null,
  record_id uuid not null,
  primary key (tenant_id, file_id, object, record_id),
  constraint file_use_file foreign key (tenant_id, file_id) references app.file (tenant_id, id) on delete cascade
);
create index file_use_record on app.file_use (tenant_id, object, record_id);
select app.tenant_table('app.file_use');

create table app.inbox (
  tenant_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  kind text not null,
  object text not null,
  record_id uuid not null,
  "values" jsonb not null,
  at timestamptz not null,
  read_at timestamptz,
  primary key (tenant_id, id)
);
create index inbox_user on app.inbox (tenant_id, user_id, at desc, id desc);
create index inbox_unread on app.inbox (tenant_id, user_id) where read_at is null;
select app.tenant_table('app.inbox');
