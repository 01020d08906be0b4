-- The ledger's own wall: entries come whole through one function, balanced, and nobody changes them after.

alter table app.journal
  add column debit_total bigint not null,
  add column credit_total bigint not null,
  add constraint journal_balanced check (debit_total = credit_total and debit_total > 0);
alter table app.journal_lines
  add constraint journal_line_one_side check (debit >= 0 and credit >= 0 and (debit = 0) <> (credit = 0));
create index journal_lines_account on app.journal_lines (tenant_id, account_code);

revoke insert, update, delete on app.journal, app.journal_lines from openltc_app, openltc_control;

create function app.post_entry(t uuid, header jsonb, lines jsonb) returns uuid
  language plpgsql security definer set search_path = app, pg_temp as $$
declare
  entry uuid := (header ->> 'id')::uuid;
  at timestamptz := (header ->> 'created_at')::timestamptz;
  debits bigint;
  credits bigint;
begin
  if t is distinct from app.tenant() then
    raise exception 'an entry belongs to the company whose transaction this is' using errcode = '42501';
  end if;
  if jsonb_array_length(lines) < 2 then
    raise exception 'an entry has at least two lines' using errcode = '23514';
  end if;
  select sum((line ->> 'debit')::bigint), sum((line ->> 'credit')::bigint) into debits, credits
    from jsonb_array_elements(lines) as line;
  insert into app.journal (tenant_id, id, no, state, version, created_at, created_by, updated_at, updated_by, entry_mode,
      derived_object, derived_id, case_id, key, entity_id, posting_date, memo, source_object, source_id,
      debit_total, credit_total)
    values (t, entry, header ->> 'no', 'posted', 1, at, (header ->> 'created_by')::uuid, at, (header ->> 'created_by')::uuid,
      'automation', header ->> 'source_object', (header ->> 'source_id')::uuid, (header ->> 'case_id')::uuid, header ->> 'key',
      (header ->> 'entity_id')::uuid, (header ->> 'posting_date')::date, header ->> 'memo', header ->> 'source_object',
      header ->> 'source_id', debits, credits);
  insert into app.journal_lines (tenant_id, id, parent_id, position, account_code, debit, credit, account_id, invoice_id, order_id, payment_id)
    select t, x.id, entry, x.position, x.account_code, x.debit, x.credit, x.account_id, x.invoice_id, x.order_id, x.payment_id
    from jsonb_to_recordset(lines) as x(id uuid, position integer, account_code text, debit bigint, credit bigint,
      account_id uuid, invoice_id uuid, order_id uuid, payment_id uuid);
  return entry;
end $$;
revoke all on function app.post_entry(uuid, jsonb, jsonb) from public;
grant execute on function app.post_entry(uuid, jsonb, jsonb) to openltc_app;
