-- A demo company goes as a whole: every row of it, whatever links to whatever, and the logins only it had.

create function app.drop_demo(t uuid) returns void
  language plpgsql security definer set search_path = app, control, pg_temp as $$
declare
  deletes text;
  held uuid[];
  one regclass;
begin
  if not exists (select 1 from control.tenant where id = t and demo) then
    raise exception 'only a demo company can be dropped' using errcode = '42501';
  end if;
  perform set_config('app.tenant_id', t::text, true);
  -- In one statement, so that links are looked at when all of it is gone.
  select string_agg(format('d%s as (delete from %s where tenant_id = %L)', c.oid, c.oid::regclass, t), ', ') into deletes
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where n.nspname = 'app' and c.relkind in ('r', 'p') and not c.relispartition
     and exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped);
  execute format('with %s select 1', deletes);
  select coalesce(array_agg(login_id), '{}') into held from control.membership where tenant_id = t;
  for one in
    select c.oid::regclass from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'control' and c.relkind = 'r'
       and exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped)
  loop
    execute format('delete from %s where tenant_id = %L', one, t);
  end loop;
  delete from control.login l
   where l.id = any(held) and not exists (select 1 from control.membership m where m.login_id = l.id);
  delete from control.tenant where id = t;
end $$;
revoke all on function app.drop_demo(uuid) from public;
grant execute on function app.drop_demo(uuid) to openltc_control;
