-- What imports look for by the thousand: records by the texts people know them by.

-- Row security lets an index answer only what is proven not to leak, and lower() is not: as with the indexes of search
-- grams, a function asks for one company's identifiers, and for no other company's.
create function app.holding_text(t uuid, object text, field text, texts text[], folded boolean)
  returns table (id uuid, key text) language plpgsql stable security definer rows 100 set search_path = app, pg_temp as $$
begin
  if t is distinct from app.tenant() then
    raise exception 'a company searches its own records only' using errcode = '42501';
  end if;
  if folded then
    return query execute format('select r.id, lower(r.%I) from app.%I r where r.tenant_id = $1 and lower(r.%I) = any($2)',
      field, object, field) using t, texts;
  else
    return query execute format('select r.id, r.%I from app.%I r where r.tenant_id = $1 and r.%I = any($2)',
      field, object, field) using t, texts;
  end if;
end $$;
revoke execute on function app.holding_text(uuid, text, text, text[], boolean) from public;
grant execute on function app.holding_text(uuid, text, text, text[], boolean) to openltc_app, openltc_control;
do $$ begin
  grant create on schema app to openltc_control;
  alter function app.holding_text(uuid, text, text, text[], boolean) owner to openltc_control;
  revoke create on schema app from openltc_control;
exception when insufficient_privilege then null;
end $$;

-- Records that an import changed, or made besides those of its own rows: what its undoing has to look at. Those of its
-- own rows are known by their identifiers, which follow one another.
create table app.import_mark (
  tenant_id uuid not null,
  import_id uuid not null,
  object text not null,
  record_id uuid not null,
  made boolean not null,
  primary key (tenant_id, import_id, object, record_id),
  constraint import_mark_import foreign key (tenant_id, import_id) references app.import (tenant_id, id) on delete cascade
);
select app.tenant_table('app.import_mark');

-- How far the undoing of an import is, and what could not be undone.
alter table app.import add column undo jsonb;
