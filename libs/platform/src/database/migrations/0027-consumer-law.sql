-- Every version of a shop's terms of sale, by the SHA-256 of its exact text; an order names the one that was accepted.
create table terms_version (
  shop_id uuid not null references shop,
  terms_hash text not null check (terms_hash ~ '^[0-9a-f]{64}$'),
  text text not null check (length(text) between 1 and 30000),
  since timestamptz not null default now(),
  primary key (shop_id, terms_hash)
);
call tenant_table('terms_version', 'write', 'what a customer accepted stays readable as it was');
revoke update on terms_version from devanture_app, devanture_region;

create function terms_hash(legal jsonb) returns text
  language sql immutable parallel safe
  return encode(sha256(convert_to(nullif(legal ->> 'terms', ''), 'UTF8')), 'hex');

-- A trigger, for terms are written in several ways and none may be forgotten.
create function keep_terms_version() returns trigger language plpgsql as $$
begin
  insert into terms_version (shop_id, terms_hash, text) values (new.shop_id, terms_hash(new.legal), new.legal ->> 'terms')
  on conflict do nothing;
  return null;
end $$;

create trigger shop_terms after insert or update of legal on shop
  for each row when (nullif(new.legal ->> 'terms', '') is not null) execute function keep_terms_version();

-- The owner too is held by row level security: for this one statement it is lifted.
alter table shop no force row level security;
alter table terms_version no force row level security;
insert into terms_version (shop_id, terms_hash, text)
select shop_id, terms_hash(legal), legal ->> 'terms' from shop where nullif(legal ->> 'terms', '') is not null
on conflict do nothing;
alter table shop force row level security;
alter table terms_version force row level security;

-- Why a product bought online cannot be sent back (Code de la consommation L221-28); null: it can. Kept on each line as it was when ordered.
alter table product add column withdrawal_exclusion text
  check (withdrawal_exclusion in ('perishable', 'made_to_measure', 'hygiene_sealed', 'media_sealed', 'press', 'market_price', 'inseparable'));
alter table order_line add column withdrawal_exclusion text;

-- The declaration as it was made. Personal data: name and e-mail; retention: order. refund_due_at: fourteen days later.
create table order_withdrawal (
  shop_id uuid not null,
  order_id uuid not null,
  declared_at timestamptz not null,
  customer_name text not null check (length(customer_name) between 1 and 200),
  customer_email text not null check (length(customer_email) between 3 and 254),
  lines int[] not null check (cardinality(lines) > 0),
  cents int not null check (cents >= 0),
  text text not null check (length(text) <= 5000),
  refund_due_at timestamptz not null,
  primary key (shop_id, order_id),
  foreign key (shop_id, order_id) references shop_order on delete cascade
);
call tenant_table('order_withdrawal', 'none', 'a customer withdrew from an order paid online');
revoke update on order_withdrawal from devanture_app;
