-- Row security lets an index answer only what is proven not to leak, and "contains" on lists is not: the indexes of
-- search grams and of members would never be used. These functions ask them for one company's identifiers, and for no
-- other company's; what they answer still passes row security and the reader's scope in the statement that uses it.

create function app.holding_grams(t uuid, object text, tokens text[], most integer) returns setof uuid
  language plpgsql stable security definer rows 500 set search_path = app, pg_temp as $$
begin
  if t is distinct from app.tenant() then
    raise exception 'a company searches its own records only' using errcode = '42501';
  end if;
  return query execute format('select id from app.%I where tenant_id = $1 and grams @> $2 limit $3', object)
    using t, tokens, most;
end $$;

create function app.holding_member(t uuid, object text, member uuid, most integer) returns setof uuid
  language plpgsql stable security definer rows 500 set search_path = app, pg_temp as $$
begin
  if t is distinct from app.tenant() then
    raise exception 'a company searches its own records only' using errcode = '42501';
  end if;
  return query execute format('select id from app.%I where tenant_id = $1 and member_ids @> array[$2] limit $3', object)
    using t, member, most;
end $$;

revoke execute on function app.holding_grams(uuid, text, text[], integer) from public;
revoke execute on function app.holding_member(uuid, text, uuid, integer) from public;
grant execute on function app.holding_grams(uuid, text, text[], integer) to openltc_app, openltc_control;
grant execute on function app.holding_member(uuid, text, uuid, integer) to openltc_app, openltc_control;

-- The control role sees all rows by policy, without being a superuser. Where a managed server does not let the owner
-- hand a function over, it stays the owner's: right, but slower.
do $$ begin
  grant create on schema app to openltc_control;
  alter function app.holding_grams(uuid, text, text[], integer) owner to openltc_control;
  alter function app.holding_member(uuid, text, uuid, integer) owner to openltc_control;
  revoke create on schema app from openltc_control;
exception when insufficient_privilege then null;
end $$;
