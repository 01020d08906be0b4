-- Packs: several files of one source, brought in together, with what they came to.

create table app.import_pack (
  tenant_id uuid not null,
  id uuid not null,
  template text not null,
  -- Each file with its name, its place in the template and its rows.
  files jsonb not null,
  -- Who the people of the files are, and what else was asked.
  answers jsonb not null,
  state text not null,
  -- The imports it began, step by step.
  steps jsonb not null default '[]',
  -- What the files hold against what is there now.
  reconciliation jsonb not null default '[]',
  problem text,
  created_by uuid,
  created_at timestamptz not null,
  started_at timestamptz,
  ended_at timestamptz,
  primary key (tenant_id, id)
);
create index import_pack_time on app.import_pack (tenant_id, created_at desc, id desc);
select app.tenant_table('app.import_pack');
