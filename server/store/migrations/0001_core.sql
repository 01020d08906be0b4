-- The ground everything stands on: tenants, the way in, the log, counters, idempotency.

create schema if not exists app;
create schema if not exists control;
revoke all on schema public from public;
grant usage on schema app to openltc_app, openltc_control;
grant usage on schema control to openltc_control;

create function app.tenant() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('app.tenant_id', true), '')::uuid $$;

create function app.enter(t uuid) returns void language plpgsql
  as $$ begin execute format('set local app.tenant_id = %L', t); end $$;

-- Walls around a tenant table: forced row security, grants, and distribution where Citus is there.
create function app.tenant_table(t regclass) returns void language plpgsql as $$ begin
  execute format('alter table %s enable row level security', t);
  execute format('alter table %s force row level security', t);
  execute format('create policy tenant_isolation on %s using (tenant_id = app.tenant()) with check (tenant_id = app.tenant())', t);
  execute format('create policy control_work on %s to openltc_control using (true) with check (true)', t);
  execute format('grant select, insert, update, delete on %s to openltc_app, openltc_control', t);
  if exists (select 1 from pg_extension where extname = 'citus') then
    execute format('select create_distributed_table(%L::regclass, ''tenant_id'')', t::text);
  end if;
end $$;

create table control.tenant (
  id uuid primary key,
  slug text not null unique,
  name text not null,
  demo boolean not null default false,
  created_at timestamptz not null
);
grant select, insert, update, delete on control.tenant to openltc_control;

-- The log. Its order is the order of commits: seq comes from the tenant's counter row, taken last.
create table app.event (
  tenant_id uuid not null,
  recorded_at timestamptz not null,
  seq bigint not null,
  id uuid not null,
  at timestamptz not null,
  type text not null,
  object text not null,
  record_id uuid not null,
  act text not null,
  state_from text,
  state_to text not null,
  version integer not null,
  changes jsonb not null,
  parts jsonb not null,
  input jsonb not null,
  reason text,
  passed jsonb not null,
  actor_id uuid,
  actor_kind text not null,
  actor_role text,
  channel text not null,
  command_id uuid not null,
  cause_id uuid,
  case_id uuid not null,
  related jsonb not null,
  primary key (tenant_id, recorded_at, seq)
) partition by range (recorded_at);
create table app.event_later partition of app.event default;
create index event_record_idx on app.event (tenant_id, record_id, seq);
create index event_case_idx on app.event (tenant_id, case_id, seq);
create index event_type_idx on app.event (tenant_id, type, at);
create index event_seq_idx on app.event (tenant_id, seq);
select app.tenant_table('app.event');
revoke update, delete on app.event from openltc_app;

-- Made ahead of time; rows of a month without its own table stand in the default one.
create function app.event_month(month date) returns void language plpgsql as $$
declare
  first date := date_trunc('month', month);
  name text := 'event_' || to_char(first, 'YYYY_MM');
begin
  if to_regclass('app.' || name) is null then
    execute format('create table app.%I partition of app.event for values from (%L) to (%L)',
      name, first, (first + interval '1 month')::date);
    execute format('alter table app.%I enable row level security', name);
    execute format('alter table app.%I force row level security', name);
    execute format('create policy tenant_isolation on app.%I using (tenant_id = app.tenant()) with check (tenant_id = app.tenant())', name);
  end if;
end $$;

alter table app.event_later enable row level security;
alter table app.event_later force row level security;
create policy tenant_isolation on app.event_later using (tenant_id = app.tenant()) with check (tenant_id = app.tenant());

create table app.counter (
  tenant_id uuid not null,
  name text not null,
  value bigint not null,
  primary key (tenant_id, name)
);
select app.tenant_table('app.counter');

create table app.idempotency (
  tenant_id uuid not null,
  principal uuid not null,
  key text not null,
  fingerprint text not null,
  answer jsonb,
  created_at timestamptz not null,
  primary key (tenant_id, principal, key)
);
select app.tenant_table('app.idempotency');

-- Values of custom fields that lists filter and sort by (R10).
create table app.custom_value (
  tenant_id uuid not null,
  object text not null,
  field text not null,
  record_id uuid not null,
  text_value text,
  number_value numeric,
  time_value timestamptz,
  primary key (tenant_id, object, field, record_id)
);
create index custom_value_text_idx on app.custom_value (tenant_id, object, field, text_value, record_id);
create index custom_value_number_idx on app.custom_value (tenant_id, object, field, number_value, record_id);
create index custom_value_time_idx on app.custom_value (tenant_id, object, field, time_value, record_id);
select app.tenant_table('app.custom_value');
