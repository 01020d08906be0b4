-- Imports look for records by the names people know them by.

create index if not exists account_name_lower_idx on app.account (tenant_id, lower(name));
create index if not exists contact_name_lower_idx on app.contact (tenant_id, lower(name));
create index if not exists product_name_lower_idx on app.product (tenant_id, lower(name));
create index if not exists opportunity_name_lower_idx on app.opportunity (tenant_id, lower(name));
