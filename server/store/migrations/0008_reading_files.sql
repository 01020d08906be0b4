-- Files of imports that come in pieces, and mappings kept for the next file of the same source.

-- What was announced of a file whose pieces follow; the file itself is a row of app.file that is not ready yet.
create table app.import_upload (
  tenant_id uuid not null,
  file_id uuid not null,
  size bigint not null,
  created_by uuid not null,
  created_at timestamptz not null,
  primary key (tenant_id, file_id),
  constraint import_upload_file foreign key (tenant_id, file_id) references app.file (tenant_id, id) on delete cascade
);
create index import_upload_person on app.import_upload (tenant_id, created_by, created_at desc);
select app.tenant_table('app.import_upload');

create table app.import_template (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  object text not null,
  headers jsonb not null,
  -- Of the headings, however they are ordered: the file of the same source is known again by it.
  fingerprint text not null,
  mapping jsonb not null,
  options jsonb not null,
  created_by uuid,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (tenant_id, id)
);
create unique index import_template_name on app.import_template (tenant_id, object, lower(name));
select app.tenant_table('app.import_template');
