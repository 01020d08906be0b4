-- Looking for duplicates: what records can be compared by, how far each object was looked through, and the scans.

-- A key is a hash of what two records must have in common to be compared at all (kernel/likeness.ts).
create table app.match_key (
  tenant_id uuid not null,
  object text not null,
  key bigint not null,
  record_id uuid not null,
  primary key (tenant_id, object, key, record_id)
);
create index match_key_record on app.match_key (tenant_id, object, record_id);
select app.tenant_table('app.match_key');

-- Keys are those of these rules; when the rules change, all keys are made anew.
create table app.match_progress (
  tenant_id uuid not null,
  object text not null,
  rules text not null,
  scanned_to timestamptz not null,
  primary key (tenant_id, object)
);
select app.tenant_table('app.match_progress');

create table app.duplicate_scan (
  tenant_id uuid not null,
  id uuid not null,
  object text not null,
  -- All records, or what changed since the last scan.
  whole boolean not null,
  state text not null,
  phase text not null default 'keys',
  total integer not null default 0,
  done integer not null default 0,
  last_id uuid,
  compared bigint not null default 0,
  found integer not null default 0,
  -- Groups too large to say anything, whose members were not compared for that reason.
  skipped integer not null default 0,
  problem text,
  created_by uuid,
  created_at timestamptz not null,
  started_at timestamptz,
  ended_at timestamptz,
  primary key (tenant_id, id)
);
create index duplicate_scan_time on app.duplicate_scan (tenant_id, created_at desc, id desc);
select app.tenant_table('app.duplicate_scan');

-- The exact keys of the check while typing; without them every new record would read all others.
create index if not exists lead_uscc_match on app.lead (tenant_id, uscc) where uscc is not null;
create index if not exists lead_mobile_match on app.lead (tenant_id, mobile) where mobile is not null;
create index if not exists lead_email_match on app.lead (tenant_id, email) where email is not null;
create index if not exists account_uscc_match on app.account (tenant_id, uscc) where uscc is not null;
create index if not exists account_mobile_match on app.account (tenant_id, mobile) where mobile is not null;
create index if not exists account_email_match on app.account (tenant_id, email) where email is not null;
create index if not exists contact_mobile_match on app.contact (tenant_id, mobile) where mobile is not null;
create index if not exists contact_email_match on app.contact (tenant_id, email) where email is not null;
