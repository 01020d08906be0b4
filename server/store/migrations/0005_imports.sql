-- Imports, the rows they could not take, and the jobs that do such work in the background.

create table app.import (
  tenant_id uuid not null,
  id uuid not null,
  object text not null,
  file_id uuid not null,
  file_name text not null,
  mapping jsonb not null,
  options jsonb not null,
  state text not null,
  total integer not null default 0,
  done integer not null default 0,
  created integer not null default 0,
  changed integer not null default 0,
  same integer not null default 0,
  refused integer not null default 0,
  -- What was seen on the way: values replaced, cells empty, gaps left open, columns left out.
  report jsonb not null default '{}',
  problem text,
  created_by uuid,
  created_at timestamptz not null,
  started_at timestamptz,
  ended_at timestamptz,
  primary key (tenant_id, id)
);
create index import_time on app.import (tenant_id, created_at desc, id desc);
select app.tenant_table('app.import');

-- One line per refused row: written once, however often a chunk is tried again.
create table app.import_row (
  tenant_id uuid not null,
  import_id uuid not null,
  row_no integer not null,
  cells jsonb not null,
  refusals jsonb not null,
  primary key (tenant_id, import_id, row_no),
  constraint import_row_import foreign key (tenant_id, import_id) references app.import (tenant_id, id) on delete cascade
);
select app.tenant_table('app.import_row');

-- Work that outlives the server that began it. Whoever holds the lease works; `token` grows with each claim,
-- so that a worker that was thought dead cannot record anything any more.
create table app.job (
  tenant_id uuid not null,
  id uuid not null,
  kind text not null,
  subject_id uuid not null,
  state text not null,
  attempts integer not null default 0,
  token bigint not null default 0,
  lease_until timestamptz,
  run_after timestamptz not null,
  problem text,
  created_at timestamptz not null,
  primary key (tenant_id, id)
);
create index job_waiting on app.job (run_after, id) where state in ('waiting', 'running');
create unique index job_subject on app.job (tenant_id, kind, subject_id);
select app.tenant_table('app.job');
