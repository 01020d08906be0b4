-- People and rights: files that nothing names any more, and what a hand-over moves.

-- When the last record stopped naming the file; its bytes go some weeks later.
alter table app.file add column released_at timestamptz;
create index file_released on app.file (tenant_id, released_at) where released_at is not null;

-- One row for each thing that a person who leaves held, and what became of it.
create table app.handover_item (
  tenant_id uuid not null,
  handover_id uuid not null,
  id uuid not null,
  object text not null,
  record_id uuid not null,
  -- What ties the person to the record: 'ownerId', 'memberIds', a field, or 'part.field'.
  slot text not null,
  to_id uuid,
  act text not null,
  outcome text,
  problem jsonb,
  primary key (tenant_id, handover_id, id)
);
create index handover_item_open on app.handover_item (tenant_id, handover_id, id) where outcome is null;
select app.tenant_table('app.handover_item');
