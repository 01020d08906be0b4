-- Personal data in the log (R17): each person has a key of their own; without it, what the log holds of them is noise.

create table app.person_key (
  tenant_id uuid not null,
  id uuid not null,
  object text not null,
  record_id uuid not null,
  -- Encrypted with the installation's own key; null when the person was erased.
  wrapped bytea,
  created_at timestamptz not null,
  destroyed_at timestamptz,
  primary key (tenant_id, id),
  constraint person_key_gone check ((wrapped is null) = (destroyed_at is not null))
);
create unique index person_key_record on app.person_key (tenant_id, record_id) where destroyed_at is null;
create index person_key_destroyed on app.person_key (tenant_id, destroyed_at) where destroyed_at is not null;
select app.tenant_table('app.person_key');

-- What the event says of the person, as '<key id>.<cipher>'; its places in changes and input hold {"sealed": true}.
alter table app.event add column sealed text;
