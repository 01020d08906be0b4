-- Tables of the declared objects, proposed from the declarations.

create table app."campaign" (
  tenant_id uuid not null,
  id uuid not null,
  "no" text,
  "state" text not null,
  "version" integer not null,
  "owner_id" uuid,
  "dept_id" uuid,
  "member_ids" uuid[] not null default '{}',
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "updated_by" uuid,
  "entry_mode" text not null,
  "derived_object" text,
  "derived_id" uuid,
  "case_id" uuid not null,
  "inherited_fields" jsonb not null default '[]',
  "rekeyed_fields" jsonb not null default '[]',
  "imported_gap" jsonb not null default '[]',
  "source_key" text,
  "is_test" boolean not null default false,
  "custom" jsonb not null default '{}',
  "grams" text[] not null default '{}',
  "name" text,
  "type" text,
  "start_date" date,
  "end_date" date,
  "currency" text,
  "budget" bigint,
  "actual_cost" bigint,
  "target_leads" integer,
  "target_revenue" bigint,
  "utm_code" text,
  "parent_id" uuid,
  "budget_approved_at" timestamptz,
  "budget_approved_by" uuid,
  primary key (tenant_id, id)
);
create index campaign_owner_id_idx on app."campaign" (tenant_id, "owner_id", id);
create index campaign_dept_id_idx on app."campaign" (tenant_id, "dept_id", id);
create index campaign_state_created_at_idx on app."campaign" (tenant_id, "state", "created_at", id);
create index campaign_created_at_idx on app."campaign" (tenant_id, "created_at", id);
create index campaign_case_id_idx on app."campaign" (tenant_id, "case_id", id);
create index campaign_grams_gin on app."campaign" using gin (grams);
create index campaign_member_ids_gin on app."campaign" using gin (member_ids);
create unique index campaign_source_key_key on app."campaign" (tenant_id, lower(source_key)) where source_key is not null;
create unique index campaign_no_key on app."campaign" (tenant_id, no);
create index campaign_start_date_idx on app."campaign" (tenant_id, "start_date", id);
create index campaign_end_date_idx on app."campaign" (tenant_id, "end_date", id);
create index campaign_budget_idx on app."campaign" (tenant_id, "budget", id);
create index campaign_actual_cost_idx on app."campaign" (tenant_id, "actual_cost", id);
create unique index campaign_utm_code_key on app."campaign" (tenant_id, lower("utm_code")) where "utm_code" is not null;
create index campaign_parent_id_idx on app."campaign" (tenant_id, "parent_id", id);
select app.tenant_table('app."campaign"');

create table app."campaign_members" (
  tenant_id uuid not null,
  id uuid not null,
  parent_id uuid not null,
  position integer not null,
  "lead_id" uuid,
  "contact_id" uuid,
  "status" text,
  "responded_at" timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, parent_id) references app."campaign" (tenant_id, id)
);
create index campaign_members_parent_idx on app."campaign_members" (tenant_id, parent_id, position);
create index campaign_members_lead_id_idx on app."campaign_members" (tenant_id, "lead_id");
create index campaign_members_contact_id_idx on app."campaign_members" (tenant_id, "contact_id");
select app.tenant_table('app."campaign_members"');

create table app."lead" (
  tenant_id uuid not null,
  id uuid not null,
  "no" text,
  "state" text not null,
  "version" integer not null,
  "owner_id" uuid,
  "dept_id" uuid,
  "member_ids" uuid[] not null default '{}',
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "updated_by" uuid,
  "entry_mode" text not null,
  "derived_object" text,
  "derived_id" uuid,
  "case_id" uuid not null,
  "inherited_fields" jsonb not null default '[]',
  "rekeyed_fields" jsonb not null default '[]',
  "imported_gap" jsonb not null default '[]',
  "source_key" text,
  "is_test" boolean not null default false,
  "custom" jsonb not null default '{}',
  "grams" text[] not null default '{}',
  "name" text,
  "company_name" text,
  "uscc" text,
  "contact_name" text,
  "mobile" text,
  "phone" text,
  "email" text,
  "wechat" text,
  "title" text,
  "source" text,
  "campaign_id" uuid,
  "account_id" uuid,
  "contact_id" uuid,
  "opportunity_id" uuid,
  "industry" text,
  "company_size" text,
  "region" jsonb,
  "need_desc" text,
  "est_amount" bigint,
  "bant_budget" text,
  "bant_authority" text,
  "bant_need" text,
  "bant_timeline" text,
  "fit_score" integer,
  "engagement_score" numeric,
  "score" numeric,
  "grade" text,
  "pool_id" uuid,
  "claimed_at" timestamptz,
  "assigned_at" timestamptz,
  "held_on" date,
  "first_response_at" timestamptz,
  "last_activity_at" timestamptz,
  "next_touch_at" timestamptz,
  "nurtured_at" timestamptz,
  "qualified_at" timestamptz,
  "converted_at" timestamptz,
  "recycled_at" timestamptz,
  "released_on" date,
  "recycle_count" integer,
  "recycle_due_on" date,
  "former_owner_id" uuid,
  "extension_asked_on" date,
  "extension_days" integer,
  "protected_until" date,
  "disqualify_reason" text,
  "disqualify_note" text,
  "merged_into_id" uuid,
  "first_created_at" timestamptz,
  "consent_at" timestamptz,
  "do_not_contact" boolean,
  "erased_at" timestamptz,
  primary key (tenant_id, id)
);
create index lead_owner_id_idx on app."lead" (tenant_id, "owner_id", id);
create index lead_dept_id_idx on app."lead" (tenant_id, "dept_id", id);
create index lead_state_created_at_idx on app."lead" (tenant_id, "state", "created_at", id);
create index lead_created_at_idx on app."lead" (tenant_id, "created_at", id);
create index lead_case_id_idx on app."lead" (tenant_id, "case_id", id);
create index lead_grams_gin on app."lead" using gin (grams);
create index lead_member_ids_gin on app."lead" using gin (member_ids);
create unique index lead_source_key_key on app."lead" (tenant_id, lower(source_key)) where source_key is not null;
create unique index lead_no_key on app."lead" (tenant_id, no);
create index lead_campaign_id_idx on app."lead" (tenant_id, "campaign_id", id);
create index lead_account_id_idx on app."lead" (tenant_id, "account_id", id);
create index lead_contact_id_idx on app."lead" (tenant_id, "contact_id", id);
create index lead_opportunity_id_idx on app."lead" (tenant_id, "opportunity_id", id);
create index lead_est_amount_idx on app."lead" (tenant_id, "est_amount", id);
create index lead_pool_id_idx on app."lead" (tenant_id, "pool_id", id);
create index lead_last_activity_at_idx on app."lead" (tenant_id, "last_activity_at", id);
create index lead_recycle_due_on_idx on app."lead" (tenant_id, "recycle_due_on", id);
create index lead_merged_into_id_idx on app."lead" (tenant_id, "merged_into_id", id);
select app.tenant_table('app."lead"');

create table app."account" (
  tenant_id uuid not null,
  id uuid not null,
  "no" text,
  "state" text not null,
  "version" integer not null,
  "owner_id" uuid,
  "dept_id" uuid,
  "member_ids" uuid[] not null default '{}',
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "updated_by" uuid,
  "entry_mode" text not null,
  "derived_object" text,
  "derived_id" uuid,
  "case_id" uuid not null,
  "inherited_fields" jsonb not null default '[]',
  "rekeyed_fields" jsonb not null default '[]',
  "imported_gap" jsonb not null default '[]',
  "source_key" text,
  "is_test" boolean not null default false,
  "custom" jsonb not null default '{}',
  "grams" text[] not null default '{}',
  "name" text,
  "name_key" text,
  "name_shared" boolean,
  "kind" text,
  "uscc" text,
  "mobile" text,
  "phone" text,
  "email" text,
  "wechat" text,
  "type" text,
  "tier" text,
  "industry" text,
  "region" jsonb,
  "address" text,
  "location" jsonb,
  "website" text,
  "parent_id" uuid,
  "source" text,
  "campaign_id" uuid,
  "lead_id" uuid,
  "pool_id" uuid,
  "credit_limit" bigint,
  "credit_days" integer,
  "credit_status" text,
  "invoice_name" text,
  "invoice_tax_no" text,
  "invoice_address" text,
  "invoice_phone" text,
  "invoice_bank" text,
  "invoice_bank_account" text,
  "past_invoice_titles" jsonb,
  "price_book_id" uuid,
  "payment_term_id" uuid,
  "risk_level" text,
  "lifecycle" text,
  "first_order_at" timestamptz,
  "last_order_at" timestamptz,
  "last_activity_at" timestamptz,
  "claimed_at" timestamptz,
  "assigned_at" timestamptz,
  "held_on" date,
  "recycled_at" timestamptz,
  "released_on" date,
  "recycle_count" integer,
  "former_owner_id" uuid,
  "extension_asked_on" date,
  "extension_days" integer,
  "protected_until" date,
  "merged_into_id" uuid,
  "erased_at" timestamptz,
  primary key (tenant_id, id)
);
create index account_owner_id_idx on app."account" (tenant_id, "owner_id", id);
create index account_dept_id_idx on app."account" (tenant_id, "dept_id", id);
create index account_state_created_at_idx on app."account" (tenant_id, "state", "created_at", id);
create index account_created_at_idx on app."account" (tenant_id, "created_at", id);
create index account_case_id_idx on app."account" (tenant_id, "case_id", id);
create index account_grams_gin on app."account" using gin (grams);
create index account_member_ids_gin on app."account" using gin (member_ids);
create unique index account_source_key_key on app."account" (tenant_id, lower(source_key)) where source_key is not null;
create unique index account_no_key on app."account" (tenant_id, no);
create unique index account_name_key_key on app."account" (tenant_id, lower("name_key")) where "name_key" is not null;
create index account_parent_id_idx on app."account" (tenant_id, "parent_id", id);
create index account_campaign_id_idx on app."account" (tenant_id, "campaign_id", id);
create index account_lead_id_idx on app."account" (tenant_id, "lead_id", id);
create index account_pool_id_idx on app."account" (tenant_id, "pool_id", id);
create index account_price_book_id_idx on app."account" (tenant_id, "price_book_id", id);
create index account_payment_term_id_idx on app."account" (tenant_id, "payment_term_id", id);
create index account_last_activity_at_idx on app."account" (tenant_id, "last_activity_at", id);
create index account_merged_into_id_idx on app."account" (tenant_id, "merged_into_id", id);
select app.tenant_table('app."account"');

create table app."contact" (
  tenant_id uuid not null,
  id uuid not null,
  "no" text,
  "state" text not null,
  "version" integer not null,
  "owner_id" uuid,
  "dept_id" uuid,
  "member_ids" uuid[] not null default '{}',
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "updated_by" uuid,
  "entry_mode" text not null,
  "derived_object" text,
  "derived_id" uuid,
  "case_id" uuid not null,
  "inherited_fields" jsonb not null default '[]',
  "rekeyed_fields" jsonb not null default '[]',
  "imported_gap" jsonb not null default '[]',
  "source_key" text,
  "is_test" boolean not null default false,
  "custom" jsonb not null default '{}',
  "grams" text[] not null default '{}',
  "name" text,
  "account_id" uuid,
  "title" text,
  "department_name" text,
  "mobile" text,
  "phone" text,
  "email" text,
  "wechat" text,
  "decision_role" text,
  "attitude" integer,
  "is_primary" boolean,
  "do_not_contact" boolean,
  "consent_at" timestamptz,
  "note" text,
  "lead_id" uuid,
  "erased_at" timestamptz,
  "merged_into_id" uuid,
  primary key (tenant_id, id)
);
create index contact_owner_id_idx on app."contact" (tenant_id, "owner_id", id);
create index contact_dept_id_idx on app."contact" (tenant_id, "dept_id", id);
create index contact_state_created_at_idx on app."contact" (tenant_id, "state", "created_at", id);
create index contact_created_at_idx on app."contact" (tenant_id, "created_at", id);
create index contact_case_id_idx on app."contact" (tenant_id, "case_id", id);
create index contact_grams_gin on app."contact" using gin (grams);
create index contact_member_ids_gin on app."contact" using gin (member_ids);
create unique index contact_source_key_key on app."contact" (tenant_id, lower(source_key)) where source_key is not null;
create unique index contact_no_key on app."contact" (tenant_id, no);
create index contact_account_id_idx on app."contact" (tenant_id, "account_id", id);
create index contact_lead_id_idx on app."contact" (tenant_id, "lead_id", id);
create index contact_merged_into_id_idx on app."contact" (tenant_id, "merged_into_id", id);
select app.tenant_table('app."contact"');

create table app."activity" (
  tenant_id uuid not null,
  id uuid not null,
  "no" text,
  "state" text not null,
  "version" integer not null,
  "owner_id" uuid,
  "dept_id" uuid,
  "member_ids" uuid[] not null default '{}',
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "updated_by" uuid,
  "entry_mode" text not null,
  "derived_object" text,
  "derived_id" uuid,
  "case_id" uuid not null,
  "inherited_fields" jsonb not null default '[]',
  "rekeyed_fields" jsonb not null default '[]',
  "imported_gap" jsonb not null default '[]',
  "source_key" text,
  "is_test" boolean not null default false,
  "custom" jsonb not null default '{}',
  "grams" text[] not null default '{}',
  "type" text,
  "subject" text,
  "content" text,
  "lead_id" uuid,
  "account_id" uuid,
  "contact_id" uuid,
  "opportunity_id" uuid,
  "quote_id" uuid,
  "contract_id" uuid,
  "order_id" uuid,
  "invoice_id" uuid,
  "planned_at" timestamptz,
  "start_at" timestamptz,
  "end_at" timestamptz,
  "duration_min" integer,
  "outcome" text,
  "next_action" text,
  "next_action_at" timestamptz,
  "location" jsonb,
  "attachments" jsonb,
  "valid" boolean,
  "connected" boolean,
  "attempt" boolean,
  "done_on" date,
  primary key (tenant_id, id)
);
create index activity_owner_id_idx on app."activity" (tenant_id, "owner_id", id);
create index activity_dept_id_idx on app."activity" (tenant_id, "dept_id", id);
create index activity_state_created_at_idx on app."activity" (tenant_id, "state", "created_at", id);
create index activity_created_at_idx on app."activity" (tenant_id, "created_at", id);
create index activity_case_id_idx on app."activity" (tenant_id, "case_id", id);
create index activity_grams_gin on app."activity" using gin (grams);
create index activity_member_ids_gin on app."activity" using gin (member_ids);
create unique index activity_source_key_key on app."activity" (tenant_id, lower(source_key)) where source_key is not null;
create index activity_lead_id_idx on app."activity" (tenant_id, "lead_id", id);
create index activity_account_id_idx on app."activity" (tenant_id, "account_id", id);
create index activity_contact_id_idx on app."activity" (tenant_id, "contact_id", id);
create index activity_opportunity_id_idx on app."activity" (tenant_id, "opportunity_id", id);
create index activity_quote_id_idx on app."activity" (tenant_id, "quote_id", id);
create index activity_contract_id_idx on app."activity" (tenant_id, "contract_id", id);
create index activity_order_id_idx on app."activity" (tenant_id, "order_id", id);
create index activity_invoice_id_idx on app."activity" (tenant_id, "invoice_id", id);
create index activity_planned_at_idx on app."activity" (tenant_id, "planned_at", id);
create index activity_start_at_idx on app."activity" (tenant_id, "start_at", id);
select app.tenant_table('app."activity"');

create table app."activity_attendees" (
  tenant_id uuid not null,
  id uuid not null,
  parent_id uuid not null,
  position integer not null,
  "contact_id" uuid,
  primary key (tenant_id, id),
  foreign key (tenant_id, parent_id) references app."activity" (tenant_id, id)
);
create index activity_attendees_parent_idx on app."activity_attendees" (tenant_id, parent_id, position);
create index activity_attendees_contact_id_idx on app."activity_attendees" (tenant_id, "contact_id");
select app.tenant_table('app."activity_attendees"');

create table app."opportunity" (
  tenant_id uuid not null,
  id uuid not null,
  "no" text,
  "state" text not null,
  "version" integer not null,
  "owner_id" uuid,
  "dept_id" uuid,
  "member_ids" uuid[] not null default '{}',
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "updated_by" uuid,
  "entry_mode" text not null,
  "derived_object" text,
  "derived_id" uuid,
  "case_id" uuid not null,
  "inherited_fields" jsonb not null default '[]',
  "rekeyed_fields" jsonb not null default '[]',
  "imported_gap" jsonb not null default '[]',
  "source_key" text,
  "is_test" boolean not null default false,
  "custom" jsonb not null default '{}',
  "grams" text[] not null default '{}',
  "name" text,
  "account_id" uuid,
  "primary_contact_id" uuid,
  "pipeline_id" uuid,
  "pipeline_version" integer,
  "stage" text,
  "amount" bigint,
  "currency" text,
  "fx_rate" numeric,
  "amount_base" bigint,
  "expected_close_date" date,
  "probability" numeric,
  "forecast_category" text,
  "opp_type" text,
  "product_line" text,
  "need_summary" text,
  "is_bid" boolean,
  "source" text,
  "lead_id" uuid,
  "amendment_id" uuid,
  "campaign_id" uuid,
  "no_competitors" boolean,
  "first_contact_at" timestamptz,
  "last_activity_at" timestamptz,
  "stage_entered_at" timestamptz,
  "reopened_at" timestamptz,
  "push_count" integer,
  "closed_at" timestamptz,
  "win_reason" text,
  "won_contract_id" uuid,
  "won_quote_id" uuid,
  "won_order_id" uuid,
  "won_amendment_id" uuid,
  "loss_reason" text,
  "loss_competitor_id" uuid,
  "loss_competitor" text,
  "loss_note" text,
  primary key (tenant_id, id)
);
create index opportunity_owner_id_idx on app."opportunity" (tenant_id, "owner_id", id);
create index opportunity_dept_id_idx on app."opportunity" (tenant_id, "dept_id", id);
create index opportunity_state_created_at_idx on app."opportunity" (tenant_id, "state", "created_at", id);
create index opportunity_created_at_idx on app."opportunity" (tenant_id, "created_at", id);
create index opportunity_case_id_idx on app."opportunity" (tenant_id, "case_id", id);
create index opportunity_grams_gin on app."opportunity" using gin (grams);
create index opportunity_member_ids_gin on app."opportunity" using gin (member_ids);
create unique index opportunity_source_key_key on app."opportunity" (tenant_id, lower(source_key)) where source_key is not null;
create unique index opportunity_no_key on app."opportunity" (tenant_id, no);
create index opportunity_account_id_idx on app."opportunity" (tenant_id, "account_id", id);
create index opportunity_primary_contact_id_idx on app."opportunity" (tenant_id, "primary_contact_id", id);
create index opportunity_pipeline_id_idx on app."opportunity" (tenant_id, "pipeline_id", id);
create index opportunity_amount_idx on app."opportunity" (tenant_id, "amount", id);
create index opportunity_expected_close_date_idx on app."opportunity" (tenant_id, "expected_close_date", id);
create index opportunity_lead_id_idx on app."opportunity" (tenant_id, "lead_id", id);
create index opportunity_amendment_id_idx on app."opportunity" (tenant_id, "amendment_id", id);
create index opportunity_campaign_id_idx on app."opportunity" (tenant_id, "campaign_id", id);
create index opportunity_won_contract_id_idx on app."opportunity" (tenant_id, "won_contract_id", id);
create index opportunity_won_quote_id_idx on app."opportunity" (tenant_id, "won_quote_id", id);
create index opportunity_won_order_id_idx on app."opportunity" (tenant_id, "won_order_id", id);
create index opportunity_won_amendment_id_idx on app."opportunity" (tenant_id, "won_amendment_id", id);
create index opportunity_loss_competitor_id_idx on app."opportunity" (tenant_id, "loss_competitor_id", id);
select app.tenant_table('app."opportunity"');

create table app."opportunity_lines" (
  tenant_id uuid not null,
  id uuid not null,
  parent_id uuid not null,
  position integer not null,
  "product_id" uuid,
  "description" text,
  "unit" text,
  "qty" numeric,
  "price" numeric,
  "net" bigint,
  primary key (tenant_id, id),
  foreign key (tenant_id, parent_id) references app."opportunity" (tenant_id, id)
);
create index opportunity_lines_parent_idx on app."opportunity_lines" (tenant_id, parent_id, position);
create index opportunity_lines_product_id_idx on app."opportunity_lines" (tenant_id, "product_id");
select app.tenant_table('app."opportunity_lines"');

create table app."opportunity_competitors" (
  tenant_id uuid not null,
  id uuid not null,
  parent_id uuid not null,
  position integer not null,
  "account_id" uuid,
  "name" text,
  "note" text,
  primary key (tenant_id, id),
  foreign key (tenant_id, parent_id) references app."opportunity" (tenant_id, id)
);
create index opportunity_competitors_parent_idx on app."opportunity_competitors" (tenant_id, parent_id, position);
create index opportunity_competitors_account_id_idx on app."opportunity_competitors" (tenant_id, "account_id");
select app.tenant_table('app."opportunity_competitors"');

create table app."opportunity_contacts" (
  tenant_id uuid not null,
  id uuid not null,
  parent_id uuid not null,
  position integer not null,
  "contact_id" uuid,
  "decision_role" text,
  "attitude" integer,
  "influence" integer,
  "is_primary" boolean,
  primary key (tenant_id, id),
  foreign key (tenant_id, parent_id) references app."opportunity" (tenant_id, id)
);
create index opportunity_contacts_parent_idx on app."opportunity_contacts" (tenant_id, parent_id, position);
create index opportunity_contacts_contact_id_idx on app."opportunity_contacts" (tenant_id, "contact_id");
select app.tenant_table('app."opportunity_contacts"');

create table app."opportunity_team" (
  tenant_id uuid not null,
  id uuid not null,
  parent_id uuid not null,
  position integer not null,
  "user_id" uuid,
  "role" text,
  "split" numeric,
  primary key (tenant_id, id),
  foreign key (tenant_id, parent_id) references app."opportunity" (tenant_id, id)
);
create index opportunity_team_parent_idx on app."opportunity_team" (tenant_id, parent_id, position);
select app.tenant_table('app."opportunity_team"');

create table app."opportunity_checks" (
  tenant_id uuid not null,
  id uuid not null,
  parent_id uuid not null,
  position integer not null,
  "stage" text,
  "key" text,
  "label_zh" text,
  "label_en" text,
  "done_at" timestamptz,
  "done_by" uuid,
  "evidence" jsonb,
  "note" text,
  "waived_at" timestamptz,
  "waived_by" uuid,
  primary key (tenant_id, id),
  foreign key (tenant_id, parent_id) references app."opportunity" (tenant_id, id)
);
create index opportunity_checks_parent_idx on app."opportunity_checks" (tenant_id, parent_id, position);
select app.tenant_table('app."opportunity_checks"');

create table app."opportunity_stage_history" (
  tenant_id uuid not null,
  id uuid not null,
  parent_id uuid not null,
  position integer not null,
  "stage" text,
  "entered_at" timestamptz,
  "left_at" timestamptz,
  "by" uuid,
  "skipped" boolean,
  "rework" boolean,
  primary key (tenant_id, id),
  foreign key (tenant_id, parent_id) references app."opportunity" (tenant_id, id)
);
create index opportunity_stage_history_parent_idx on app."opportunity_stage_history" (tenant_id, parent_id, position);
select app.tenant_table('app."opportunity_stage_history"');

create table app."gate_decision" (
  tenant_id uuid not null,
  id uuid not null,
  "no" text,
  "state" text not null,
  "version" integer not null,
  "owner_id" uuid,
  "dept_id" uuid,
  "member_ids" uuid[] not null default '{}',
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "updated_by" uuid,
  "entry_mode" text not null,
  "derived_object" text,
  "derived_id" uuid,
  "case_id" uuid not null,
  "inherited_fields" jsonb not null default '[]',
  "rekeyed_fields" jsonb not null default '[]',
  "imported_gap" jsonb not null default '[]',
  "source_key" text,
  "is_test" boolean not null default false,
  "custom" jsonb not null default '{}',
  "grams" text[] not null default '{}',
  "gate_id" uuid,
  "opportunity_id" uuid,
  "quote_id" uuid,
  "contract_id" uuid,
  "amendment_id" uuid,
  "round" integer,
  "note" text,
  "requested_by" uuid,
  "requested_at" timestamptz,
  "amount" bigint,
  "margin" numeric,
  "snapshot" text,
  "outcome" text,
  "score" numeric,
  "agreed_by" jsonb,
  "decided_by" uuid,
  "decided_at" timestamptz,
  "valid_until" date,
  "open_conditions" integer,
  primary key (tenant_id, id)
);
create index gate_decision_owner_id_idx on app."gate_decision" (tenant_id, "owner_id", id);
create index gate_decision_dept_id_idx on app."gate_decision" (tenant_id, "dept_id", id);
create index gate_decision_state_created_at_idx on app."gate_decision" (tenant_id, "state", "created_at", id);
create index gate_decision_created_at_idx on app."gate_decision" (tenant_id, "created_at", id);
create index gate_decision_case_id_idx on app."gate_decision" (tenant_id, "case_id", id);
create index gate_decision_grams_gin on app."gate_decision" using gin (grams);
create index gate_decision_member_ids_gin on app."gate_decision" using gin (member_ids);
create unique index gate_decision_source_key_key on app."gate_decision" (tenant_id, lower(source_key)) where source_key is not null;
create unique index gate_decision_no_key on app."gate_decision" (tenant_id, no);
create index gate_decision_gate_id_idx on app."gate_decision" (tenant_id, "gate_id", id);
create index gate_decision_opportunity_id_idx on app."gate_decision" (tenant_id, "opportunity_id", id);
create index gate_decision_quote_id_idx on app."gate_decision" (tenant_id, "quote_id", id);
create index gate_decision_contract_id_idx on app."gate_decision" (tenant_id, "contract_id", id);
create index gate_decision_amendment_id_idx on app."gate_decision" (tenant_id, "amendment_id", id);
create index gate_decision_amount_idx on app."gate_decision" (tenant_id, "amount", id);
create index gate_decision_valid_until_idx on app."gate_decision" (tenant_id, "valid_until", id);
select app.tenant_table('app."gate_decision"');

create table app."gate_decision_deliverables" (
  tenant_id uuid not null,
  id uuid not null,
  parent_id uuid not null,
  position integer not null,
  "name" text,
  "files" jsonb,
  "note" text,
  primary key (tenant_id, id),
  foreign key (tenant_id, parent_id) references app."gate_decision" (tenant_id, id)
);
create index gate_decision_deliverables_parent_idx on app."gate_decision_deliverables" (tenant_id, parent_id, position);
select app.tenant_table('app."gate_decision_deliverables"');

create table app."gate_decision_scores" (
  tenant_id uuid not null,
  id uuid not null,
  parent_id uuid not null,
  position integer not null,
  "criterion" text,
  "score" integer,
  primary key (tenant_id, id),
  foreign key (tenant_id, parent_id) references app."gate_decision" (tenant_id, id)
);
create index gate_decision_scores_parent_idx on app."gate_decision_scores" (tenant_id, parent_id, position);
select app.tenant_table('app."gate_decision_scores"');

create table app."gate_decision_conditions" (
  tenant_id uuid not null,
  id uuid not null,
  parent_id uuid not null,
  position integer not null,
  "text" text,
  "owner_id" uuid,
  "due_date" date,
  "done_at" timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, parent_id) references app."gate_decision" (tenant_id, id)
);
create index gate_decision_conditions_parent_idx on app."gate_decision_conditions" (tenant_id, parent_id, position);
select app.tenant_table('app."gate_decision_conditions"');

create table app."quote" (
  tenant_id uuid not null,
  id uuid not null,
  "no" text,
  "state" text not null,
  "version" integer not null,
  "owner_id" uuid,
  "dept_id" uuid,
  "member_ids" uuid[] not null default '{}',
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "updated_by" uuid,
  "entry_mode" text not null,
  "derived_object" text,
  "derived_id" uuid,
  "case_id" uuid not null,
  "inherited_fields" jsonb not null default '[]',
  "rekeyed_fields" jsonb not null default '[]',
  "imported_gap" jsonb not null default '[]',
  "source_key" text,
  "is_test" boolean not null default false,
  "custom" jsonb not null default '{}',
  "grams" text[] not null default '{}',
  "opportunity_id" uuid,
  "account_id" uuid,
  "contact_id" uuid,
  "entity_id" uuid,
  "subject" text,
  "version_no" integer,
  "previous_id" uuid,
  "is_primary" boolean,
  "valid_until" date,
  "currency" text,
  "fx_rate" numeric,
  "price_mode" text,
  "payment_term_id" uuid,
  "credit_days" integer,
  "non_standard_terms" boolean,
  "delivery_date" date,
  "delivery_terms" text,
  "header_discount" bigint,
  "net" bigint,
  "tax" bigint,
  "gross" bigint,
  "net_base" bigint,
  "cost" bigint,
  "discount_rate" numeric,
  "margin_rate" numeric,
  "has_services" boolean,
  "needs_contract" boolean,
  "approval_level" text,
  "approval_extra" jsonb,
  "endorsements" jsonb,
  "submitted_by" uuid,
  "submitted_at" timestamptz,
  "approved_by" uuid,
  "approved_at" timestamptz,
  "approved_snapshot" text,
  "sent_at" timestamptz,
  "accepted_at" timestamptz,
  "accepted_by" text,
  "acceptance" jsonb,
  "po_no" text,
  "reject_reason" text,
  "notes" text,
  primary key (tenant_id, id)
);
create index quote_owner_id_idx on app."quote" (tenant_id, "owner_id", id);
create index quote_dept_id_idx on app."quote" (tenant_id, "dept_id", id);
create index quote_state_created_at_idx on app."quote" (tenant_id, "state", "created_at", id);
create index quote_created_at_idx on app."quote" (tenant_id, "created_at", id);
create index quote_case_id_idx on app."quote" (tenant_id, "case_id", id);
create index quote_grams_gin on app."quote" using gin (grams);
create index quote_member_ids_gin on app."quote" using gin (member_ids);
create unique index quote_source_key_key on app."quote" (tenant_id, lower(source_key)) where source_key is not null;
create unique index quote_no_key on app."quote" (tenant_id, no);
create index quote_opportunity_id_idx on app."quote" (tenant_id, "opportunity_id", id);
create index quote_account_id_idx on app."quote" (tenant_id, "account_id", id);
create index quote_contact_id_idx on app."quote" (tenant_id, "contact_id", id);
create index quote_entity_id_idx on app."quote" (tenant_id, "entity_id", id);
create index quote_previous_id_idx on app."quote" (tenant_id, "previous_id", id);
create index quote_valid_until_idx on app."quote" (tenant_id, "valid_until", id);
create index quote_payment_term_id_idx on app."quote" (tenant_id, "payment_term_id", id);
create index quote_net_idx on app."quote" (tenant_id, "net", id);
create index quote_gross_idx on app."quote" (tenant_id, "gross", id);
select app.tenant_table('app."quote"');

create table app."quote_lines" (
  tenant_id uuid not null,
  id uuid not null,
  parent_id uuid not null,
  position integer not null,
  "product_id" uuid,
  "description" text,
  "unit" text,
  "qty" numeric,
  "list_price" numeric,
  "floor_price" numeric,
  "price" numeric,
  "discount" numeric,
  "vat_rate" text,
  "delivery_date" date,
  "net" bigint,
  "tax" bigint,
  "gross" bigint,
  "cost" bigint,
  primary key (tenant_id, id),
  foreign key (tenant_id, parent_id) references app."quote" (tenant_id, id)
);
create index quote_lines_parent_idx on app."quote_lines" (tenant_id, parent_id, position);
create index quote_lines_product_id_idx on app."quote_lines" (tenant_id, "product_id");
select app.tenant_table('app."quote_lines"');

create table app."contract" (
  tenant_id uuid not null,
  id uuid not null,
  "no" text,
  "state" text not null,
  "version" integer not null,
  "owner_id" uuid,
  "dept_id" uuid,
  "member_ids" uuid[] not null default '{}',
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "updated_by" uuid,
  "entry_mode" text not null,
  "derived_object" text,
  "derived_id" uuid,
  "case_id" uuid not null,
  "inherited_fields" jsonb not null default '[]',
  "rekeyed_fields" jsonb not null default '[]',
  "imported_gap" jsonb not null default '[]',
  "source_key" text,
  "is_test" boolean not null default false,
  "custom" jsonb not null default '{}',
  "grams" text[] not null default '{}',
  "title" text,
  "type" text,
  "account_id" uuid,
  "contact_id" uuid,
  "entity_id" uuid,
  "opportunity_id" uuid,
  "quote_id" uuid,
  "po_no" text,
  "currency" text,
  "fx_rate" numeric,
  "price_mode" text,
  "header_discount" bigint,
  "ceiling" bigint,
  "net" bigint,
  "tax" bigint,
  "gross" bigint,
  "net_base" bigint,
  "cost" bigint,
  "margin_rate" numeric,
  "ordered_net" bigint,
  "completed_net" bigint,
  "payment_term_id" uuid,
  "credit_days" integer,
  "retention_pct" numeric,
  "warranty_months" integer,
  "delivery_date" date,
  "delivery_terms" text,
  "acceptance_terms" text,
  "deemed_accept_wd" integer,
  "penalty_rate_day" numeric,
  "sign_date" date,
  "effective_date" date,
  "end_date" date,
  "effective_on_deposit" boolean,
  "auto_renew" boolean,
  "notice_days" integer,
  "paper" text,
  "document" jsonb,
  "deviations" text,
  "mandatory_changed" boolean,
  "seal_type" text,
  "signed_copy" jsonb,
  "version_no" integer,
  "risk_level" text,
  "submitted_by" uuid,
  "approved_by" uuid,
  "approved_at" timestamptz,
  "approved_snapshot" text,
  "activated_at" timestamptz,
  "settlement" text,
  primary key (tenant_id, id)
);
create index contract_owner_id_idx on app."contract" (tenant_id, "owner_id", id);
create index contract_dept_id_idx on app."contract" (tenant_id, "dept_id", id);
create index contract_state_created_at_idx on app."contract" (tenant_id, "state", "created_at", id);
create index contract_created_at_idx on app."contract" (tenant_id, "created_at", id);
create index contract_case_id_idx on app."contract" (tenant_id, "case_id", id);
create index contract_grams_gin on app."contract" using gin (grams);
create index contract_member_ids_gin on app."contract" using gin (member_ids);
create unique index contract_source_key_key on app."contract" (tenant_id, lower(source_key)) where source_key is not null;
create unique index contract_no_key on app."contract" (tenant_id, no);
create index contract_account_id_idx on app."contract" (tenant_id, "account_id", id);
create index contract_contact_id_idx on app."contract" (tenant_id, "contact_id", id);
create index contract_entity_id_idx on app."contract" (tenant_id, "entity_id", id);
create index contract_opportunity_id_idx on app."contract" (tenant_id, "opportunity_id", id);
create index contract_quote_id_idx on app."contract" (tenant_id, "quote_id", id);
create index contract_net_idx on app."contract" (tenant_id, "net", id);
create index contract_gross_idx on app."contract" (tenant_id, "gross", id);
create index contract_payment_term_id_idx on app."contract" (tenant_id, "payment_term_id", id);
create index contract_sign_date_idx on app."contract" (tenant_id, "sign_date", id);
create index contract_end_date_idx on app."contract" (tenant_id, "end_date", id);
select app.tenant_table('app."contract"');

create table app."contract_lines" (
  tenant_id uuid not null,
  id uuid not null,
  parent_id uuid not null,
  position integer not null,
  "product_id" uuid,
  "description" text,
  "unit" text,
  "qty" numeric,
  "list_price" numeric,
  "price" numeric,
  "discount" numeric,
  "vat_rate" text,
  "delivery_date" date,
  "net" bigint,
  "tax" bigint,
  "gross" bigint,
  "cost" bigint,
  primary key (tenant_id, id),
  foreign key (tenant_id, parent_id) references app."contract" (tenant_id, id)
);
create index contract_lines_parent_idx on app."contract_lines" (tenant_id, parent_id, position);
create index contract_lines_product_id_idx on app."contract_lines" (tenant_id, "product_id");
select app.tenant_table('app."contract_lines"');

create table app."contract_plan" (
  tenant_id uuid not null,
  id uuid not null,
  parent_id uuid not null,
  position integer not null,
  "name" text,
  "trigger" text,
  "offset_days" integer,
  "percent" numeric,
  "amount" bigint,
  "on_date" date,
  "milestone" text,
  "invoice_required" boolean,
  "triggered_on" date,
  "due_date" date,
  "invoiced_amount" bigint,
  "paid_amount" bigint,
  "cancelled_at" timestamptz,
  "state" text,
  primary key (tenant_id, id),
  foreign key (tenant_id, parent_id) references app."contract" (tenant_id, id)
);
create index contract_plan_parent_idx on app."contract_plan" (tenant_id, parent_id, position);
select app.tenant_table('app."contract_plan"');

create table app."contract_versions" (
  tenant_id uuid not null,
  id uuid not null,
  parent_id uuid not null,
  position integer not null,
  "no" integer,
  "document" jsonb,
  "paper" text,
  "deviations" text,
  "by" uuid,
  "at" timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, parent_id) references app."contract" (tenant_id, id)
);
create index contract_versions_parent_idx on app."contract_versions" (tenant_id, parent_id, position);
select app.tenant_table('app."contract_versions"');

create table app."contract_issues" (
  tenant_id uuid not null,
  id uuid not null,
  parent_id uuid not null,
  position integer not null,
  "text" text,
  "must_fix" boolean,
  "raised_by" uuid,
  "raised_at" timestamptz,
  "resolved_at" timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, parent_id) references app."contract" (tenant_id, id)
);
create index contract_issues_parent_idx on app."contract_issues" (tenant_id, parent_id, position);
select app.tenant_table('app."contract_issues"');

create table app."contract_signatories" (
  tenant_id uuid not null,
  id uuid not null,
  parent_id uuid not null,
  position integer not null,
  "party" text,
  "name" text,
  "mandate" text,
  "method" text,
  "order" integer,
  "signed_at" timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, parent_id) references app."contract" (tenant_id, id)
);
create index contract_signatories_parent_idx on app."contract_signatories" (tenant_id, parent_id, position);
select app.tenant_table('app."contract_signatories"');

create table app."amendment" (
  tenant_id uuid not null,
  id uuid not null,
  "no" text,
  "state" text not null,
  "version" integer not null,
  "owner_id" uuid,
  "dept_id" uuid,
  "member_ids" uuid[] not null default '{}',
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "updated_by" uuid,
  "entry_mode" text not null,
  "derived_object" text,
  "derived_id" uuid,
  "case_id" uuid not null,
  "inherited_fields" jsonb not null default '[]',
  "rekeyed_fields" jsonb not null default '[]',
  "imported_gap" jsonb not null default '[]',
  "source_key" text,
  "is_test" boolean not null default false,
  "custom" jsonb not null default '{}',
  "grams" text[] not null default '{}',
  "title" text,
  "contract_id" uuid,
  "account_id" uuid,
  "why" text,
  "impact" text,
  "change_types" jsonb,
  "contact_id" uuid,
  "delivery_date" date,
  "delivery_terms" text,
  "acceptance_terms" text,
  "deemed_accept_wd" integer,
  "credit_days" integer,
  "retention_pct" numeric,
  "warranty_months" integer,
  "penalty_rate_day" numeric,
  "end_date" date,
  "auto_renew" boolean,
  "notice_days" integer,
  "currency" text,
  "fx_rate" numeric,
  "price_mode" text,
  "header_discount" bigint,
  "plan_follows" boolean,
  "old_net" bigint,
  "old_gross" bigint,
  "net" bigint,
  "tax" bigint,
  "gross" bigint,
  "delta_net" bigint,
  "delta_gross" bigint,
  "delta_net_base" bigint,
  "cost" bigint,
  "old_margin_rate" numeric,
  "margin_rate" numeric,
  "effective_date" date,
  "sign_date" date,
  "paper" text,
  "document" jsonb,
  "deviations" text,
  "seal_type" text,
  "signed_copy" jsonb,
  "version_no" integer,
  "contract_version" integer,
  "submitted_by" uuid,
  "approved_by" uuid,
  "approved_at" timestamptz,
  "approved_snapshot" text,
  "original_deciders" jsonb,
  "booked_id" uuid,
  primary key (tenant_id, id)
);
create index amendment_owner_id_idx on app."amendment" (tenant_id, "owner_id", id);
create index amendment_dept_id_idx on app."amendment" (tenant_id, "dept_id", id);
create index amendment_state_created_at_idx on app."amendment" (tenant_id, "state", "created_at", id);
create index amendment_created_at_idx on app."amendment" (tenant_id, "created_at", id);
create index amendment_case_id_idx on app."amendment" (tenant_id, "case_id", id);
create index amendment_grams_gin on app."amendment" using gin (grams);
create index amendment_member_ids_gin on app."amendment" using gin (member_ids);
create unique index amendment_source_key_key on app."amendment" (tenant_id, lower(source_key)) where source_key is not null;
create unique index amendment_no_key on app."amendment" (tenant_id, no);
create index amendment_contract_id_idx on app."amendment" (tenant_id, "contract_id", id);
create index amendment_account_id_idx on app."amendment" (tenant_id, "account_id", id);
create index amendment_contact_id_idx on app."amendment" (tenant_id, "contact_id", id);
create index amendment_end_date_idx on app."amendment" (tenant_id, "end_date", id);
create index amendment_gross_idx on app."amendment" (tenant_id, "gross", id);
create index amendment_delta_net_idx on app."amendment" (tenant_id, "delta_net", id);
create index amendment_booked_id_idx on app."amendment" (tenant_id, "booked_id", id);
select app.tenant_table('app."amendment"');

create table app."amendment_lines" (
  tenant_id uuid not null,
  id uuid not null,
  parent_id uuid not null,
  position integer not null,
  "product_id" uuid,
  "description" text,
  "unit" text,
  "qty" numeric,
  "list_price" numeric,
  "price" numeric,
  "discount" numeric,
  "vat_rate" text,
  "delivery_date" date,
  "net" bigint,
  "tax" bigint,
  "gross" bigint,
  "cost" bigint,
  "contract_line_id" text,
  primary key (tenant_id, id),
  foreign key (tenant_id, parent_id) references app."amendment" (tenant_id, id)
);
create index amendment_lines_parent_idx on app."amendment_lines" (tenant_id, parent_id, position);
create index amendment_lines_product_id_idx on app."amendment_lines" (tenant_id, "product_id");
select app.tenant_table('app."amendment_lines"');

create table app."amendment_plan" (
  tenant_id uuid not null,
  id uuid not null,
  parent_id uuid not null,
  position integer not null,
  "name" text,
  "trigger" text,
  "offset_days" integer,
  "on_date" date,
  "milestone" text,
  "invoice_required" boolean,
  "old_amount" bigint,
  "amount" bigint,
  "plan_line_id" text,
  "settled" boolean,
  primary key (tenant_id, id),
  foreign key (tenant_id, parent_id) references app."amendment" (tenant_id, id)
);
create index amendment_plan_parent_idx on app."amendment_plan" (tenant_id, parent_id, position);
select app.tenant_table('app."amendment_plan"');

create table app."amendment_versions" (
  tenant_id uuid not null,
  id uuid not null,
  parent_id uuid not null,
  position integer not null,
  "no" integer,
  "document" jsonb,
  "paper" text,
  "deviations" text,
  "by" uuid,
  "at" timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, parent_id) references app."amendment" (tenant_id, id)
);
create index amendment_versions_parent_idx on app."amendment_versions" (tenant_id, parent_id, position);
select app.tenant_table('app."amendment_versions"');

create table app."amendment_issues" (
  tenant_id uuid not null,
  id uuid not null,
  parent_id uuid not null,
  position integer not null,
  "text" text,
  "must_fix" boolean,
  "raised_by" uuid,
  "raised_at" timestamptz,
  "resolved_at" timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, parent_id) references app."amendment" (tenant_id, id)
);
create index amendment_issues_parent_idx on app."amendment_issues" (tenant_id, parent_id, position);
select app.tenant_table('app."amendment_issues"');

create table app."amendment_signatories" (
  tenant_id uuid not null,
  id uuid not null,
  parent_id uuid not null,
  position integer not null,
  "party" text,
  "name" text,
  "mandate" text,
  "method" text,
  "order" integer,
  "signed_at" timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, parent_id) references app."amendment" (tenant_id, id)
);
create index amendment_signatories_parent_idx on app."amendment_signatories" (tenant_id, parent_id, position);
select app.tenant_table('app."amendment_signatories"');

create table app."order" (
  tenant_id uuid not null,
  id uuid not null,
  "no" text,
  "state" text not null,
  "version" integer not null,
  "owner_id" uuid,
  "dept_id" uuid,
  "member_ids" uuid[] not null default '{}',
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "updated_by" uuid,
  "entry_mode" text not null,
  "derived_object" text,
  "derived_id" uuid,
  "case_id" uuid not null,
  "inherited_fields" jsonb not null default '[]',
  "rekeyed_fields" jsonb not null default '[]',
  "imported_gap" jsonb not null default '[]',
  "source_key" text,
  "is_test" boolean not null default false,
  "custom" jsonb not null default '{}',
  "grams" text[] not null default '{}',
  "account_id" uuid,
  "contact_id" uuid,
  "contract_id" uuid,
  "quote_id" uuid,
  "opportunity_id" uuid,
  "entity_id" uuid,
  "po_no" text,
  "order_date" date,
  "requested_date" date,
  "promised_date" date,
  "current_promise" date,
  "warehouse_id" uuid,
  "ship_to" jsonb,
  "receiver" text,
  "bill_to" jsonb,
  "priority" integer,
  "currency" text,
  "fx_rate" numeric,
  "price_mode" text,
  "invoice_type" text,
  "billing" text,
  "payment_term_id" uuid,
  "header_discount" bigint,
  "net" bigint,
  "tax" bigint,
  "gross" bigint,
  "net_base" bigint,
  "gross_base" bigint,
  "committed_net" bigint,
  "committed_gross" bigint,
  "undelivered_base" bigint,
  "delivery_status" text,
  "billing_status" text,
  "payment_status" text,
  "invoiced_gross" bigint,
  "paid_gross" bigint,
  "unbilled_gross" bigint,
  "unbilled_tax" bigint,
  "unbilled_base" bigint,
  "unbilled_tax_base" bigint,
  "submitted_at" timestamptz,
  "submitted_by" uuid,
  "confirmed_at" timestamptz,
  "confirmed_by" uuid,
  "completed_at" timestamptz,
  "acceptance_files" jsonb,
  "consent_files" jsonb,
  "note" text,
  primary key (tenant_id, id)
);
create index order_owner_id_idx on app."order" (tenant_id, "owner_id", id);
create index order_dept_id_idx on app."order" (tenant_id, "dept_id", id);
create index order_state_created_at_idx on app."order" (tenant_id, "state", "created_at", id);
create index order_created_at_idx on app."order" (tenant_id, "created_at", id);
create index order_case_id_idx on app."order" (tenant_id, "case_id", id);
create index order_grams_gin on app."order" using gin (grams);
create index order_member_ids_gin on app."order" using gin (member_ids);
create unique index order_source_key_key on app."order" (tenant_id, lower(source_key)) where source_key is not null;
create unique index order_no_key on app."order" (tenant_id, no);
create index order_account_id_idx on app."order" (tenant_id, "account_id", id);
create index order_contact_id_idx on app."order" (tenant_id, "contact_id", id);
create index order_contract_id_idx on app."order" (tenant_id, "contract_id", id);
create index order_quote_id_idx on app."order" (tenant_id, "quote_id", id);
create index order_opportunity_id_idx on app."order" (tenant_id, "opportunity_id", id);
create index order_entity_id_idx on app."order" (tenant_id, "entity_id", id);
create index order_requested_date_idx on app."order" (tenant_id, "requested_date", id);
create index order_promised_date_idx on app."order" (tenant_id, "promised_date", id);
create index order_warehouse_id_idx on app."order" (tenant_id, "warehouse_id", id);
create index order_payment_term_id_idx on app."order" (tenant_id, "payment_term_id", id);
create index order_net_idx on app."order" (tenant_id, "net", id);
create index order_gross_idx on app."order" (tenant_id, "gross", id);
select app.tenant_table('app."order"');

create table app."order_lines" (
  tenant_id uuid not null,
  id uuid not null,
  parent_id uuid not null,
  position integer not null,
  "product_id" uuid,
  "description" text,
  "unit" text,
  "qty" numeric,
  "price" numeric,
  "discount" numeric,
  "vat_rate" text,
  "net" bigint,
  "tax" bigint,
  "gross" bigint,
  "cost" bigint,
  "promised_date" date,
  "source_line_id" text,
  "bundle_id" uuid,
  "bundle_key" text,
  "bundle_per" numeric,
  "bundle_price" numeric,
  "bundle_share" numeric,
  "contract_id" uuid,
  "warehouse_id" uuid,
  "priority" integer,
  "queued_at" timestamptz,
  "kind" text,
  "stock_tracked" boolean,
  "rev_rule" text,
  "factor" numeric,
  "base_qty" numeric,
  "reserved_qty" numeric,
  "back_qty" numeric,
  "missing_qty" numeric,
  "shipped_qty" numeric,
  "delivered_qty" numeric,
  "returned_qty" numeric,
  "cancelled_qty" numeric,
  "recognised_qty" numeric,
  "invoiced_qty" numeric,
  "invoiced_net" bigint,
  "transit_cost" bigint,
  primary key (tenant_id, id),
  foreign key (tenant_id, parent_id) references app."order" (tenant_id, id)
);
create index order_lines_parent_idx on app."order_lines" (tenant_id, parent_id, position);
create index order_lines_product_id_idx on app."order_lines" (tenant_id, "product_id");
create index order_lines_bundle_id_idx on app."order_lines" (tenant_id, "bundle_id");
create index order_lines_contract_id_idx on app."order_lines" (tenant_id, "contract_id");
create index order_lines_warehouse_id_idx on app."order_lines" (tenant_id, "warehouse_id");
select app.tenant_table('app."order_lines"');

create table app."order_holds" (
  tenant_id uuid not null,
  id uuid not null,
  parent_id uuid not null,
  position integer not null,
  "kind" text,
  "code" text,
  "details" jsonb,
  "opened_at" timestamptz,
  "opened_by" uuid,
  "released_at" timestamptz,
  "released_by" uuid,
  "reason" text,
  "valid_until" date,
  "cleared_at" timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, parent_id) references app."order" (tenant_id, id)
);
create index order_holds_parent_idx on app."order_holds" (tenant_id, parent_id, position);
select app.tenant_table('app."order_holds"');

create table app."shipment" (
  tenant_id uuid not null,
  id uuid not null,
  "no" text,
  "state" text not null,
  "version" integer not null,
  "owner_id" uuid,
  "dept_id" uuid,
  "member_ids" uuid[] not null default '{}',
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "updated_by" uuid,
  "entry_mode" text not null,
  "derived_object" text,
  "derived_id" uuid,
  "case_id" uuid not null,
  "inherited_fields" jsonb not null default '[]',
  "rekeyed_fields" jsonb not null default '[]',
  "imported_gap" jsonb not null default '[]',
  "source_key" text,
  "is_test" boolean not null default false,
  "custom" jsonb not null default '{}',
  "grams" text[] not null default '{}',
  "order_id" uuid,
  "account_id" uuid,
  "contract_id" uuid,
  "entity_id" uuid,
  "warehouse_id" uuid,
  "ship_to" jsonb,
  "receiver" text,
  "carrier" text,
  "tracking_no" text,
  "picked_at" timestamptz,
  "picked_by" uuid,
  "shipped_at" timestamptz,
  "delivered_at" timestamptz,
  "pod_files" jsonb,
  "doc_ok" boolean,
  "exception_note" text,
  "note" text,
  "cost" bigint,
  primary key (tenant_id, id)
);
create index shipment_owner_id_idx on app."shipment" (tenant_id, "owner_id", id);
create index shipment_dept_id_idx on app."shipment" (tenant_id, "dept_id", id);
create index shipment_state_created_at_idx on app."shipment" (tenant_id, "state", "created_at", id);
create index shipment_created_at_idx on app."shipment" (tenant_id, "created_at", id);
create index shipment_case_id_idx on app."shipment" (tenant_id, "case_id", id);
create index shipment_grams_gin on app."shipment" using gin (grams);
create index shipment_member_ids_gin on app."shipment" using gin (member_ids);
create unique index shipment_source_key_key on app."shipment" (tenant_id, lower(source_key)) where source_key is not null;
create unique index shipment_no_key on app."shipment" (tenant_id, no);
create index shipment_order_id_idx on app."shipment" (tenant_id, "order_id", id);
create index shipment_account_id_idx on app."shipment" (tenant_id, "account_id", id);
create index shipment_contract_id_idx on app."shipment" (tenant_id, "contract_id", id);
create index shipment_entity_id_idx on app."shipment" (tenant_id, "entity_id", id);
create index shipment_warehouse_id_idx on app."shipment" (tenant_id, "warehouse_id", id);
create index shipment_shipped_at_idx on app."shipment" (tenant_id, "shipped_at", id);
create index shipment_delivered_at_idx on app."shipment" (tenant_id, "delivered_at", id);
select app.tenant_table('app."shipment"');

create table app."shipment_lines" (
  tenant_id uuid not null,
  id uuid not null,
  parent_id uuid not null,
  position integer not null,
  "order_line_id" text,
  "product_id" uuid,
  "description" text,
  "unit" text,
  "qty" numeric,
  "base_qty" numeric,
  "lot" text,
  "serials" text,
  "damage_qty" numeric,
  "stock_tracked" boolean,
  "from_reserved" numeric,
  "cost" bigint,
  "order_id" uuid,
  "pending" boolean,
  primary key (tenant_id, id),
  foreign key (tenant_id, parent_id) references app."shipment" (tenant_id, id)
);
create index shipment_lines_parent_idx on app."shipment_lines" (tenant_id, parent_id, position);
create index shipment_lines_product_id_idx on app."shipment_lines" (tenant_id, "product_id");
create index shipment_lines_order_id_idx on app."shipment_lines" (tenant_id, "order_id");
select app.tenant_table('app."shipment_lines"');

create table app."stock" (
  tenant_id uuid not null,
  id uuid not null,
  "no" text,
  "state" text not null,
  "version" integer not null,
  "owner_id" uuid,
  "dept_id" uuid,
  "member_ids" uuid[] not null default '{}',
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "updated_by" uuid,
  "entry_mode" text not null,
  "derived_object" text,
  "derived_id" uuid,
  "case_id" uuid not null,
  "inherited_fields" jsonb not null default '[]',
  "rekeyed_fields" jsonb not null default '[]',
  "imported_gap" jsonb not null default '[]',
  "source_key" text,
  "is_test" boolean not null default false,
  "custom" jsonb not null default '{}',
  "grams" text[] not null default '{}',
  "warehouse_id" uuid,
  "product_id" uuid,
  "on_hand" numeric,
  "reserved" numeric,
  "free" numeric,
  "safety_stock" numeric,
  "average_cost" numeric,
  "value" bigint,
  primary key (tenant_id, id)
);
create index stock_owner_id_idx on app."stock" (tenant_id, "owner_id", id);
create index stock_dept_id_idx on app."stock" (tenant_id, "dept_id", id);
create index stock_state_created_at_idx on app."stock" (tenant_id, "state", "created_at", id);
create index stock_created_at_idx on app."stock" (tenant_id, "created_at", id);
create index stock_case_id_idx on app."stock" (tenant_id, "case_id", id);
create index stock_grams_gin on app."stock" using gin (grams);
create index stock_member_ids_gin on app."stock" using gin (member_ids);
create unique index stock_source_key_key on app."stock" (tenant_id, lower(source_key)) where source_key is not null;
create unique index stock_no_key on app."stock" (tenant_id, no);
create index stock_warehouse_id_idx on app."stock" (tenant_id, "warehouse_id", id);
create index stock_product_id_idx on app."stock" (tenant_id, "product_id", id);
select app.tenant_table('app."stock"');

create table app."movement" (
  tenant_id uuid not null,
  id uuid not null,
  "no" text,
  "state" text not null,
  "version" integer not null,
  "owner_id" uuid,
  "dept_id" uuid,
  "member_ids" uuid[] not null default '{}',
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "updated_by" uuid,
  "entry_mode" text not null,
  "derived_object" text,
  "derived_id" uuid,
  "case_id" uuid not null,
  "inherited_fields" jsonb not null default '[]',
  "rekeyed_fields" jsonb not null default '[]',
  "imported_gap" jsonb not null default '[]',
  "source_key" text,
  "is_test" boolean not null default false,
  "custom" jsonb not null default '{}',
  "grams" text[] not null default '{}',
  "kind" text,
  "origin" text,
  "warehouse_id" uuid,
  "to_warehouse_id" uuid,
  "date" date,
  "reference" text,
  "note" text,
  "evidence" jsonb,
  "value" bigint,
  primary key (tenant_id, id)
);
create index movement_owner_id_idx on app."movement" (tenant_id, "owner_id", id);
create index movement_dept_id_idx on app."movement" (tenant_id, "dept_id", id);
create index movement_state_created_at_idx on app."movement" (tenant_id, "state", "created_at", id);
create index movement_created_at_idx on app."movement" (tenant_id, "created_at", id);
create index movement_case_id_idx on app."movement" (tenant_id, "case_id", id);
create index movement_grams_gin on app."movement" using gin (grams);
create index movement_member_ids_gin on app."movement" using gin (member_ids);
create unique index movement_source_key_key on app."movement" (tenant_id, lower(source_key)) where source_key is not null;
create unique index movement_no_key on app."movement" (tenant_id, no);
create index movement_warehouse_id_idx on app."movement" (tenant_id, "warehouse_id", id);
create index movement_to_warehouse_id_idx on app."movement" (tenant_id, "to_warehouse_id", id);
create index movement_date_idx on app."movement" (tenant_id, "date", id);
select app.tenant_table('app."movement"');

create table app."movement_lines" (
  tenant_id uuid not null,
  id uuid not null,
  parent_id uuid not null,
  position integer not null,
  "product_id" uuid,
  "qty" numeric,
  "unit" text,
  "unit_cost" numeric,
  "shortage_id" uuid,
  "base_qty" numeric,
  "expected_qty" numeric,
  "delta" numeric,
  "value" bigint,
  primary key (tenant_id, id),
  foreign key (tenant_id, parent_id) references app."movement" (tenant_id, id)
);
create index movement_lines_parent_idx on app."movement_lines" (tenant_id, parent_id, position);
create index movement_lines_product_id_idx on app."movement_lines" (tenant_id, "product_id");
create index movement_lines_shortage_id_idx on app."movement_lines" (tenant_id, "shortage_id");
select app.tenant_table('app."movement_lines"');

create table app."shortage" (
  tenant_id uuid not null,
  id uuid not null,
  "no" text,
  "state" text not null,
  "version" integer not null,
  "owner_id" uuid,
  "dept_id" uuid,
  "member_ids" uuid[] not null default '{}',
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "updated_by" uuid,
  "entry_mode" text not null,
  "derived_object" text,
  "derived_id" uuid,
  "case_id" uuid not null,
  "inherited_fields" jsonb not null default '[]',
  "rekeyed_fields" jsonb not null default '[]',
  "imported_gap" jsonb not null default '[]',
  "source_key" text,
  "is_test" boolean not null default false,
  "custom" jsonb not null default '{}',
  "grams" text[] not null default '{}',
  "kind" text,
  "product_id" uuid,
  "warehouse_id" uuid,
  "qty" numeric,
  "unit" text,
  "needed_by" date,
  "expected_date" date,
  "supplier_ref" text,
  "received_qty" numeric,
  "order_id" uuid,
  "order_line_id" text,
  "requested_by" uuid,
  "note" text,
  primary key (tenant_id, id)
);
create index shortage_owner_id_idx on app."shortage" (tenant_id, "owner_id", id);
create index shortage_dept_id_idx on app."shortage" (tenant_id, "dept_id", id);
create index shortage_state_created_at_idx on app."shortage" (tenant_id, "state", "created_at", id);
create index shortage_created_at_idx on app."shortage" (tenant_id, "created_at", id);
create index shortage_case_id_idx on app."shortage" (tenant_id, "case_id", id);
create index shortage_grams_gin on app."shortage" using gin (grams);
create index shortage_member_ids_gin on app."shortage" using gin (member_ids);
create unique index shortage_source_key_key on app."shortage" (tenant_id, lower(source_key)) where source_key is not null;
create unique index shortage_no_key on app."shortage" (tenant_id, no);
create index shortage_product_id_idx on app."shortage" (tenant_id, "product_id", id);
create index shortage_warehouse_id_idx on app."shortage" (tenant_id, "warehouse_id", id);
create index shortage_needed_by_idx on app."shortage" (tenant_id, "needed_by", id);
create index shortage_expected_date_idx on app."shortage" (tenant_id, "expected_date", id);
create index shortage_order_id_idx on app."shortage" (tenant_id, "order_id", id);
select app.tenant_table('app."shortage"');

create table app."invoice" (
  tenant_id uuid not null,
  id uuid not null,
  "no" text,
  "state" text not null,
  "version" integer not null,
  "owner_id" uuid,
  "dept_id" uuid,
  "member_ids" uuid[] not null default '{}',
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "updated_by" uuid,
  "entry_mode" text not null,
  "derived_object" text,
  "derived_id" uuid,
  "case_id" uuid not null,
  "inherited_fields" jsonb not null default '[]',
  "rekeyed_fields" jsonb not null default '[]',
  "imported_gap" jsonb not null default '[]',
  "source_key" text,
  "is_test" boolean not null default false,
  "custom" jsonb not null default '{}',
  "grams" text[] not null default '{}',
  "source" text,
  "type" text,
  "medium" text,
  "account_id" uuid,
  "order_id" uuid,
  "shipment_id" uuid,
  "contract_id" uuid,
  "plan_line_id" text,
  "entity_id" uuid,
  "earned" boolean,
  "fiscal_no" text,
  "series" text,
  "tax_platform_no" text,
  "issue_date" date,
  "credit_days" integer,
  "due_date" date,
  "buyer_name" text,
  "buyer_tax_no" text,
  "buyer_address" text,
  "buyer_phone" text,
  "buyer_bank" text,
  "buyer_bank_account" text,
  "currency" text,
  "fx_rate" numeric,
  "price_mode" text,
  "net" bigint,
  "tax" bigint,
  "gross" bigint,
  "net_base" bigint,
  "gross_base" bigint,
  "paid_amount" bigint,
  "written_off" bigint,
  "paid_before" bigint,
  "opened_on" date,
  "open_amount" bigint,
  "open_base" bigint,
  "advance" boolean,
  "liability_net" bigint,
  "liability_base" bigint,
  "disputed_amount" bigint,
  "requested_at" timestamptz,
  "requested_by" uuid,
  "issued_by" uuid,
  "sent_at" timestamptz,
  "paid_at" timestamptz,
  "note" text,
  primary key (tenant_id, id)
);
create index invoice_owner_id_idx on app."invoice" (tenant_id, "owner_id", id);
create index invoice_dept_id_idx on app."invoice" (tenant_id, "dept_id", id);
create index invoice_state_created_at_idx on app."invoice" (tenant_id, "state", "created_at", id);
create index invoice_created_at_idx on app."invoice" (tenant_id, "created_at", id);
create index invoice_case_id_idx on app."invoice" (tenant_id, "case_id", id);
create index invoice_grams_gin on app."invoice" using gin (grams);
create index invoice_member_ids_gin on app."invoice" using gin (member_ids);
create unique index invoice_source_key_key on app."invoice" (tenant_id, lower(source_key)) where source_key is not null;
create unique index invoice_no_key on app."invoice" (tenant_id, no);
create index invoice_account_id_idx on app."invoice" (tenant_id, "account_id", id);
create index invoice_order_id_idx on app."invoice" (tenant_id, "order_id", id);
create index invoice_shipment_id_idx on app."invoice" (tenant_id, "shipment_id", id);
create index invoice_contract_id_idx on app."invoice" (tenant_id, "contract_id", id);
create index invoice_entity_id_idx on app."invoice" (tenant_id, "entity_id", id);
create unique index invoice_tax_platform_no_key on app."invoice" (tenant_id, lower("tax_platform_no")) where "tax_platform_no" is not null;
create index invoice_issue_date_idx on app."invoice" (tenant_id, "issue_date", id);
create index invoice_due_date_idx on app."invoice" (tenant_id, "due_date", id);
create index invoice_gross_idx on app."invoice" (tenant_id, "gross", id);
create index invoice_open_amount_idx on app."invoice" (tenant_id, "open_amount", id);
select app.tenant_table('app."invoice"');

create table app."invoice_lines" (
  tenant_id uuid not null,
  id uuid not null,
  parent_id uuid not null,
  position integer not null,
  "product_id" uuid,
  "tax_code" text,
  "description" text,
  "spec" text,
  "unit" text,
  "qty" numeric,
  "price" numeric,
  "discount" numeric,
  "vat_rate" text,
  "net" bigint,
  "tax" bigint,
  "gross" bigint,
  "order_id" uuid,
  "order_line_id" text,
  "contract_id" uuid,
  "plan_line_id" text,
  "counted" boolean,
  primary key (tenant_id, id),
  foreign key (tenant_id, parent_id) references app."invoice" (tenant_id, id)
);
create index invoice_lines_parent_idx on app."invoice_lines" (tenant_id, parent_id, position);
create index invoice_lines_product_id_idx on app."invoice_lines" (tenant_id, "product_id");
create index invoice_lines_order_id_idx on app."invoice_lines" (tenant_id, "order_id");
create index invoice_lines_contract_id_idx on app."invoice_lines" (tenant_id, "contract_id");
select app.tenant_table('app."invoice_lines"');

create table app."invoice_cover" (
  tenant_id uuid not null,
  id uuid not null,
  parent_id uuid not null,
  position integer not null,
  "order_id" uuid,
  "gross" bigint,
  "tax" bigint,
  "cleared_base" bigint,
  "tax_base" bigint,
  primary key (tenant_id, id),
  foreign key (tenant_id, parent_id) references app."invoice" (tenant_id, id)
);
create index invoice_cover_parent_idx on app."invoice_cover" (tenant_id, parent_id, position);
create index invoice_cover_order_id_idx on app."invoice_cover" (tenant_id, "order_id");
select app.tenant_table('app."invoice_cover"');

create table app."invoice_disputes" (
  tenant_id uuid not null,
  id uuid not null,
  parent_id uuid not null,
  position integer not null,
  "amount" bigint,
  "reason" text,
  "note" text,
  "opened_at" timestamptz,
  "opened_by" uuid,
  "closed_at" timestamptz,
  "outcome" text,
  primary key (tenant_id, id),
  foreign key (tenant_id, parent_id) references app."invoice" (tenant_id, id)
);
create index invoice_disputes_parent_idx on app."invoice_disputes" (tenant_id, parent_id, position);
select app.tenant_table('app."invoice_disputes"');

create table app."payment" (
  tenant_id uuid not null,
  id uuid not null,
  "no" text,
  "state" text not null,
  "version" integer not null,
  "owner_id" uuid,
  "dept_id" uuid,
  "member_ids" uuid[] not null default '{}',
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "updated_by" uuid,
  "entry_mode" text not null,
  "derived_object" text,
  "derived_id" uuid,
  "case_id" uuid not null,
  "inherited_fields" jsonb not null default '[]',
  "rekeyed_fields" jsonb not null default '[]',
  "imported_gap" jsonb not null default '[]',
  "source_key" text,
  "is_test" boolean not null default false,
  "custom" jsonb not null default '{}',
  "grams" text[] not null default '{}',
  "received_at" timestamptz,
  "method" text,
  "amount" bigint,
  "currency" text,
  "fx_rate" numeric,
  "amount_base" bigint,
  "entity_id" uuid,
  "bank_account" text,
  "payer_name" text,
  "payer_key" text,
  "payer_account" text,
  "bank_ref" text,
  "cash_at" date,
  "reference" text,
  "account_id" uuid,
  "payer_proof" jsonb,
  "bank_proof" jsonb,
  "claimed_at" timestamptz,
  "claimed_by" uuid,
  "allocated" bigint,
  "unapplied" bigint,
  "unapplied_base" bigint,
  "used_before" bigint,
  "proposal" jsonb,
  "note" text,
  primary key (tenant_id, id)
);
create index payment_owner_id_idx on app."payment" (tenant_id, "owner_id", id);
create index payment_dept_id_idx on app."payment" (tenant_id, "dept_id", id);
create index payment_state_created_at_idx on app."payment" (tenant_id, "state", "created_at", id);
create index payment_created_at_idx on app."payment" (tenant_id, "created_at", id);
create index payment_case_id_idx on app."payment" (tenant_id, "case_id", id);
create index payment_grams_gin on app."payment" using gin (grams);
create index payment_member_ids_gin on app."payment" using gin (member_ids);
create unique index payment_source_key_key on app."payment" (tenant_id, lower(source_key)) where source_key is not null;
create unique index payment_no_key on app."payment" (tenant_id, no);
create index payment_received_at_idx on app."payment" (tenant_id, "received_at", id);
create index payment_amount_idx on app."payment" (tenant_id, "amount", id);
create index payment_entity_id_idx on app."payment" (tenant_id, "entity_id", id);
create unique index payment_bank_ref_key on app."payment" (tenant_id, "bank_account", lower("bank_ref")) where "bank_ref" is not null;
create index payment_account_id_idx on app."payment" (tenant_id, "account_id", id);
create index payment_unapplied_idx on app."payment" (tenant_id, "unapplied", id);
select app.tenant_table('app."payment"');

create table app."payment_allocations" (
  tenant_id uuid not null,
  id uuid not null,
  parent_id uuid not null,
  position integer not null,
  "invoice_id" uuid,
  "amount" bigint,
  "written_off" bigint,
  "paid_base" bigint,
  "settled_base" bigint,
  "written_off_base" bigint,
  "at" timestamptz,
  "by_id" uuid,
  "reversed_at" timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, parent_id) references app."payment" (tenant_id, id)
);
create index payment_allocations_parent_idx on app."payment_allocations" (tenant_id, parent_id, position);
create index payment_allocations_invoice_id_idx on app."payment_allocations" (tenant_id, "invoice_id");
select app.tenant_table('app."payment_allocations"');

create table app."journal" (
  tenant_id uuid not null,
  id uuid not null,
  "no" text,
  "state" text not null,
  "version" integer not null,
  "owner_id" uuid,
  "dept_id" uuid,
  "member_ids" uuid[] not null default '{}',
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "updated_by" uuid,
  "entry_mode" text not null,
  "derived_object" text,
  "derived_id" uuid,
  "case_id" uuid not null,
  "inherited_fields" jsonb not null default '[]',
  "rekeyed_fields" jsonb not null default '[]',
  "imported_gap" jsonb not null default '[]',
  "source_key" text,
  "is_test" boolean not null default false,
  "custom" jsonb not null default '{}',
  "grams" text[] not null default '{}',
  "key" text,
  "entity_id" uuid,
  "posting_date" date,
  "memo" text,
  "source_object" text,
  "source_id" text,
  primary key (tenant_id, id)
);
create index journal_owner_id_idx on app."journal" (tenant_id, "owner_id", id);
create index journal_dept_id_idx on app."journal" (tenant_id, "dept_id", id);
create index journal_state_created_at_idx on app."journal" (tenant_id, "state", "created_at", id);
create index journal_created_at_idx on app."journal" (tenant_id, "created_at", id);
create index journal_case_id_idx on app."journal" (tenant_id, "case_id", id);
create index journal_grams_gin on app."journal" using gin (grams);
create index journal_member_ids_gin on app."journal" using gin (member_ids);
create unique index journal_source_key_key on app."journal" (tenant_id, lower(source_key)) where source_key is not null;
create unique index journal_no_key on app."journal" (tenant_id, no);
create index journal_entity_id_idx on app."journal" (tenant_id, "entity_id", id);
create index journal_posting_date_idx on app."journal" (tenant_id, "posting_date", id);
select app.tenant_table('app."journal"');

create table app."journal_lines" (
  tenant_id uuid not null,
  id uuid not null,
  parent_id uuid not null,
  position integer not null,
  "account_code" text,
  "debit" bigint,
  "credit" bigint,
  "account_id" uuid,
  "invoice_id" uuid,
  "order_id" uuid,
  "payment_id" uuid,
  primary key (tenant_id, id),
  foreign key (tenant_id, parent_id) references app."journal" (tenant_id, id)
);
create index journal_lines_parent_idx on app."journal_lines" (tenant_id, parent_id, position);
create index journal_lines_account_id_idx on app."journal_lines" (tenant_id, "account_id");
create index journal_lines_invoice_id_idx on app."journal_lines" (tenant_id, "invoice_id");
create index journal_lines_order_id_idx on app."journal_lines" (tenant_id, "order_id");
create index journal_lines_payment_id_idx on app."journal_lines" (tenant_id, "payment_id");
select app.tenant_table('app."journal_lines"');

create table app."cost" (
  tenant_id uuid not null,
  id uuid not null,
  "no" text,
  "state" text not null,
  "version" integer not null,
  "owner_id" uuid,
  "dept_id" uuid,
  "member_ids" uuid[] not null default '{}',
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "updated_by" uuid,
  "entry_mode" text not null,
  "derived_object" text,
  "derived_id" uuid,
  "case_id" uuid not null,
  "inherited_fields" jsonb not null default '[]',
  "rekeyed_fields" jsonb not null default '[]',
  "imported_gap" jsonb not null default '[]',
  "source_key" text,
  "is_test" boolean not null default false,
  "custom" jsonb not null default '{}',
  "grams" text[] not null default '{}',
  "kind" text,
  "description" text,
  "campaign_id" uuid,
  "department_id" uuid,
  "entity_id" uuid,
  "amount" bigint,
  "date" date,
  "source" text,
  "note" text,
  primary key (tenant_id, id)
);
create index cost_owner_id_idx on app."cost" (tenant_id, "owner_id", id);
create index cost_dept_id_idx on app."cost" (tenant_id, "dept_id", id);
create index cost_state_created_at_idx on app."cost" (tenant_id, "state", "created_at", id);
create index cost_created_at_idx on app."cost" (tenant_id, "created_at", id);
create index cost_case_id_idx on app."cost" (tenant_id, "case_id", id);
create index cost_grams_gin on app."cost" using gin (grams);
create index cost_member_ids_gin on app."cost" using gin (member_ids);
create unique index cost_source_key_key on app."cost" (tenant_id, lower(source_key)) where source_key is not null;
create unique index cost_no_key on app."cost" (tenant_id, no);
create index cost_campaign_id_idx on app."cost" (tenant_id, "campaign_id", id);
create index cost_entity_id_idx on app."cost" (tenant_id, "entity_id", id);
create index cost_amount_idx on app."cost" (tenant_id, "amount", id);
create index cost_date_idx on app."cost" (tenant_id, "date", id);
select app.tenant_table('app."cost"');

create table app."product" (
  tenant_id uuid not null,
  id uuid not null,
  "no" text,
  "state" text not null,
  "version" integer not null,
  "owner_id" uuid,
  "dept_id" uuid,
  "member_ids" uuid[] not null default '{}',
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "updated_by" uuid,
  "entry_mode" text not null,
  "derived_object" text,
  "derived_id" uuid,
  "case_id" uuid not null,
  "inherited_fields" jsonb not null default '[]',
  "rekeyed_fields" jsonb not null default '[]',
  "imported_gap" jsonb not null default '[]',
  "source_key" text,
  "is_test" boolean not null default false,
  "custom" jsonb not null default '{}',
  "grams" text[] not null default '{}',
  "code" text,
  "name" text,
  "category" text,
  "kind" text,
  "unit" text,
  "description" text,
  "vat_rate" text,
  "tax_code" text,
  "list_price" numeric,
  "standard_cost" numeric,
  "moq" numeric,
  "rev_rule" text,
  "stock_tracked" boolean,
  "lead_time_days" integer,
  "safety_stock" numeric,
  primary key (tenant_id, id)
);
create index product_owner_id_idx on app."product" (tenant_id, "owner_id", id);
create index product_dept_id_idx on app."product" (tenant_id, "dept_id", id);
create index product_state_created_at_idx on app."product" (tenant_id, "state", "created_at", id);
create index product_created_at_idx on app."product" (tenant_id, "created_at", id);
create index product_case_id_idx on app."product" (tenant_id, "case_id", id);
create index product_grams_gin on app."product" using gin (grams);
create index product_member_ids_gin on app."product" using gin (member_ids);
create unique index product_source_key_key on app."product" (tenant_id, lower(source_key)) where source_key is not null;
create unique index product_code_key on app."product" (tenant_id, lower("code")) where "code" is not null;
select app.tenant_table('app."product"');

create table app."product_units" (
  tenant_id uuid not null,
  id uuid not null,
  parent_id uuid not null,
  position integer not null,
  "unit" text,
  "factor" numeric,
  primary key (tenant_id, id),
  foreign key (tenant_id, parent_id) references app."product" (tenant_id, id)
);
create index product_units_parent_idx on app."product_units" (tenant_id, parent_id, position);
select app.tenant_table('app."product_units"');

create table app."product_bundle" (
  tenant_id uuid not null,
  id uuid not null,
  parent_id uuid not null,
  position integer not null,
  "product_id" uuid,
  "qty" numeric,
  primary key (tenant_id, id),
  foreign key (tenant_id, parent_id) references app."product" (tenant_id, id)
);
create index product_bundle_parent_idx on app."product_bundle" (tenant_id, parent_id, position);
create index product_bundle_product_id_idx on app."product_bundle" (tenant_id, "product_id");
select app.tenant_table('app."product_bundle"');

create table app."price_book" (
  tenant_id uuid not null,
  id uuid not null,
  "no" text,
  "state" text not null,
  "version" integer not null,
  "owner_id" uuid,
  "dept_id" uuid,
  "member_ids" uuid[] not null default '{}',
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "updated_by" uuid,
  "entry_mode" text not null,
  "derived_object" text,
  "derived_id" uuid,
  "case_id" uuid not null,
  "inherited_fields" jsonb not null default '[]',
  "rekeyed_fields" jsonb not null default '[]',
  "imported_gap" jsonb not null default '[]',
  "source_key" text,
  "is_test" boolean not null default false,
  "custom" jsonb not null default '{}',
  "grams" text[] not null default '{}',
  "name" text,
  "currency" text,
  "scope" text,
  "account_id" uuid,
  "tier" text,
  "channel" text,
  "region" text,
  "valid_from" date,
  "valid_to" date,
  primary key (tenant_id, id)
);
create index price_book_owner_id_idx on app."price_book" (tenant_id, "owner_id", id);
create index price_book_dept_id_idx on app."price_book" (tenant_id, "dept_id", id);
create index price_book_state_created_at_idx on app."price_book" (tenant_id, "state", "created_at", id);
create index price_book_created_at_idx on app."price_book" (tenant_id, "created_at", id);
create index price_book_case_id_idx on app."price_book" (tenant_id, "case_id", id);
create index price_book_grams_gin on app."price_book" using gin (grams);
create index price_book_member_ids_gin on app."price_book" using gin (member_ids);
create unique index price_book_source_key_key on app."price_book" (tenant_id, lower(source_key)) where source_key is not null;
create index price_book_account_id_idx on app."price_book" (tenant_id, "account_id", id);
create index price_book_valid_from_idx on app."price_book" (tenant_id, "valid_from", id);
create index price_book_valid_to_idx on app."price_book" (tenant_id, "valid_to", id);
select app.tenant_table('app."price_book"');

create table app."price_book_entries" (
  tenant_id uuid not null,
  id uuid not null,
  parent_id uuid not null,
  position integer not null,
  "product_id" uuid,
  "min_qty" numeric,
  "list_price" numeric,
  "floor_price" numeric,
  primary key (tenant_id, id),
  foreign key (tenant_id, parent_id) references app."price_book" (tenant_id, id)
);
create index price_book_entries_parent_idx on app."price_book_entries" (tenant_id, parent_id, position);
create index price_book_entries_product_id_idx on app."price_book_entries" (tenant_id, "product_id");
select app.tenant_table('app."price_book_entries"');

create table app."warehouse" (
  tenant_id uuid not null,
  id uuid not null,
  "no" text,
  "state" text not null,
  "version" integer not null,
  "owner_id" uuid,
  "dept_id" uuid,
  "member_ids" uuid[] not null default '{}',
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "updated_by" uuid,
  "entry_mode" text not null,
  "derived_object" text,
  "derived_id" uuid,
  "case_id" uuid not null,
  "inherited_fields" jsonb not null default '[]',
  "rekeyed_fields" jsonb not null default '[]',
  "imported_gap" jsonb not null default '[]',
  "source_key" text,
  "is_test" boolean not null default false,
  "custom" jsonb not null default '{}',
  "grams" text[] not null default '{}',
  "code" text,
  "name" text,
  "address" jsonb,
  "keeper_id" uuid,
  "is_default" boolean,
  primary key (tenant_id, id)
);
create index warehouse_owner_id_idx on app."warehouse" (tenant_id, "owner_id", id);
create index warehouse_dept_id_idx on app."warehouse" (tenant_id, "dept_id", id);
create index warehouse_state_created_at_idx on app."warehouse" (tenant_id, "state", "created_at", id);
create index warehouse_created_at_idx on app."warehouse" (tenant_id, "created_at", id);
create index warehouse_case_id_idx on app."warehouse" (tenant_id, "case_id", id);
create index warehouse_grams_gin on app."warehouse" using gin (grams);
create index warehouse_member_ids_gin on app."warehouse" using gin (member_ids);
create unique index warehouse_source_key_key on app."warehouse" (tenant_id, lower(source_key)) where source_key is not null;
create unique index warehouse_code_key on app."warehouse" (tenant_id, lower("code")) where "code" is not null;
select app.tenant_table('app."warehouse"');

create table app."legal_entity" (
  tenant_id uuid not null,
  id uuid not null,
  "no" text,
  "state" text not null,
  "version" integer not null,
  "owner_id" uuid,
  "dept_id" uuid,
  "member_ids" uuid[] not null default '{}',
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "updated_by" uuid,
  "entry_mode" text not null,
  "derived_object" text,
  "derived_id" uuid,
  "case_id" uuid not null,
  "inherited_fields" jsonb not null default '[]',
  "rekeyed_fields" jsonb not null default '[]',
  "imported_gap" jsonb not null default '[]',
  "source_key" text,
  "is_test" boolean not null default false,
  "custom" jsonb not null default '{}',
  "grams" text[] not null default '{}',
  "code" text,
  "name" text,
  "name_en" text,
  "tax_no" text,
  "currency" text,
  "invoice_series" text,
  "address" jsonb,
  "phone" text,
  "parent_id" uuid,
  "is_default" boolean,
  primary key (tenant_id, id)
);
create index legal_entity_owner_id_idx on app."legal_entity" (tenant_id, "owner_id", id);
create index legal_entity_dept_id_idx on app."legal_entity" (tenant_id, "dept_id", id);
create index legal_entity_state_created_at_idx on app."legal_entity" (tenant_id, "state", "created_at", id);
create index legal_entity_created_at_idx on app."legal_entity" (tenant_id, "created_at", id);
create index legal_entity_case_id_idx on app."legal_entity" (tenant_id, "case_id", id);
create index legal_entity_grams_gin on app."legal_entity" using gin (grams);
create index legal_entity_member_ids_gin on app."legal_entity" using gin (member_ids);
create unique index legal_entity_source_key_key on app."legal_entity" (tenant_id, lower(source_key)) where source_key is not null;
create unique index legal_entity_code_key on app."legal_entity" (tenant_id, lower("code")) where "code" is not null;
create index legal_entity_parent_id_idx on app."legal_entity" (tenant_id, "parent_id", id);
select app.tenant_table('app."legal_entity"');

create table app."legal_entity_bank_accounts" (
  tenant_id uuid not null,
  id uuid not null,
  parent_id uuid not null,
  position integer not null,
  "name" text,
  "account_no" text,
  "currency" text,
  "swift" text,
  "is_default" boolean,
  primary key (tenant_id, id),
  foreign key (tenant_id, parent_id) references app."legal_entity" (tenant_id, id)
);
create index legal_entity_bank_accounts_parent_idx on app."legal_entity_bank_accounts" (tenant_id, parent_id, position);
select app.tenant_table('app."legal_entity_bank_accounts"');

create table app."payment_term" (
  tenant_id uuid not null,
  id uuid not null,
  "no" text,
  "state" text not null,
  "version" integer not null,
  "owner_id" uuid,
  "dept_id" uuid,
  "member_ids" uuid[] not null default '{}',
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "updated_by" uuid,
  "entry_mode" text not null,
  "derived_object" text,
  "derived_id" uuid,
  "case_id" uuid not null,
  "inherited_fields" jsonb not null default '[]',
  "rekeyed_fields" jsonb not null default '[]',
  "imported_gap" jsonb not null default '[]',
  "source_key" text,
  "is_test" boolean not null default false,
  "custom" jsonb not null default '{}',
  "grams" text[] not null default '{}',
  "name" text,
  "is_default" boolean,
  primary key (tenant_id, id)
);
create index payment_term_owner_id_idx on app."payment_term" (tenant_id, "owner_id", id);
create index payment_term_dept_id_idx on app."payment_term" (tenant_id, "dept_id", id);
create index payment_term_state_created_at_idx on app."payment_term" (tenant_id, "state", "created_at", id);
create index payment_term_created_at_idx on app."payment_term" (tenant_id, "created_at", id);
create index payment_term_case_id_idx on app."payment_term" (tenant_id, "case_id", id);
create index payment_term_grams_gin on app."payment_term" using gin (grams);
create index payment_term_member_ids_gin on app."payment_term" using gin (member_ids);
create unique index payment_term_source_key_key on app."payment_term" (tenant_id, lower(source_key)) where source_key is not null;
create unique index payment_term_name_key on app."payment_term" (tenant_id, lower("name")) where "name" is not null;
select app.tenant_table('app."payment_term"');

create table app."payment_term_lines" (
  tenant_id uuid not null,
  id uuid not null,
  parent_id uuid not null,
  position integer not null,
  "name" text,
  "trigger" text,
  "offset_days" integer,
  "percent" numeric,
  "invoice_required" boolean,
  primary key (tenant_id, id),
  foreign key (tenant_id, parent_id) references app."payment_term" (tenant_id, id)
);
create index payment_term_lines_parent_idx on app."payment_term_lines" (tenant_id, parent_id, position);
select app.tenant_table('app."payment_term_lines"');

create table app."fx_rate" (
  tenant_id uuid not null,
  id uuid not null,
  "no" text,
  "state" text not null,
  "version" integer not null,
  "owner_id" uuid,
  "dept_id" uuid,
  "member_ids" uuid[] not null default '{}',
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "updated_by" uuid,
  "entry_mode" text not null,
  "derived_object" text,
  "derived_id" uuid,
  "case_id" uuid not null,
  "inherited_fields" jsonb not null default '[]',
  "rekeyed_fields" jsonb not null default '[]',
  "imported_gap" jsonb not null default '[]',
  "source_key" text,
  "is_test" boolean not null default false,
  "custom" jsonb not null default '{}',
  "grams" text[] not null default '{}',
  "from_currency" text,
  "to_currency" text,
  "date" date,
  "rate" numeric,
  "source" text,
  primary key (tenant_id, id)
);
create index fx_rate_owner_id_idx on app."fx_rate" (tenant_id, "owner_id", id);
create index fx_rate_dept_id_idx on app."fx_rate" (tenant_id, "dept_id", id);
create index fx_rate_state_created_at_idx on app."fx_rate" (tenant_id, "state", "created_at", id);
create index fx_rate_created_at_idx on app."fx_rate" (tenant_id, "created_at", id);
create index fx_rate_case_id_idx on app."fx_rate" (tenant_id, "case_id", id);
create index fx_rate_grams_gin on app."fx_rate" using gin (grams);
create index fx_rate_member_ids_gin on app."fx_rate" using gin (member_ids);
create unique index fx_rate_source_key_key on app."fx_rate" (tenant_id, lower(source_key)) where source_key is not null;
create unique index fx_rate_date_key on app."fx_rate" (tenant_id, "from_currency", "to_currency", "source", "date") where "date" is not null;
create index fx_rate_date_idx on app."fx_rate" (tenant_id, "date", id);
select app.tenant_table('app."fx_rate"');

create table app."accounting_period" (
  tenant_id uuid not null,
  id uuid not null,
  "no" text,
  "state" text not null,
  "version" integer not null,
  "owner_id" uuid,
  "dept_id" uuid,
  "member_ids" uuid[] not null default '{}',
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "updated_by" uuid,
  "entry_mode" text not null,
  "derived_object" text,
  "derived_id" uuid,
  "case_id" uuid not null,
  "inherited_fields" jsonb not null default '[]',
  "rekeyed_fields" jsonb not null default '[]',
  "imported_gap" jsonb not null default '[]',
  "source_key" text,
  "is_test" boolean not null default false,
  "custom" jsonb not null default '{}',
  "grams" text[] not null default '{}',
  "entity_id" uuid,
  "month" text,
  "revalued_on" text,
  "revalued_by" bigint,
  "revalued_at" jsonb,
  primary key (tenant_id, id)
);
create index accounting_period_owner_id_idx on app."accounting_period" (tenant_id, "owner_id", id);
create index accounting_period_dept_id_idx on app."accounting_period" (tenant_id, "dept_id", id);
create index accounting_period_state_created_at_idx on app."accounting_period" (tenant_id, "state", "created_at", id);
create index accounting_period_created_at_idx on app."accounting_period" (tenant_id, "created_at", id);
create index accounting_period_case_id_idx on app."accounting_period" (tenant_id, "case_id", id);
create index accounting_period_grams_gin on app."accounting_period" using gin (grams);
create index accounting_period_member_ids_gin on app."accounting_period" using gin (member_ids);
create unique index accounting_period_source_key_key on app."accounting_period" (tenant_id, lower(source_key)) where source_key is not null;
create index accounting_period_entity_id_idx on app."accounting_period" (tenant_id, "entity_id", id);
create unique index accounting_period_month_key on app."accounting_period" (tenant_id, "entity_id", lower("month")) where "month" is not null;
create index accounting_period_revalued_by_idx on app."accounting_period" (tenant_id, "revalued_by", id);
select app.tenant_table('app."accounting_period"');

create table app."accounting_period_revaluation" (
  tenant_id uuid not null,
  id uuid not null,
  parent_id uuid not null,
  position integer not null,
  "invoice_id" uuid,
  "account_id" uuid,
  "currency" text,
  "open" numeric,
  "rate" numeric,
  "carrying" bigint,
  "worth" bigint,
  "difference" bigint,
  primary key (tenant_id, id),
  foreign key (tenant_id, parent_id) references app."accounting_period" (tenant_id, id)
);
create index accounting_period_revaluation_parent_idx on app."accounting_period_revaluation" (tenant_id, parent_id, position);
create index accounting_period_revaluation_invoice_id_idx on app."accounting_period_revaluation" (tenant_id, "invoice_id");
create index accounting_period_revaluation_account_id_idx on app."accounting_period_revaluation" (tenant_id, "account_id");
select app.tenant_table('app."accounting_period_revaluation"');

create table app."account_mapping" (
  tenant_id uuid not null,
  id uuid not null,
  "no" text,
  "state" text not null,
  "version" integer not null,
  "owner_id" uuid,
  "dept_id" uuid,
  "member_ids" uuid[] not null default '{}',
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "updated_by" uuid,
  "entry_mode" text not null,
  "derived_object" text,
  "derived_id" uuid,
  "case_id" uuid not null,
  "inherited_fields" jsonb not null default '[]',
  "rekeyed_fields" jsonb not null default '[]',
  "imported_gap" jsonb not null default '[]',
  "source_key" text,
  "is_test" boolean not null default false,
  "custom" jsonb not null default '{}',
  "grams" text[] not null default '{}',
  "key" text,
  "code" text,
  "name_zh" text,
  "name_en" text,
  "former_codes" jsonb,
  primary key (tenant_id, id)
);
create index account_mapping_owner_id_idx on app."account_mapping" (tenant_id, "owner_id", id);
create index account_mapping_dept_id_idx on app."account_mapping" (tenant_id, "dept_id", id);
create index account_mapping_state_created_at_idx on app."account_mapping" (tenant_id, "state", "created_at", id);
create index account_mapping_created_at_idx on app."account_mapping" (tenant_id, "created_at", id);
create index account_mapping_case_id_idx on app."account_mapping" (tenant_id, "case_id", id);
create index account_mapping_grams_gin on app."account_mapping" using gin (grams);
create index account_mapping_member_ids_gin on app."account_mapping" using gin (member_ids);
create unique index account_mapping_source_key_key on app."account_mapping" (tenant_id, lower(source_key)) where source_key is not null;
create unique index account_mapping_key_key on app."account_mapping" (tenant_id, "key") where "key" is not null;
create unique index account_mapping_code_key on app."account_mapping" (tenant_id, lower("code")) where "code" is not null;
select app.tenant_table('app."account_mapping"');

create table app."pipeline" (
  tenant_id uuid not null,
  id uuid not null,
  "no" text,
  "state" text not null,
  "version" integer not null,
  "owner_id" uuid,
  "dept_id" uuid,
  "member_ids" uuid[] not null default '{}',
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "updated_by" uuid,
  "entry_mode" text not null,
  "derived_object" text,
  "derived_id" uuid,
  "case_id" uuid not null,
  "inherited_fields" jsonb not null default '[]',
  "rekeyed_fields" jsonb not null default '[]',
  "imported_gap" jsonb not null default '[]',
  "source_key" text,
  "is_test" boolean not null default false,
  "custom" jsonb not null default '{}',
  "grams" text[] not null default '{}',
  "name" text,
  "is_default" boolean,
  "version_no" integer,
  "previous_id" uuid,
  primary key (tenant_id, id)
);
create index pipeline_owner_id_idx on app."pipeline" (tenant_id, "owner_id", id);
create index pipeline_dept_id_idx on app."pipeline" (tenant_id, "dept_id", id);
create index pipeline_state_created_at_idx on app."pipeline" (tenant_id, "state", "created_at", id);
create index pipeline_created_at_idx on app."pipeline" (tenant_id, "created_at", id);
create index pipeline_case_id_idx on app."pipeline" (tenant_id, "case_id", id);
create index pipeline_grams_gin on app."pipeline" using gin (grams);
create index pipeline_member_ids_gin on app."pipeline" using gin (member_ids);
create unique index pipeline_source_key_key on app."pipeline" (tenant_id, lower(source_key)) where source_key is not null;
create index pipeline_previous_id_idx on app."pipeline" (tenant_id, "previous_id", id);
select app.tenant_table('app."pipeline"');

create table app."pipeline_stages" (
  tenant_id uuid not null,
  id uuid not null,
  parent_id uuid not null,
  position integer not null,
  "key" text,
  "name_zh" text,
  "name_en" text,
  "seq" integer,
  "probability" numeric,
  "rot_days" integer,
  "required_fields" jsonb,
  "required_custom" text,
  "category" text,
  primary key (tenant_id, id),
  foreign key (tenant_id, parent_id) references app."pipeline" (tenant_id, id)
);
create index pipeline_stages_parent_idx on app."pipeline_stages" (tenant_id, parent_id, position);
select app.tenant_table('app."pipeline_stages"');

create table app."pipeline_checklist" (
  tenant_id uuid not null,
  id uuid not null,
  parent_id uuid not null,
  position integer not null,
  "stage" text,
  "key" text,
  "label_zh" text,
  "label_en" text,
  primary key (tenant_id, id),
  foreign key (tenant_id, parent_id) references app."pipeline" (tenant_id, id)
);
create index pipeline_checklist_parent_idx on app."pipeline_checklist" (tenant_id, parent_id, position);
select app.tenant_table('app."pipeline_checklist"');

create table app."gate" (
  tenant_id uuid not null,
  id uuid not null,
  "no" text,
  "state" text not null,
  "version" integer not null,
  "owner_id" uuid,
  "dept_id" uuid,
  "member_ids" uuid[] not null default '{}',
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "updated_by" uuid,
  "entry_mode" text not null,
  "derived_object" text,
  "derived_id" uuid,
  "case_id" uuid not null,
  "inherited_fields" jsonb not null default '[]',
  "rekeyed_fields" jsonb not null default '[]',
  "imported_gap" jsonb not null default '[]',
  "source_key" text,
  "is_test" boolean not null default false,
  "custom" jsonb not null default '{}',
  "grams" text[] not null default '{}',
  "code" text,
  "name_zh" text,
  "name_en" text,
  "subject" text,
  "blocks" jsonb,
  "leaving_stage" text,
  "always" boolean,
  "from_amount" bigint,
  "when_bid" boolean,
  "from_level" text,
  "change_pct" numeric,
  "from_change" bigint,
  "when_terms" boolean,
  "when_new_industry" boolean,
  "auto_go_up_to" bigint,
  "min_score" numeric,
  "validity_days" integer,
  "sla_wd" integer,
  primary key (tenant_id, id)
);
create index gate_owner_id_idx on app."gate" (tenant_id, "owner_id", id);
create index gate_dept_id_idx on app."gate" (tenant_id, "dept_id", id);
create index gate_state_created_at_idx on app."gate" (tenant_id, "state", "created_at", id);
create index gate_created_at_idx on app."gate" (tenant_id, "created_at", id);
create index gate_case_id_idx on app."gate" (tenant_id, "case_id", id);
create index gate_grams_gin on app."gate" using gin (grams);
create index gate_member_ids_gin on app."gate" using gin (member_ids);
create unique index gate_source_key_key on app."gate" (tenant_id, lower(source_key)) where source_key is not null;
create unique index gate_code_key on app."gate" (tenant_id, lower("code")) where "code" is not null;
select app.tenant_table('app."gate"');

create table app."gate_deliverables" (
  tenant_id uuid not null,
  id uuid not null,
  parent_id uuid not null,
  position integer not null,
  "name" text,
  "required" boolean,
  primary key (tenant_id, id),
  foreign key (tenant_id, parent_id) references app."gate" (tenant_id, id)
);
create index gate_deliverables_parent_idx on app."gate_deliverables" (tenant_id, parent_id, position);
select app.tenant_table('app."gate_deliverables"');

create table app."gate_scorecard" (
  tenant_id uuid not null,
  id uuid not null,
  parent_id uuid not null,
  position integer not null,
  "criterion" text,
  "weight" numeric,
  primary key (tenant_id, id),
  foreign key (tenant_id, parent_id) references app."gate" (tenant_id, id)
);
create index gate_scorecard_parent_idx on app."gate_scorecard" (tenant_id, parent_id, position);
select app.tenant_table('app."gate_scorecard"');

create table app."gate_authority" (
  tenant_id uuid not null,
  id uuid not null,
  parent_id uuid not null,
  position integer not null,
  "below" bigint,
  "min_margin" numeric,
  "roles" jsonb,
  primary key (tenant_id, id),
  foreign key (tenant_id, parent_id) references app."gate" (tenant_id, id)
);
create index gate_authority_parent_idx on app."gate_authority" (tenant_id, parent_id, position);
select app.tenant_table('app."gate_authority"');

create table app."pool" (
  tenant_id uuid not null,
  id uuid not null,
  "no" text,
  "state" text not null,
  "version" integer not null,
  "owner_id" uuid,
  "dept_id" uuid,
  "member_ids" uuid[] not null default '{}',
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "updated_by" uuid,
  "entry_mode" text not null,
  "derived_object" text,
  "derived_id" uuid,
  "case_id" uuid not null,
  "inherited_fields" jsonb not null default '[]',
  "rekeyed_fields" jsonb not null default '[]',
  "imported_gap" jsonb not null default '[]',
  "source_key" text,
  "is_test" boolean not null default false,
  "custom" jsonb not null default '{}',
  "grams" text[] not null default '{}',
  "name" text,
  "serves" text,
  "is_default" boolean,
  "department_id" uuid,
  "admin_ids" jsonb,
  "visible_fields" jsonb,
  "daily_claim_limit" integer,
  "holding_limit" integer,
  "cooldown_days" integer,
  "recycles" boolean,
  "first_follow_wd" integer,
  "stale_days" integer,
  "max_hold_days" integer,
  "idle_days" integer,
  "warn_first_days" integer,
  "warn_last_days" integer,
  "extension_days" integer,
  primary key (tenant_id, id)
);
create index pool_owner_id_idx on app."pool" (tenant_id, "owner_id", id);
create index pool_dept_id_idx on app."pool" (tenant_id, "dept_id", id);
create index pool_state_created_at_idx on app."pool" (tenant_id, "state", "created_at", id);
create index pool_created_at_idx on app."pool" (tenant_id, "created_at", id);
create index pool_case_id_idx on app."pool" (tenant_id, "case_id", id);
create index pool_grams_gin on app."pool" using gin (grams);
create index pool_member_ids_gin on app."pool" using gin (member_ids);
create unique index pool_source_key_key on app."pool" (tenant_id, lower(source_key)) where source_key is not null;
create unique index pool_name_key on app."pool" (tenant_id, lower("name")) where "name" is not null;
select app.tenant_table('app."pool"');

create table app."pool_members" (
  tenant_id uuid not null,
  id uuid not null,
  parent_id uuid not null,
  position integer not null,
  "user_id" uuid,
  "department_id" uuid,
  "role" text,
  primary key (tenant_id, id),
  foreign key (tenant_id, parent_id) references app."pool" (tenant_id, id)
);
create index pool_members_parent_idx on app."pool_members" (tenant_id, parent_id, position);
select app.tenant_table('app."pool_members"');

create table app."assignment_rule" (
  tenant_id uuid not null,
  id uuid not null,
  "no" text,
  "state" text not null,
  "version" integer not null,
  "owner_id" uuid,
  "dept_id" uuid,
  "member_ids" uuid[] not null default '{}',
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "updated_by" uuid,
  "entry_mode" text not null,
  "derived_object" text,
  "derived_id" uuid,
  "case_id" uuid not null,
  "inherited_fields" jsonb not null default '[]',
  "rekeyed_fields" jsonb not null default '[]',
  "imported_gap" jsonb not null default '[]',
  "source_key" text,
  "is_test" boolean not null default false,
  "custom" jsonb not null default '{}',
  "grams" text[] not null default '{}',
  "name" text,
  "seq" integer,
  "strategy" text,
  "pool_id" uuid,
  "skill_field" text,
  "last_user_id" uuid,
  primary key (tenant_id, id)
);
create index assignment_rule_owner_id_idx on app."assignment_rule" (tenant_id, "owner_id", id);
create index assignment_rule_dept_id_idx on app."assignment_rule" (tenant_id, "dept_id", id);
create index assignment_rule_state_created_at_idx on app."assignment_rule" (tenant_id, "state", "created_at", id);
create index assignment_rule_created_at_idx on app."assignment_rule" (tenant_id, "created_at", id);
create index assignment_rule_case_id_idx on app."assignment_rule" (tenant_id, "case_id", id);
create index assignment_rule_grams_gin on app."assignment_rule" using gin (grams);
create index assignment_rule_member_ids_gin on app."assignment_rule" using gin (member_ids);
create unique index assignment_rule_source_key_key on app."assignment_rule" (tenant_id, lower(source_key)) where source_key is not null;
create index assignment_rule_pool_id_idx on app."assignment_rule" (tenant_id, "pool_id", id);
select app.tenant_table('app."assignment_rule"');

create table app."assignment_rule_conditions" (
  tenant_id uuid not null,
  id uuid not null,
  parent_id uuid not null,
  position integer not null,
  "field" text,
  "operator" text,
  "value" text,
  primary key (tenant_id, id),
  foreign key (tenant_id, parent_id) references app."assignment_rule" (tenant_id, id)
);
create index assignment_rule_conditions_parent_idx on app."assignment_rule_conditions" (tenant_id, parent_id, position);
select app.tenant_table('app."assignment_rule_conditions"');

create table app."assignment_rule_candidates" (
  tenant_id uuid not null,
  id uuid not null,
  parent_id uuid not null,
  position integer not null,
  "user_id" uuid,
  "weight" numeric,
  "provinces" text,
  "cities" text,
  "industries" text,
  "skills" text,
  "assigned" integer,
  primary key (tenant_id, id),
  foreign key (tenant_id, parent_id) references app."assignment_rule" (tenant_id, id)
);
create index assignment_rule_candidates_parent_idx on app."assignment_rule_candidates" (tenant_id, parent_id, position);
select app.tenant_table('app."assignment_rule_candidates"');

create table app."scoring_rule" (
  tenant_id uuid not null,
  id uuid not null,
  "no" text,
  "state" text not null,
  "version" integer not null,
  "owner_id" uuid,
  "dept_id" uuid,
  "member_ids" uuid[] not null default '{}',
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "updated_by" uuid,
  "entry_mode" text not null,
  "derived_object" text,
  "derived_id" uuid,
  "case_id" uuid not null,
  "inherited_fields" jsonb not null default '[]',
  "rekeyed_fields" jsonb not null default '[]',
  "imported_gap" jsonb not null default '[]',
  "source_key" text,
  "is_test" boolean not null default false,
  "custom" jsonb not null default '{}',
  "grams" text[] not null default '{}',
  "name" text,
  "kind" text,
  "field" text,
  "operator" text,
  "value" text,
  "signal" text,
  "points" integer,
  primary key (tenant_id, id)
);
create index scoring_rule_owner_id_idx on app."scoring_rule" (tenant_id, "owner_id", id);
create index scoring_rule_dept_id_idx on app."scoring_rule" (tenant_id, "dept_id", id);
create index scoring_rule_state_created_at_idx on app."scoring_rule" (tenant_id, "state", "created_at", id);
create index scoring_rule_created_at_idx on app."scoring_rule" (tenant_id, "created_at", id);
create index scoring_rule_case_id_idx on app."scoring_rule" (tenant_id, "case_id", id);
create index scoring_rule_grams_gin on app."scoring_rule" using gin (grams);
create index scoring_rule_member_ids_gin on app."scoring_rule" using gin (member_ids);
create unique index scoring_rule_source_key_key on app."scoring_rule" (tenant_id, lower(source_key)) where source_key is not null;
select app.tenant_table('app."scoring_rule"');

create table app."match_rule" (
  tenant_id uuid not null,
  id uuid not null,
  "no" text,
  "state" text not null,
  "version" integer not null,
  "owner_id" uuid,
  "dept_id" uuid,
  "member_ids" uuid[] not null default '{}',
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "updated_by" uuid,
  "entry_mode" text not null,
  "derived_object" text,
  "derived_id" uuid,
  "case_id" uuid not null,
  "inherited_fields" jsonb not null default '[]',
  "rekeyed_fields" jsonb not null default '[]',
  "imported_gap" jsonb not null default '[]',
  "source_key" text,
  "is_test" boolean not null default false,
  "custom" jsonb not null default '{}',
  "grams" text[] not null default '{}',
  "name" text,
  "object" text,
  "suspect_at" numeric,
  "sure_at" numeric,
  primary key (tenant_id, id)
);
create index match_rule_owner_id_idx on app."match_rule" (tenant_id, "owner_id", id);
create index match_rule_dept_id_idx on app."match_rule" (tenant_id, "dept_id", id);
create index match_rule_state_created_at_idx on app."match_rule" (tenant_id, "state", "created_at", id);
create index match_rule_created_at_idx on app."match_rule" (tenant_id, "created_at", id);
create index match_rule_case_id_idx on app."match_rule" (tenant_id, "case_id", id);
create index match_rule_grams_gin on app."match_rule" using gin (grams);
create index match_rule_member_ids_gin on app."match_rule" using gin (member_ids);
create unique index match_rule_source_key_key on app."match_rule" (tenant_id, lower(source_key)) where source_key is not null;
select app.tenant_table('app."match_rule"');

create table app."match_rule_compare" (
  tenant_id uuid not null,
  id uuid not null,
  parent_id uuid not null,
  position integer not null,
  "fields" text,
  "compare" text,
  "agree" numeric,
  "differ" numeric,
  "from" integer,
  primary key (tenant_id, id),
  foreign key (tenant_id, parent_id) references app."match_rule" (tenant_id, id)
);
create index match_rule_compare_parent_idx on app."match_rule_compare" (tenant_id, parent_id, position);
select app.tenant_table('app."match_rule_compare"');

create table app."match_rule_passes" (
  tenant_id uuid not null,
  id uuid not null,
  parent_id uuid not null,
  position integer not null,
  "fields" text,
  "by" text,
  primary key (tenant_id, id),
  foreign key (tenant_id, parent_id) references app."match_rule" (tenant_id, id)
);
create index match_rule_passes_parent_idx on app."match_rule_passes" (tenant_id, parent_id, position);
select app.tenant_table('app."match_rule_passes"');

create table app."duplicate_pair" (
  tenant_id uuid not null,
  id uuid not null,
  "no" text,
  "state" text not null,
  "version" integer not null,
  "owner_id" uuid,
  "dept_id" uuid,
  "member_ids" uuid[] not null default '{}',
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "updated_by" uuid,
  "entry_mode" text not null,
  "derived_object" text,
  "derived_id" uuid,
  "case_id" uuid not null,
  "inherited_fields" jsonb not null default '[]',
  "rekeyed_fields" jsonb not null default '[]',
  "imported_gap" jsonb not null default '[]',
  "source_key" text,
  "is_test" boolean not null default false,
  "custom" jsonb not null default '{}',
  "grams" text[] not null default '{}',
  "object" text,
  "points" numeric,
  "verdict" text,
  "evidence" jsonb,
  "fingerprint" jsonb,
  "lead_id" uuid,
  "other_lead_id" uuid,
  "account_id" uuid,
  "other_account_id" uuid,
  "contact_id" uuid,
  "other_contact_id" uuid,
  "rule_id" uuid,
  primary key (tenant_id, id)
);
create index duplicate_pair_owner_id_idx on app."duplicate_pair" (tenant_id, "owner_id", id);
create index duplicate_pair_dept_id_idx on app."duplicate_pair" (tenant_id, "dept_id", id);
create index duplicate_pair_state_created_at_idx on app."duplicate_pair" (tenant_id, "state", "created_at", id);
create index duplicate_pair_created_at_idx on app."duplicate_pair" (tenant_id, "created_at", id);
create index duplicate_pair_case_id_idx on app."duplicate_pair" (tenant_id, "case_id", id);
create index duplicate_pair_grams_gin on app."duplicate_pair" using gin (grams);
create index duplicate_pair_member_ids_gin on app."duplicate_pair" using gin (member_ids);
create unique index duplicate_pair_source_key_key on app."duplicate_pair" (tenant_id, lower(source_key)) where source_key is not null;
create unique index duplicate_pair_no_key on app."duplicate_pair" (tenant_id, no);
create index duplicate_pair_lead_id_idx on app."duplicate_pair" (tenant_id, "lead_id", id);
create index duplicate_pair_other_lead_id_idx on app."duplicate_pair" (tenant_id, "other_lead_id", id);
create index duplicate_pair_account_id_idx on app."duplicate_pair" (tenant_id, "account_id", id);
create index duplicate_pair_other_account_id_idx on app."duplicate_pair" (tenant_id, "other_account_id", id);
create index duplicate_pair_contact_id_idx on app."duplicate_pair" (tenant_id, "contact_id", id);
create index duplicate_pair_other_contact_id_idx on app."duplicate_pair" (tenant_id, "other_contact_id", id);
create index duplicate_pair_rule_id_idx on app."duplicate_pair" (tenant_id, "rule_id", id);
select app.tenant_table('app."duplicate_pair"');

create table app."merge_record" (
  tenant_id uuid not null,
  id uuid not null,
  "no" text,
  "state" text not null,
  "version" integer not null,
  "owner_id" uuid,
  "dept_id" uuid,
  "member_ids" uuid[] not null default '{}',
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "updated_by" uuid,
  "entry_mode" text not null,
  "derived_object" text,
  "derived_id" uuid,
  "case_id" uuid not null,
  "inherited_fields" jsonb not null default '[]',
  "rekeyed_fields" jsonb not null default '[]',
  "imported_gap" jsonb not null default '[]',
  "source_key" text,
  "is_test" boolean not null default false,
  "custom" jsonb not null default '{}',
  "grams" text[] not null default '{}',
  "object" text,
  "lead_id" uuid,
  "gone_lead_id" uuid,
  "account_id" uuid,
  "gone_account_id" uuid,
  "contact_id" uuid,
  "gone_contact_id" uuid,
  "gone_state" text,
  "gone_before" jsonb,
  "absorbed_version" integer,
  primary key (tenant_id, id)
);
create index merge_record_owner_id_idx on app."merge_record" (tenant_id, "owner_id", id);
create index merge_record_dept_id_idx on app."merge_record" (tenant_id, "dept_id", id);
create index merge_record_state_created_at_idx on app."merge_record" (tenant_id, "state", "created_at", id);
create index merge_record_created_at_idx on app."merge_record" (tenant_id, "created_at", id);
create index merge_record_case_id_idx on app."merge_record" (tenant_id, "case_id", id);
create index merge_record_grams_gin on app."merge_record" using gin (grams);
create index merge_record_member_ids_gin on app."merge_record" using gin (member_ids);
create unique index merge_record_source_key_key on app."merge_record" (tenant_id, lower(source_key)) where source_key is not null;
create unique index merge_record_no_key on app."merge_record" (tenant_id, no);
create index merge_record_lead_id_idx on app."merge_record" (tenant_id, "lead_id", id);
create index merge_record_gone_lead_id_idx on app."merge_record" (tenant_id, "gone_lead_id", id);
create index merge_record_account_id_idx on app."merge_record" (tenant_id, "account_id", id);
create index merge_record_gone_account_id_idx on app."merge_record" (tenant_id, "gone_account_id", id);
create index merge_record_contact_id_idx on app."merge_record" (tenant_id, "contact_id", id);
create index merge_record_gone_contact_id_idx on app."merge_record" (tenant_id, "gone_contact_id", id);
select app.tenant_table('app."merge_record"');

create table app."merge_record_moved" (
  tenant_id uuid not null,
  id uuid not null,
  parent_id uuid not null,
  position integer not null,
  "object" text,
  "record_no" text,
  "record_id" text,
  "place" text,
  "row_id" text,
  "state_then" text,
  "was" jsonb,
  primary key (tenant_id, id),
  foreign key (tenant_id, parent_id) references app."merge_record" (tenant_id, id)
);
create index merge_record_moved_parent_idx on app."merge_record_moved" (tenant_id, parent_id, position);
select app.tenant_table('app."merge_record_moved"');

create table app."company" (
  tenant_id uuid not null,
  id uuid not null,
  "no" text,
  "state" text not null,
  "version" integer not null,
  "owner_id" uuid,
  "dept_id" uuid,
  "member_ids" uuid[] not null default '{}',
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "updated_by" uuid,
  "entry_mode" text not null,
  "derived_object" text,
  "derived_id" uuid,
  "case_id" uuid not null,
  "inherited_fields" jsonb not null default '[]',
  "rekeyed_fields" jsonb not null default '[]',
  "imported_gap" jsonb not null default '[]',
  "source_key" text,
  "is_test" boolean not null default false,
  "custom" jsonb not null default '{}',
  "grams" text[] not null default '{}',
  "name" text,
  "mode" text,
  "time_zone" text,
  "base_currency" text,
  "qualify_required" boolean,
  "bant_min" integer,
  "score_min" integer,
  "checklists" boolean,
  "stage_fields" boolean,
  "gates" boolean,
  "gate_from" bigint,
  "margin_floor" numeric,
  "duties" text,
  "direct_documents" boolean,
  "contract_from" bigint,
  "overrun_pct" numeric,
  "evidence_files" boolean,
  "credit_check" boolean,
  "overdue_hold_days" integer,
  "credit_days_policy" integer,
  "writeoff_tolerance" bigint,
  "auto_allocate" boolean,
  "export_approval" boolean,
  "file_quota_mb" integer,
  "dormant_days" integer,
  "churn_days" integer,
  primary key (tenant_id, id)
);
create index company_owner_id_idx on app."company" (tenant_id, "owner_id", id);
create index company_dept_id_idx on app."company" (tenant_id, "dept_id", id);
create index company_state_created_at_idx on app."company" (tenant_id, "state", "created_at", id);
create index company_created_at_idx on app."company" (tenant_id, "created_at", id);
create index company_case_id_idx on app."company" (tenant_id, "case_id", id);
create index company_grams_gin on app."company" using gin (grams);
create index company_member_ids_gin on app."company" using gin (member_ids);
create unique index company_source_key_key on app."company" (tenant_id, lower(source_key)) where source_key is not null;
select app.tenant_table('app."company"');

create table app."department" (
  tenant_id uuid not null,
  id uuid not null,
  "no" text,
  "state" text not null,
  "version" integer not null,
  "owner_id" uuid,
  "dept_id" uuid,
  "member_ids" uuid[] not null default '{}',
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "updated_by" uuid,
  "entry_mode" text not null,
  "derived_object" text,
  "derived_id" uuid,
  "case_id" uuid not null,
  "inherited_fields" jsonb not null default '[]',
  "rekeyed_fields" jsonb not null default '[]',
  "imported_gap" jsonb not null default '[]',
  "source_key" text,
  "is_test" boolean not null default false,
  "custom" jsonb not null default '{}',
  "grams" text[] not null default '{}',
  "name" text,
  "parent_id" uuid,
  "head_id" uuid,
  primary key (tenant_id, id)
);
create index department_owner_id_idx on app."department" (tenant_id, "owner_id", id);
create index department_dept_id_idx on app."department" (tenant_id, "dept_id", id);
create index department_state_created_at_idx on app."department" (tenant_id, "state", "created_at", id);
create index department_created_at_idx on app."department" (tenant_id, "created_at", id);
create index department_case_id_idx on app."department" (tenant_id, "case_id", id);
create index department_grams_gin on app."department" using gin (grams);
create index department_member_ids_gin on app."department" using gin (member_ids);
create unique index department_source_key_key on app."department" (tenant_id, lower(source_key)) where source_key is not null;
create unique index department_name_key on app."department" (tenant_id, "parent_id", lower("name")) where "name" is not null;
select app.tenant_table('app."department"');

create table app."user" (
  tenant_id uuid not null,
  id uuid not null,
  "no" text,
  "state" text not null,
  "version" integer not null,
  "owner_id" uuid,
  "dept_id" uuid,
  "member_ids" uuid[] not null default '{}',
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "updated_by" uuid,
  "entry_mode" text not null,
  "derived_object" text,
  "derived_id" uuid,
  "case_id" uuid not null,
  "inherited_fields" jsonb not null default '[]',
  "rekeyed_fields" jsonb not null default '[]',
  "imported_gap" jsonb not null default '[]',
  "source_key" text,
  "is_test" boolean not null default false,
  "custom" jsonb not null default '{}',
  "grams" text[] not null default '{}',
  "name" text,
  "email" text,
  "mobile" text,
  "title" text,
  "department_id" uuid,
  "roles" jsonb,
  "language" text,
  "away_from" date,
  "away_until" date,
  "away_approved_at" timestamptz,
  primary key (tenant_id, id)
);
create index user_owner_id_idx on app."user" (tenant_id, "owner_id", id);
create index user_dept_id_idx on app."user" (tenant_id, "dept_id", id);
create index user_state_created_at_idx on app."user" (tenant_id, "state", "created_at", id);
create index user_created_at_idx on app."user" (tenant_id, "created_at", id);
create index user_case_id_idx on app."user" (tenant_id, "case_id", id);
create index user_grams_gin on app."user" using gin (grams);
create index user_member_ids_gin on app."user" using gin (member_ids);
create unique index user_source_key_key on app."user" (tenant_id, lower(source_key)) where source_key is not null;
create unique index user_email_key on app."user" (tenant_id, lower("email")) where "email" is not null;
select app.tenant_table('app."user"');

create table app."grant" (
  tenant_id uuid not null,
  id uuid not null,
  "no" text,
  "state" text not null,
  "version" integer not null,
  "owner_id" uuid,
  "dept_id" uuid,
  "member_ids" uuid[] not null default '{}',
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "updated_by" uuid,
  "entry_mode" text not null,
  "derived_object" text,
  "derived_id" uuid,
  "case_id" uuid not null,
  "inherited_fields" jsonb not null default '[]',
  "rekeyed_fields" jsonb not null default '[]',
  "imported_gap" jsonb not null default '[]',
  "source_key" text,
  "is_test" boolean not null default false,
  "custom" jsonb not null default '{}',
  "grams" text[] not null default '{}',
  "object" text,
  "action" text,
  "role" text,
  "scope" text,
  primary key (tenant_id, id)
);
create index grant_owner_id_idx on app."grant" (tenant_id, "owner_id", id);
create index grant_dept_id_idx on app."grant" (tenant_id, "dept_id", id);
create index grant_state_created_at_idx on app."grant" (tenant_id, "state", "created_at", id);
create index grant_created_at_idx on app."grant" (tenant_id, "created_at", id);
create index grant_case_id_idx on app."grant" (tenant_id, "case_id", id);
create index grant_grams_gin on app."grant" using gin (grams);
create index grant_member_ids_gin on app."grant" using gin (member_ids);
create unique index grant_source_key_key on app."grant" (tenant_id, lower(source_key)) where source_key is not null;
create unique index grant_object_key on app."grant" (tenant_id, "action", "role", lower("object")) where "object" is not null;
select app.tenant_table('app."grant"');

create table app."custom_field" (
  tenant_id uuid not null,
  id uuid not null,
  "no" text,
  "state" text not null,
  "version" integer not null,
  "owner_id" uuid,
  "dept_id" uuid,
  "member_ids" uuid[] not null default '{}',
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "updated_by" uuid,
  "entry_mode" text not null,
  "derived_object" text,
  "derived_id" uuid,
  "case_id" uuid not null,
  "inherited_fields" jsonb not null default '[]',
  "rekeyed_fields" jsonb not null default '[]',
  "imported_gap" jsonb not null default '[]',
  "source_key" text,
  "is_test" boolean not null default false,
  "custom" jsonb not null default '{}',
  "grams" text[] not null default '{}',
  "object" text,
  "key" text,
  "label_zh" text,
  "label_en" text,
  "kind" text,
  "target" text,
  "help_zh" text,
  "help_en" text,
  "required" boolean,
  "filterable" boolean,
  "show_in_list" boolean,
  "section" text,
  "seq" integer,
  "scale" integer,
  primary key (tenant_id, id)
);
create index custom_field_owner_id_idx on app."custom_field" (tenant_id, "owner_id", id);
create index custom_field_dept_id_idx on app."custom_field" (tenant_id, "dept_id", id);
create index custom_field_state_created_at_idx on app."custom_field" (tenant_id, "state", "created_at", id);
create index custom_field_created_at_idx on app."custom_field" (tenant_id, "created_at", id);
create index custom_field_case_id_idx on app."custom_field" (tenant_id, "case_id", id);
create index custom_field_grams_gin on app."custom_field" using gin (grams);
create index custom_field_member_ids_gin on app."custom_field" using gin (member_ids);
create unique index custom_field_source_key_key on app."custom_field" (tenant_id, lower(source_key)) where source_key is not null;
create unique index custom_field_key_key on app."custom_field" (tenant_id, "object", lower("key")) where "key" is not null;
select app.tenant_table('app."custom_field"');

create table app."custom_field_options" (
  tenant_id uuid not null,
  id uuid not null,
  parent_id uuid not null,
  position integer not null,
  "key" text,
  "zh" text,
  "en" text,
  "disabled" boolean,
  primary key (tenant_id, id),
  foreign key (tenant_id, parent_id) references app."custom_field" (tenant_id, id)
);
create index custom_field_options_parent_idx on app."custom_field_options" (tenant_id, parent_id, position);
select app.tenant_table('app."custom_field_options"');

create table app."comment" (
  tenant_id uuid not null,
  id uuid not null,
  "no" text,
  "state" text not null,
  "version" integer not null,
  "owner_id" uuid,
  "dept_id" uuid,
  "member_ids" uuid[] not null default '{}',
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "updated_by" uuid,
  "entry_mode" text not null,
  "derived_object" text,
  "derived_id" uuid,
  "case_id" uuid not null,
  "inherited_fields" jsonb not null default '[]',
  "rekeyed_fields" jsonb not null default '[]',
  "imported_gap" jsonb not null default '[]',
  "source_key" text,
  "is_test" boolean not null default false,
  "custom" jsonb not null default '{}',
  "grams" text[] not null default '{}',
  "object" text,
  "record_id" text,
  "body" text,
  "files" jsonb,
  "mentions" jsonb,
  "edited_at" timestamptz,
  primary key (tenant_id, id)
);
create index comment_owner_id_idx on app."comment" (tenant_id, "owner_id", id);
create index comment_dept_id_idx on app."comment" (tenant_id, "dept_id", id);
create index comment_state_created_at_idx on app."comment" (tenant_id, "state", "created_at", id);
create index comment_created_at_idx on app."comment" (tenant_id, "created_at", id);
create index comment_case_id_idx on app."comment" (tenant_id, "case_id", id);
create index comment_grams_gin on app."comment" using gin (grams);
create index comment_member_ids_gin on app."comment" using gin (member_ids);
create unique index comment_source_key_key on app."comment" (tenant_id, lower(source_key)) where source_key is not null;
create index comment_object_record_id_idx on app."comment" (tenant_id, "object", "record_id", id);
select app.tenant_table('app."comment"');

create table app."attachment" (
  tenant_id uuid not null,
  id uuid not null,
  "no" text,
  "state" text not null,
  "version" integer not null,
  "owner_id" uuid,
  "dept_id" uuid,
  "member_ids" uuid[] not null default '{}',
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "updated_by" uuid,
  "entry_mode" text not null,
  "derived_object" text,
  "derived_id" uuid,
  "case_id" uuid not null,
  "inherited_fields" jsonb not null default '[]',
  "rekeyed_fields" jsonb not null default '[]',
  "imported_gap" jsonb not null default '[]',
  "source_key" text,
  "is_test" boolean not null default false,
  "custom" jsonb not null default '{}',
  "grams" text[] not null default '{}',
  "object" text,
  "record_id" text,
  "file" jsonb,
  "name" text,
  "type" text,
  "size" integer,
  "note" text,
  "deleted_at" timestamptz,
  "deleted_by" uuid,
  "kept" jsonb,
  primary key (tenant_id, id)
);
create index attachment_owner_id_idx on app."attachment" (tenant_id, "owner_id", id);
create index attachment_dept_id_idx on app."attachment" (tenant_id, "dept_id", id);
create index attachment_state_created_at_idx on app."attachment" (tenant_id, "state", "created_at", id);
create index attachment_created_at_idx on app."attachment" (tenant_id, "created_at", id);
create index attachment_case_id_idx on app."attachment" (tenant_id, "case_id", id);
create index attachment_grams_gin on app."attachment" using gin (grams);
create index attachment_member_ids_gin on app."attachment" using gin (member_ids);
create unique index attachment_source_key_key on app."attachment" (tenant_id, lower(source_key)) where source_key is not null;
create index attachment_object_record_id_idx on app."attachment" (tenant_id, "object", "record_id", id);
select app.tenant_table('app."attachment"');

create table app."attachment_versions" (
  tenant_id uuid not null,
  id uuid not null,
  parent_id uuid not null,
  position integer not null,
  "file" jsonb,
  "name" text,
  "size" integer,
  "at" timestamptz,
  "by" uuid,
  primary key (tenant_id, id),
  foreign key (tenant_id, parent_id) references app."attachment" (tenant_id, id)
);
create index attachment_versions_parent_idx on app."attachment_versions" (tenant_id, parent_id, position);
select app.tenant_table('app."attachment_versions"');

create table app."share" (
  tenant_id uuid not null,
  id uuid not null,
  "no" text,
  "state" text not null,
  "version" integer not null,
  "owner_id" uuid,
  "dept_id" uuid,
  "member_ids" uuid[] not null default '{}',
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "updated_by" uuid,
  "entry_mode" text not null,
  "derived_object" text,
  "derived_id" uuid,
  "case_id" uuid not null,
  "inherited_fields" jsonb not null default '[]',
  "rekeyed_fields" jsonb not null default '[]',
  "imported_gap" jsonb not null default '[]',
  "source_key" text,
  "is_test" boolean not null default false,
  "custom" jsonb not null default '{}',
  "grams" text[] not null default '{}',
  "object" text,
  "record_id" text,
  "record_title" text,
  "user_id" uuid,
  "department_id" uuid,
  "role" text,
  "mode" text,
  "until" date,
  "purpose" text,
  primary key (tenant_id, id)
);
create index share_owner_id_idx on app."share" (tenant_id, "owner_id", id);
create index share_dept_id_idx on app."share" (tenant_id, "dept_id", id);
create index share_state_created_at_idx on app."share" (tenant_id, "state", "created_at", id);
create index share_created_at_idx on app."share" (tenant_id, "created_at", id);
create index share_case_id_idx on app."share" (tenant_id, "case_id", id);
create index share_grams_gin on app."share" using gin (grams);
create index share_member_ids_gin on app."share" using gin (member_ids);
create unique index share_source_key_key on app."share" (tenant_id, lower(source_key)) where source_key is not null;
create index share_object_record_id_idx on app."share" (tenant_id, "object", "record_id", id);
create index share_until_idx on app."share" (tenant_id, "until", id);
select app.tenant_table('app."share"');

create table app."handover" (
  tenant_id uuid not null,
  id uuid not null,
  "no" text,
  "state" text not null,
  "version" integer not null,
  "owner_id" uuid,
  "dept_id" uuid,
  "member_ids" uuid[] not null default '{}',
  "created_at" timestamptz not null,
  "created_by" uuid,
  "updated_at" timestamptz not null,
  "updated_by" uuid,
  "entry_mode" text not null,
  "derived_object" text,
  "derived_id" uuid,
  "case_id" uuid not null,
  "inherited_fields" jsonb not null default '[]',
  "rekeyed_fields" jsonb not null default '[]',
  "imported_gap" jsonb not null default '[]',
  "source_key" text,
  "is_test" boolean not null default false,
  "custom" jsonb not null default '{}',
  "grams" text[] not null default '{}',
  "person_name" text,
  "person_id" uuid,
  "rule" text,
  "to_id" uuid,
  "choices" jsonb,
  "purpose" text,
  "on" date,
  "total" integer,
  "given" integer,
  "refused" integer,
  primary key (tenant_id, id)
);
create index handover_owner_id_idx on app."handover" (tenant_id, "owner_id", id);
create index handover_dept_id_idx on app."handover" (tenant_id, "dept_id", id);
create index handover_state_created_at_idx on app."handover" (tenant_id, "state", "created_at", id);
create index handover_created_at_idx on app."handover" (tenant_id, "created_at", id);
create index handover_case_id_idx on app."handover" (tenant_id, "case_id", id);
create index handover_grams_gin on app."handover" using gin (grams);
create index handover_member_ids_gin on app."handover" using gin (member_ids);
create unique index handover_source_key_key on app."handover" (tenant_id, lower(source_key)) where source_key is not null;
create index handover_on_idx on app."handover" (tenant_id, "on", id);
select app.tenant_table('app."handover"');

alter table app."campaign" add constraint campaign_owner_id_fk
  foreign key (tenant_id, "owner_id") references app."user" (tenant_id, id);

alter table app."campaign" add constraint campaign_parent_id_fk
  foreign key (tenant_id, "parent_id") references app."campaign" (tenant_id, id);

alter table app."campaign" add constraint campaign_budget_approved_by_fk
  foreign key (tenant_id, "budget_approved_by") references app."user" (tenant_id, id);

alter table app."campaign_members" add constraint campaign_members_lead_id_fk
  foreign key (tenant_id, "lead_id") references app."lead" (tenant_id, id);

alter table app."campaign_members" add constraint campaign_members_contact_id_fk
  foreign key (tenant_id, "contact_id") references app."contact" (tenant_id, id);

alter table app."lead" add constraint lead_owner_id_fk
  foreign key (tenant_id, "owner_id") references app."user" (tenant_id, id);

alter table app."lead" add constraint lead_campaign_id_fk
  foreign key (tenant_id, "campaign_id") references app."campaign" (tenant_id, id);

alter table app."lead" add constraint lead_account_id_fk
  foreign key (tenant_id, "account_id") references app."account" (tenant_id, id);

alter table app."lead" add constraint lead_contact_id_fk
  foreign key (tenant_id, "contact_id") references app."contact" (tenant_id, id);

alter table app."lead" add constraint lead_opportunity_id_fk
  foreign key (tenant_id, "opportunity_id") references app."opportunity" (tenant_id, id);

alter table app."lead" add constraint lead_pool_id_fk
  foreign key (tenant_id, "pool_id") references app."pool" (tenant_id, id);

alter table app."lead" add constraint lead_former_owner_id_fk
  foreign key (tenant_id, "former_owner_id") references app."user" (tenant_id, id);

alter table app."lead" add constraint lead_merged_into_id_fk
  foreign key (tenant_id, "merged_into_id") references app."lead" (tenant_id, id);

alter table app."account" add constraint account_owner_id_fk
  foreign key (tenant_id, "owner_id") references app."user" (tenant_id, id);

alter table app."account" add constraint account_parent_id_fk
  foreign key (tenant_id, "parent_id") references app."account" (tenant_id, id);

alter table app."account" add constraint account_campaign_id_fk
  foreign key (tenant_id, "campaign_id") references app."campaign" (tenant_id, id);

alter table app."account" add constraint account_lead_id_fk
  foreign key (tenant_id, "lead_id") references app."lead" (tenant_id, id);

alter table app."account" add constraint account_pool_id_fk
  foreign key (tenant_id, "pool_id") references app."pool" (tenant_id, id);

alter table app."account" add constraint account_price_book_id_fk
  foreign key (tenant_id, "price_book_id") references app."price_book" (tenant_id, id);

alter table app."account" add constraint account_payment_term_id_fk
  foreign key (tenant_id, "payment_term_id") references app."payment_term" (tenant_id, id);

alter table app."account" add constraint account_former_owner_id_fk
  foreign key (tenant_id, "former_owner_id") references app."user" (tenant_id, id);

alter table app."account" add constraint account_merged_into_id_fk
  foreign key (tenant_id, "merged_into_id") references app."account" (tenant_id, id);

alter table app."contact" add constraint contact_owner_id_fk
  foreign key (tenant_id, "owner_id") references app."user" (tenant_id, id);

alter table app."contact" add constraint contact_account_id_fk
  foreign key (tenant_id, "account_id") references app."account" (tenant_id, id);

alter table app."contact" add constraint contact_lead_id_fk
  foreign key (tenant_id, "lead_id") references app."lead" (tenant_id, id);

alter table app."contact" add constraint contact_merged_into_id_fk
  foreign key (tenant_id, "merged_into_id") references app."contact" (tenant_id, id);

alter table app."activity" add constraint activity_owner_id_fk
  foreign key (tenant_id, "owner_id") references app."user" (tenant_id, id);

alter table app."activity" add constraint activity_lead_id_fk
  foreign key (tenant_id, "lead_id") references app."lead" (tenant_id, id);

alter table app."activity" add constraint activity_account_id_fk
  foreign key (tenant_id, "account_id") references app."account" (tenant_id, id);

alter table app."activity" add constraint activity_contact_id_fk
  foreign key (tenant_id, "contact_id") references app."contact" (tenant_id, id);

alter table app."activity" add constraint activity_opportunity_id_fk
  foreign key (tenant_id, "opportunity_id") references app."opportunity" (tenant_id, id);

alter table app."activity" add constraint activity_quote_id_fk
  foreign key (tenant_id, "quote_id") references app."quote" (tenant_id, id);

alter table app."activity" add constraint activity_contract_id_fk
  foreign key (tenant_id, "contract_id") references app."contract" (tenant_id, id);

alter table app."activity" add constraint activity_order_id_fk
  foreign key (tenant_id, "order_id") references app."order" (tenant_id, id);

alter table app."activity" add constraint activity_invoice_id_fk
  foreign key (tenant_id, "invoice_id") references app."invoice" (tenant_id, id);

alter table app."activity_attendees" add constraint activity_attendees_contact_id_fk
  foreign key (tenant_id, "contact_id") references app."contact" (tenant_id, id);

alter table app."opportunity" add constraint opportunity_owner_id_fk
  foreign key (tenant_id, "owner_id") references app."user" (tenant_id, id);

alter table app."opportunity" add constraint opportunity_account_id_fk
  foreign key (tenant_id, "account_id") references app."account" (tenant_id, id);

alter table app."opportunity" add constraint opportunity_primary_contact_id_fk
  foreign key (tenant_id, "primary_contact_id") references app."contact" (tenant_id, id);

alter table app."opportunity" add constraint opportunity_pipeline_id_fk
  foreign key (tenant_id, "pipeline_id") references app."pipeline" (tenant_id, id);

alter table app."opportunity" add constraint opportunity_lead_id_fk
  foreign key (tenant_id, "lead_id") references app."lead" (tenant_id, id);

alter table app."opportunity" add constraint opportunity_amendment_id_fk
  foreign key (tenant_id, "amendment_id") references app."amendment" (tenant_id, id);

alter table app."opportunity" add constraint opportunity_campaign_id_fk
  foreign key (tenant_id, "campaign_id") references app."campaign" (tenant_id, id);

alter table app."opportunity" add constraint opportunity_won_contract_id_fk
  foreign key (tenant_id, "won_contract_id") references app."contract" (tenant_id, id);

alter table app."opportunity" add constraint opportunity_won_quote_id_fk
  foreign key (tenant_id, "won_quote_id") references app."quote" (tenant_id, id);

alter table app."opportunity" add constraint opportunity_won_order_id_fk
  foreign key (tenant_id, "won_order_id") references app."order" (tenant_id, id);

alter table app."opportunity" add constraint opportunity_won_amendment_id_fk
  foreign key (tenant_id, "won_amendment_id") references app."amendment" (tenant_id, id);

alter table app."opportunity" add constraint opportunity_loss_competitor_id_fk
  foreign key (tenant_id, "loss_competitor_id") references app."account" (tenant_id, id);

alter table app."opportunity_lines" add constraint opportunity_lines_product_id_fk
  foreign key (tenant_id, "product_id") references app."product" (tenant_id, id);

alter table app."opportunity_competitors" add constraint opportunity_competitors_account_id_fk
  foreign key (tenant_id, "account_id") references app."account" (tenant_id, id);

alter table app."opportunity_contacts" add constraint opportunity_contacts_contact_id_fk
  foreign key (tenant_id, "contact_id") references app."contact" (tenant_id, id);

alter table app."opportunity_team" add constraint opportunity_team_user_id_fk
  foreign key (tenant_id, "user_id") references app."user" (tenant_id, id);

alter table app."opportunity_checks" add constraint opportunity_checks_done_by_fk
  foreign key (tenant_id, "done_by") references app."user" (tenant_id, id);

alter table app."opportunity_checks" add constraint opportunity_checks_waived_by_fk
  foreign key (tenant_id, "waived_by") references app."user" (tenant_id, id);

alter table app."opportunity_stage_history" add constraint opportunity_stage_history_by_fk
  foreign key (tenant_id, "by") references app."user" (tenant_id, id);

alter table app."gate_decision" add constraint gate_decision_owner_id_fk
  foreign key (tenant_id, "owner_id") references app."user" (tenant_id, id);

alter table app."gate_decision" add constraint gate_decision_gate_id_fk
  foreign key (tenant_id, "gate_id") references app."gate" (tenant_id, id);

alter table app."gate_decision" add constraint gate_decision_opportunity_id_fk
  foreign key (tenant_id, "opportunity_id") references app."opportunity" (tenant_id, id);

alter table app."gate_decision" add constraint gate_decision_quote_id_fk
  foreign key (tenant_id, "quote_id") references app."quote" (tenant_id, id);

alter table app."gate_decision" add constraint gate_decision_contract_id_fk
  foreign key (tenant_id, "contract_id") references app."contract" (tenant_id, id);

alter table app."gate_decision" add constraint gate_decision_amendment_id_fk
  foreign key (tenant_id, "amendment_id") references app."amendment" (tenant_id, id);

alter table app."gate_decision" add constraint gate_decision_requested_by_fk
  foreign key (tenant_id, "requested_by") references app."user" (tenant_id, id);

alter table app."gate_decision" add constraint gate_decision_decided_by_fk
  foreign key (tenant_id, "decided_by") references app."user" (tenant_id, id);

alter table app."gate_decision_conditions" add constraint gate_decision_conditions_owner_id_fk
  foreign key (tenant_id, "owner_id") references app."user" (tenant_id, id);

alter table app."quote" add constraint quote_owner_id_fk
  foreign key (tenant_id, "owner_id") references app."user" (tenant_id, id);

alter table app."quote" add constraint quote_opportunity_id_fk
  foreign key (tenant_id, "opportunity_id") references app."opportunity" (tenant_id, id);

alter table app."quote" add constraint quote_account_id_fk
  foreign key (tenant_id, "account_id") references app."account" (tenant_id, id);

alter table app."quote" add constraint quote_contact_id_fk
  foreign key (tenant_id, "contact_id") references app."contact" (tenant_id, id);

alter table app."quote" add constraint quote_entity_id_fk
  foreign key (tenant_id, "entity_id") references app."legal_entity" (tenant_id, id);

alter table app."quote" add constraint quote_previous_id_fk
  foreign key (tenant_id, "previous_id") references app."quote" (tenant_id, id);

alter table app."quote" add constraint quote_payment_term_id_fk
  foreign key (tenant_id, "payment_term_id") references app."payment_term" (tenant_id, id);

alter table app."quote" add constraint quote_submitted_by_fk
  foreign key (tenant_id, "submitted_by") references app."user" (tenant_id, id);

alter table app."quote" add constraint quote_approved_by_fk
  foreign key (tenant_id, "approved_by") references app."user" (tenant_id, id);

alter table app."quote_lines" add constraint quote_lines_product_id_fk
  foreign key (tenant_id, "product_id") references app."product" (tenant_id, id);

alter table app."contract" add constraint contract_owner_id_fk
  foreign key (tenant_id, "owner_id") references app."user" (tenant_id, id);

alter table app."contract" add constraint contract_account_id_fk
  foreign key (tenant_id, "account_id") references app."account" (tenant_id, id);

alter table app."contract" add constraint contract_contact_id_fk
  foreign key (tenant_id, "contact_id") references app."contact" (tenant_id, id);

alter table app."contract" add constraint contract_entity_id_fk
  foreign key (tenant_id, "entity_id") references app."legal_entity" (tenant_id, id);

alter table app."contract" add constraint contract_opportunity_id_fk
  foreign key (tenant_id, "opportunity_id") references app."opportunity" (tenant_id, id);

alter table app."contract" add constraint contract_quote_id_fk
  foreign key (tenant_id, "quote_id") references app."quote" (tenant_id, id);

alter table app."contract" add constraint contract_payment_term_id_fk
  foreign key (tenant_id, "payment_term_id") references app."payment_term" (tenant_id, id);

alter table app."contract" add constraint contract_submitted_by_fk
  foreign key (tenant_id, "submitted_by") references app."user" (tenant_id, id);

alter table app."contract" add constraint contract_approved_by_fk
  foreign key (tenant_id, "approved_by") references app."user" (tenant_id, id);

alter table app."contract_lines" add constraint contract_lines_product_id_fk
  foreign key (tenant_id, "product_id") references app."product" (tenant_id, id);

alter table app."contract_versions" add constraint contract_versions_by_fk
  foreign key (tenant_id, "by") references app."user" (tenant_id, id);

alter table app."contract_issues" add constraint contract_issues_raised_by_fk
  foreign key (tenant_id, "raised_by") references app."user" (tenant_id, id);

alter table app."amendment" add constraint amendment_owner_id_fk
  foreign key (tenant_id, "owner_id") references app."user" (tenant_id, id);

alter table app."amendment" add constraint amendment_contract_id_fk
  foreign key (tenant_id, "contract_id") references app."contract" (tenant_id, id);

alter table app."amendment" add constraint amendment_account_id_fk
  foreign key (tenant_id, "account_id") references app."account" (tenant_id, id);

alter table app."amendment" add constraint amendment_contact_id_fk
  foreign key (tenant_id, "contact_id") references app."contact" (tenant_id, id);

alter table app."amendment" add constraint amendment_submitted_by_fk
  foreign key (tenant_id, "submitted_by") references app."user" (tenant_id, id);

alter table app."amendment" add constraint amendment_approved_by_fk
  foreign key (tenant_id, "approved_by") references app."user" (tenant_id, id);

alter table app."amendment" add constraint amendment_booked_id_fk
  foreign key (tenant_id, "booked_id") references app."opportunity" (tenant_id, id);

alter table app."amendment_lines" add constraint amendment_lines_product_id_fk
  foreign key (tenant_id, "product_id") references app."product" (tenant_id, id);

alter table app."amendment_versions" add constraint amendment_versions_by_fk
  foreign key (tenant_id, "by") references app."user" (tenant_id, id);

alter table app."amendment_issues" add constraint amendment_issues_raised_by_fk
  foreign key (tenant_id, "raised_by") references app."user" (tenant_id, id);

alter table app."order" add constraint order_owner_id_fk
  foreign key (tenant_id, "owner_id") references app."user" (tenant_id, id);

alter table app."order" add constraint order_account_id_fk
  foreign key (tenant_id, "account_id") references app."account" (tenant_id, id);

alter table app."order" add constraint order_contact_id_fk
  foreign key (tenant_id, "contact_id") references app."contact" (tenant_id, id);

alter table app."order" add constraint order_contract_id_fk
  foreign key (tenant_id, "contract_id") references app."contract" (tenant_id, id);

alter table app."order" add constraint order_quote_id_fk
  foreign key (tenant_id, "quote_id") references app."quote" (tenant_id, id);

alter table app."order" add constraint order_opportunity_id_fk
  foreign key (tenant_id, "opportunity_id") references app."opportunity" (tenant_id, id);

alter table app."order" add constraint order_entity_id_fk
  foreign key (tenant_id, "entity_id") references app."legal_entity" (tenant_id, id);

alter table app."order" add constraint order_warehouse_id_fk
  foreign key (tenant_id, "warehouse_id") references app."warehouse" (tenant_id, id);

alter table app."order" add constraint order_payment_term_id_fk
  foreign key (tenant_id, "payment_term_id") references app."payment_term" (tenant_id, id);

alter table app."order" add constraint order_submitted_by_fk
  foreign key (tenant_id, "submitted_by") references app."user" (tenant_id, id);

alter table app."order" add constraint order_confirmed_by_fk
  foreign key (tenant_id, "confirmed_by") references app."user" (tenant_id, id);

alter table app."order_lines" add constraint order_lines_product_id_fk
  foreign key (tenant_id, "product_id") references app."product" (tenant_id, id);

alter table app."order_lines" add constraint order_lines_bundle_id_fk
  foreign key (tenant_id, "bundle_id") references app."product" (tenant_id, id);

alter table app."order_lines" add constraint order_lines_contract_id_fk
  foreign key (tenant_id, "contract_id") references app."contract" (tenant_id, id);

alter table app."order_lines" add constraint order_lines_warehouse_id_fk
  foreign key (tenant_id, "warehouse_id") references app."warehouse" (tenant_id, id);

alter table app."order_holds" add constraint order_holds_opened_by_fk
  foreign key (tenant_id, "opened_by") references app."user" (tenant_id, id);

alter table app."order_holds" add constraint order_holds_released_by_fk
  foreign key (tenant_id, "released_by") references app."user" (tenant_id, id);

alter table app."shipment" add constraint shipment_owner_id_fk
  foreign key (tenant_id, "owner_id") references app."user" (tenant_id, id);

alter table app."shipment" add constraint shipment_order_id_fk
  foreign key (tenant_id, "order_id") references app."order" (tenant_id, id);

alter table app."shipment" add constraint shipment_account_id_fk
  foreign key (tenant_id, "account_id") references app."account" (tenant_id, id);

alter table app."shipment" add constraint shipment_contract_id_fk
  foreign key (tenant_id, "contract_id") references app."contract" (tenant_id, id);

alter table app."shipment" add constraint shipment_entity_id_fk
  foreign key (tenant_id, "entity_id") references app."legal_entity" (tenant_id, id);

alter table app."shipment" add constraint shipment_warehouse_id_fk
  foreign key (tenant_id, "warehouse_id") references app."warehouse" (tenant_id, id);

alter table app."shipment" add constraint shipment_picked_by_fk
  foreign key (tenant_id, "picked_by") references app."user" (tenant_id, id);

alter table app."shipment_lines" add constraint shipment_lines_product_id_fk
  foreign key (tenant_id, "product_id") references app."product" (tenant_id, id);

alter table app."shipment_lines" add constraint shipment_lines_order_id_fk
  foreign key (tenant_id, "order_id") references app."order" (tenant_id, id);

alter table app."stock" add constraint stock_owner_id_fk
  foreign key (tenant_id, "owner_id") references app."user" (tenant_id, id);

alter table app."stock" add constraint stock_warehouse_id_fk
  foreign key (tenant_id, "warehouse_id") references app."warehouse" (tenant_id, id);

alter table app."stock" add constraint stock_product_id_fk
  foreign key (tenant_id, "product_id") references app."product" (tenant_id, id);

alter table app."movement" add constraint movement_owner_id_fk
  foreign key (tenant_id, "owner_id") references app."user" (tenant_id, id);

alter table app."movement" add constraint movement_warehouse_id_fk
  foreign key (tenant_id, "warehouse_id") references app."warehouse" (tenant_id, id);

alter table app."movement" add constraint movement_to_warehouse_id_fk
  foreign key (tenant_id, "to_warehouse_id") references app."warehouse" (tenant_id, id);

alter table app."movement_lines" add constraint movement_lines_product_id_fk
  foreign key (tenant_id, "product_id") references app."product" (tenant_id, id);

alter table app."movement_lines" add constraint movement_lines_shortage_id_fk
  foreign key (tenant_id, "shortage_id") references app."shortage" (tenant_id, id);

alter table app."shortage" add constraint shortage_owner_id_fk
  foreign key (tenant_id, "owner_id") references app."user" (tenant_id, id);

alter table app."shortage" add constraint shortage_product_id_fk
  foreign key (tenant_id, "product_id") references app."product" (tenant_id, id);

alter table app."shortage" add constraint shortage_warehouse_id_fk
  foreign key (tenant_id, "warehouse_id") references app."warehouse" (tenant_id, id);

alter table app."shortage" add constraint shortage_order_id_fk
  foreign key (tenant_id, "order_id") references app."order" (tenant_id, id);

alter table app."shortage" add constraint shortage_requested_by_fk
  foreign key (tenant_id, "requested_by") references app."user" (tenant_id, id);

alter table app."invoice" add constraint invoice_owner_id_fk
  foreign key (tenant_id, "owner_id") references app."user" (tenant_id, id);

alter table app."invoice" add constraint invoice_account_id_fk
  foreign key (tenant_id, "account_id") references app."account" (tenant_id, id);

alter table app."invoice" add constraint invoice_order_id_fk
  foreign key (tenant_id, "order_id") references app."order" (tenant_id, id);

alter table app."invoice" add constraint invoice_shipment_id_fk
  foreign key (tenant_id, "shipment_id") references app."shipment" (tenant_id, id);

alter table app."invoice" add constraint invoice_contract_id_fk
  foreign key (tenant_id, "contract_id") references app."contract" (tenant_id, id);

alter table app."invoice" add constraint invoice_entity_id_fk
  foreign key (tenant_id, "entity_id") references app."legal_entity" (tenant_id, id);

alter table app."invoice" add constraint invoice_requested_by_fk
  foreign key (tenant_id, "requested_by") references app."user" (tenant_id, id);

alter table app."invoice" add constraint invoice_issued_by_fk
  foreign key (tenant_id, "issued_by") references app."user" (tenant_id, id);

alter table app."invoice_lines" add constraint invoice_lines_product_id_fk
  foreign key (tenant_id, "product_id") references app."product" (tenant_id, id);

alter table app."invoice_lines" add constraint invoice_lines_order_id_fk
  foreign key (tenant_id, "order_id") references app."order" (tenant_id, id);

alter table app."invoice_lines" add constraint invoice_lines_contract_id_fk
  foreign key (tenant_id, "contract_id") references app."contract" (tenant_id, id);

alter table app."invoice_cover" add constraint invoice_cover_order_id_fk
  foreign key (tenant_id, "order_id") references app."order" (tenant_id, id);

alter table app."invoice_disputes" add constraint invoice_disputes_opened_by_fk
  foreign key (tenant_id, "opened_by") references app."user" (tenant_id, id);

alter table app."payment" add constraint payment_owner_id_fk
  foreign key (tenant_id, "owner_id") references app."user" (tenant_id, id);

alter table app."payment" add constraint payment_entity_id_fk
  foreign key (tenant_id, "entity_id") references app."legal_entity" (tenant_id, id);

alter table app."payment" add constraint payment_account_id_fk
  foreign key (tenant_id, "account_id") references app."account" (tenant_id, id);

alter table app."payment" add constraint payment_claimed_by_fk
  foreign key (tenant_id, "claimed_by") references app."user" (tenant_id, id);

alter table app."payment_allocations" add constraint payment_allocations_invoice_id_fk
  foreign key (tenant_id, "invoice_id") references app."invoice" (tenant_id, id);

alter table app."payment_allocations" add constraint payment_allocations_by_id_fk
  foreign key (tenant_id, "by_id") references app."user" (tenant_id, id);

alter table app."journal" add constraint journal_owner_id_fk
  foreign key (tenant_id, "owner_id") references app."user" (tenant_id, id);

alter table app."journal" add constraint journal_entity_id_fk
  foreign key (tenant_id, "entity_id") references app."legal_entity" (tenant_id, id);

alter table app."journal_lines" add constraint journal_lines_account_id_fk
  foreign key (tenant_id, "account_id") references app."account" (tenant_id, id);

alter table app."journal_lines" add constraint journal_lines_invoice_id_fk
  foreign key (tenant_id, "invoice_id") references app."invoice" (tenant_id, id);

alter table app."journal_lines" add constraint journal_lines_order_id_fk
  foreign key (tenant_id, "order_id") references app."order" (tenant_id, id);

alter table app."journal_lines" add constraint journal_lines_payment_id_fk
  foreign key (tenant_id, "payment_id") references app."payment" (tenant_id, id);

alter table app."cost" add constraint cost_owner_id_fk
  foreign key (tenant_id, "owner_id") references app."user" (tenant_id, id);

alter table app."cost" add constraint cost_campaign_id_fk
  foreign key (tenant_id, "campaign_id") references app."campaign" (tenant_id, id);

alter table app."cost" add constraint cost_department_id_fk
  foreign key (tenant_id, "department_id") references app."department" (tenant_id, id);

alter table app."cost" add constraint cost_entity_id_fk
  foreign key (tenant_id, "entity_id") references app."legal_entity" (tenant_id, id);

alter table app."product" add constraint product_owner_id_fk
  foreign key (tenant_id, "owner_id") references app."user" (tenant_id, id);

alter table app."product_bundle" add constraint product_bundle_product_id_fk
  foreign key (tenant_id, "product_id") references app."product" (tenant_id, id);

alter table app."price_book" add constraint price_book_owner_id_fk
  foreign key (tenant_id, "owner_id") references app."user" (tenant_id, id);

alter table app."price_book" add constraint price_book_account_id_fk
  foreign key (tenant_id, "account_id") references app."account" (tenant_id, id);

alter table app."price_book_entries" add constraint price_book_entries_product_id_fk
  foreign key (tenant_id, "product_id") references app."product" (tenant_id, id);

alter table app."warehouse" add constraint warehouse_owner_id_fk
  foreign key (tenant_id, "owner_id") references app."user" (tenant_id, id);

alter table app."warehouse" add constraint warehouse_keeper_id_fk
  foreign key (tenant_id, "keeper_id") references app."user" (tenant_id, id);

alter table app."legal_entity" add constraint legal_entity_owner_id_fk
  foreign key (tenant_id, "owner_id") references app."user" (tenant_id, id);

alter table app."legal_entity" add constraint legal_entity_parent_id_fk
  foreign key (tenant_id, "parent_id") references app."legal_entity" (tenant_id, id);

alter table app."payment_term" add constraint payment_term_owner_id_fk
  foreign key (tenant_id, "owner_id") references app."user" (tenant_id, id);

alter table app."fx_rate" add constraint fx_rate_owner_id_fk
  foreign key (tenant_id, "owner_id") references app."user" (tenant_id, id);

alter table app."accounting_period" add constraint accounting_period_owner_id_fk
  foreign key (tenant_id, "owner_id") references app."user" (tenant_id, id);

alter table app."accounting_period" add constraint accounting_period_entity_id_fk
  foreign key (tenant_id, "entity_id") references app."legal_entity" (tenant_id, id);

alter table app."accounting_period_revaluation" add constraint accounting_period_revaluation_invoice_id_fk
  foreign key (tenant_id, "invoice_id") references app."invoice" (tenant_id, id);

alter table app."accounting_period_revaluation" add constraint accounting_period_revaluation_account_id_fk
  foreign key (tenant_id, "account_id") references app."account" (tenant_id, id);

alter table app."account_mapping" add constraint account_mapping_owner_id_fk
  foreign key (tenant_id, "owner_id") references app."user" (tenant_id, id);

alter table app."pipeline" add constraint pipeline_owner_id_fk
  foreign key (tenant_id, "owner_id") references app."user" (tenant_id, id);

alter table app."pipeline" add constraint pipeline_previous_id_fk
  foreign key (tenant_id, "previous_id") references app."pipeline" (tenant_id, id);

alter table app."gate" add constraint gate_owner_id_fk
  foreign key (tenant_id, "owner_id") references app."user" (tenant_id, id);

alter table app."pool" add constraint pool_owner_id_fk
  foreign key (tenant_id, "owner_id") references app."user" (tenant_id, id);

alter table app."pool" add constraint pool_department_id_fk
  foreign key (tenant_id, "department_id") references app."department" (tenant_id, id);

alter table app."pool_members" add constraint pool_members_user_id_fk
  foreign key (tenant_id, "user_id") references app."user" (tenant_id, id);

alter table app."pool_members" add constraint pool_members_department_id_fk
  foreign key (tenant_id, "department_id") references app."department" (tenant_id, id);

alter table app."assignment_rule" add constraint assignment_rule_owner_id_fk
  foreign key (tenant_id, "owner_id") references app."user" (tenant_id, id);

alter table app."assignment_rule" add constraint assignment_rule_pool_id_fk
  foreign key (tenant_id, "pool_id") references app."pool" (tenant_id, id);

alter table app."assignment_rule" add constraint assignment_rule_last_user_id_fk
  foreign key (tenant_id, "last_user_id") references app."user" (tenant_id, id);

alter table app."assignment_rule_candidates" add constraint assignment_rule_candidates_user_id_fk
  foreign key (tenant_id, "user_id") references app."user" (tenant_id, id);

alter table app."scoring_rule" add constraint scoring_rule_owner_id_fk
  foreign key (tenant_id, "owner_id") references app."user" (tenant_id, id);

alter table app."match_rule" add constraint match_rule_owner_id_fk
  foreign key (tenant_id, "owner_id") references app."user" (tenant_id, id);

alter table app."duplicate_pair" add constraint duplicate_pair_owner_id_fk
  foreign key (tenant_id, "owner_id") references app."user" (tenant_id, id);

alter table app."duplicate_pair" add constraint duplicate_pair_lead_id_fk
  foreign key (tenant_id, "lead_id") references app."lead" (tenant_id, id);

alter table app."duplicate_pair" add constraint duplicate_pair_other_lead_id_fk
  foreign key (tenant_id, "other_lead_id") references app."lead" (tenant_id, id);

alter table app."duplicate_pair" add constraint duplicate_pair_account_id_fk
  foreign key (tenant_id, "account_id") references app."account" (tenant_id, id);

alter table app."duplicate_pair" add constraint duplicate_pair_other_account_id_fk
  foreign key (tenant_id, "other_account_id") references app."account" (tenant_id, id);

alter table app."duplicate_pair" add constraint duplicate_pair_contact_id_fk
  foreign key (tenant_id, "contact_id") references app."contact" (tenant_id, id);

alter table app."duplicate_pair" add constraint duplicate_pair_other_contact_id_fk
  foreign key (tenant_id, "other_contact_id") references app."contact" (tenant_id, id);

alter table app."duplicate_pair" add constraint duplicate_pair_rule_id_fk
  foreign key (tenant_id, "rule_id") references app."match_rule" (tenant_id, id);

alter table app."merge_record" add constraint merge_record_owner_id_fk
  foreign key (tenant_id, "owner_id") references app."user" (tenant_id, id);

alter table app."merge_record" add constraint merge_record_lead_id_fk
  foreign key (tenant_id, "lead_id") references app."lead" (tenant_id, id);

alter table app."merge_record" add constraint merge_record_gone_lead_id_fk
  foreign key (tenant_id, "gone_lead_id") references app."lead" (tenant_id, id);

alter table app."merge_record" add constraint merge_record_account_id_fk
  foreign key (tenant_id, "account_id") references app."account" (tenant_id, id);

alter table app."merge_record" add constraint merge_record_gone_account_id_fk
  foreign key (tenant_id, "gone_account_id") references app."account" (tenant_id, id);

alter table app."merge_record" add constraint merge_record_contact_id_fk
  foreign key (tenant_id, "contact_id") references app."contact" (tenant_id, id);

alter table app."merge_record" add constraint merge_record_gone_contact_id_fk
  foreign key (tenant_id, "gone_contact_id") references app."contact" (tenant_id, id);

alter table app."company" add constraint company_owner_id_fk
  foreign key (tenant_id, "owner_id") references app."user" (tenant_id, id);

alter table app."department" add constraint department_owner_id_fk
  foreign key (tenant_id, "owner_id") references app."user" (tenant_id, id);

alter table app."department" add constraint department_parent_id_fk
  foreign key (tenant_id, "parent_id") references app."department" (tenant_id, id);

alter table app."department" add constraint department_head_id_fk
  foreign key (tenant_id, "head_id") references app."user" (tenant_id, id);

alter table app."user" add constraint user_owner_id_fk
  foreign key (tenant_id, "owner_id") references app."user" (tenant_id, id);

alter table app."user" add constraint user_department_id_fk
  foreign key (tenant_id, "department_id") references app."department" (tenant_id, id);

alter table app."grant" add constraint grant_owner_id_fk
  foreign key (tenant_id, "owner_id") references app."user" (tenant_id, id);

alter table app."custom_field" add constraint custom_field_owner_id_fk
  foreign key (tenant_id, "owner_id") references app."user" (tenant_id, id);

alter table app."comment" add constraint comment_owner_id_fk
  foreign key (tenant_id, "owner_id") references app."user" (tenant_id, id);

alter table app."attachment" add constraint attachment_owner_id_fk
  foreign key (tenant_id, "owner_id") references app."user" (tenant_id, id);

alter table app."attachment" add constraint attachment_deleted_by_fk
  foreign key (tenant_id, "deleted_by") references app."user" (tenant_id, id);

alter table app."attachment_versions" add constraint attachment_versions_by_fk
  foreign key (tenant_id, "by") references app."user" (tenant_id, id);

alter table app."share" add constraint share_owner_id_fk
  foreign key (tenant_id, "owner_id") references app."user" (tenant_id, id);

alter table app."share" add constraint share_user_id_fk
  foreign key (tenant_id, "user_id") references app."user" (tenant_id, id);

alter table app."share" add constraint share_department_id_fk
  foreign key (tenant_id, "department_id") references app."department" (tenant_id, id);

alter table app."handover" add constraint handover_owner_id_fk
  foreign key (tenant_id, "owner_id") references app."user" (tenant_id, id);

alter table app."handover" add constraint handover_person_id_fk
  foreign key (tenant_id, "person_id") references app."user" (tenant_id, id);

alter table app."handover" add constraint handover_to_id_fk
  foreign key (tenant_id, "to_id") references app."user" (tenant_id, id);

