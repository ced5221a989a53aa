-- public_category: a code of libs/catalog/data/public-categories.csv. safety: what Regulation (EU) 2023/988, article 19, asks of an offer.
alter table product
  add column public_category text check (public_category ~ '^[a-z0-9-]{1,40}$'),
  add column safety jsonb not null default '{}' check (jsonb_typeof(safety) = 'object' and length(safety::text) <= 20000);

-- content_amount, content_unit: what is in one piece, for its unit price. prior_cents: the lowest price of the 30 days before the
-- present reduction, written by the trigger below alone. archived_at: no longer offered, but orders speak of it.
alter table variant
  add column content_amount numeric(10, 3) check (content_amount > 0),
  add column content_unit text check (content_unit in ('g', 'kg', 'ml', 'cl', 'l', 'm', 'm2', 'piece')),
  add column prior_cents int,
  add column archived_at timestamptz,
  add check ((content_amount is null) = (content_unit is null));

-- Append only, and written by the database: no path that changes a price can forget it.
create table price_change (
  shop_id uuid not null,
  change_id uuid not null default gen_random_uuid(),
  variant_id uuid not null,
  price_cents int not null,
  at timestamptz not null default clock_timestamp(),
  primary key (shop_id, change_id),
  foreign key (shop_id, variant_id) references variant on delete cascade
);
call tenant_table('price_change', 'none', 'every price a variant had, for the prior price of article L112-1-1 of the Code de la consommation');
create index price_change_variant on price_change (shop_id, variant_id, at);
revoke update, delete on price_change from devanture_app;

alter table variant no force row level security;
alter table price_change no force row level security;
insert into price_change (shop_id, variant_id, price_cents) select shop_id, variant_id, price_cents from variant;
alter table price_change force row level security;
alter table variant force row level security;

create function keep_first_prices() returns trigger language plpgsql as $$
begin
  insert into price_change (shop_id, variant_id, price_cents) select shop_id, variant_id, price_cents from made;
  return null;
end $$;
create trigger variant_first_price after insert on variant referencing new table as made
  for each statement execute function keep_first_prices();

create function keep_price() returns trigger language plpgsql as $$
begin
  insert into price_change (shop_id, variant_id, price_cents) values (new.shop_id, new.variant_id, new.price_cents);
  return null;
end $$;
create trigger variant_price after update on variant for each row when (old.price_cents <> new.price_cents) execute function keep_price();

-- Directive 98/6/EC, article 6a; Code de la consommation, L112-1-1: the lowest price of the 30 days before the reduction; of
-- successive reductions, before the first. Perishable goods are exempt. A price that has stood for 30 days is no reduction.
create function set_prior_price() returns trigger language plpgsql as $$
declare
  period_end timestamptz := clock_timestamp();
  present_since timestamptz;
begin
  if new.compare_at_cents is null then
    new.prior_cents := null;
    return new;
  end if;
  new.prior_cents := old.prior_cents;
  if old.compare_at_cents is not null
    or (select perishable from product p where p.shop_id = new.shop_id and p.product_id = new.product_id) then
    return new;
  end if;
  if new.price_cents = old.price_cents then
    select max(at) into present_since from price_change where shop_id = new.shop_id and variant_id = new.variant_id;
    if present_since > period_end - interval '30 days' then period_end := present_since; end if;
  end if;
  select min(price_cents) into new.prior_cents from (
    select price_cents, at, lead(at) over (order by at) as ended from price_change
    where shop_id = new.shop_id and variant_id = new.variant_id) had
  where at < period_end and (ended is null or ended > period_end - interval '30 days');
  return new;
end $$;
create trigger variant_prior_price before update of price_cents, compare_at_cents on variant
  for each row execute function set_prior_price();

-- changes: [{variantId | productId, field, from, to}], in the order of the table.
create table bulk_edit (
  shop_id uuid not null references shop,
  edit_id uuid not null,
  person_id uuid,
  changes jsonb not null,
  at timestamptz not null default now(),
  undone_at timestamptz,
  primary key (shop_id, edit_id)
);
call tenant_table('bulk_edit', 'none', 'what the last saves of the table of products changed, so that they can be taken back');
create index bulk_edit_latest on bulk_edit (shop_id, at desc);
