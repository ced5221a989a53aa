-- Seen outside any shop alone: no shop learns from which others its customer collects.
create procedure between_shops_table(t regclass, why text) language plpgsql as $$
begin
  execute format('alter table %s enable row level security', t);
  execute format('alter table %s force row level security', t);
  execute format('create policy outside_shops on %s to devanture_app using (current_shop_id() is null) with check (current_shop_id() is null)', t);
  execute format('grant select, insert, update, delete on %s to devanture_app', t);
  execute format('comment on table %s is %L', t, 'global: ' || why);
end $$;

-- key_hash, link_hash: SHA-256 of the Idempotency-Key and of the token in the customer's link. from_insee: the commune the customer sets out from.
create table customer_round (
  round_id uuid primary key,
  key_hash text not null unique,
  body_hash text not null,
  link_hash text not null unique,
  from_insee text check (from_insee ~ '^[0-9AB]{5}$'),
  created_at timestamptz not null default now()
);
call between_shops_table('customer_round', 'several orders placed together; names nobody; retention: order');

create table customer_round_stop (
  round_id uuid not null references customer_round on delete cascade,
  shop_id uuid not null,
  order_id uuid not null,
  primary key (round_id, shop_id),
  foreign key (shop_id, order_id) references shop_order on delete cascade
);
call between_shops_table('customer_round_stop', 'which orders belong to a round; goes with them');
create index customer_round_stop_order on customer_round_stop (shop_id, order_id);

-- A basket on its way from one host to another: single use, ten minutes. Holds what is wanted, not by whom; lines go when it is used.
create table basket_handover (
  token_hash text primary key,
  shop_id uuid not null references shop,
  toward text not null check (toward in ('portal', 'shop')),
  lines jsonb not null,
  expires_at timestamptz not null,
  consumed_at timestamptz
);
call between_shops_table('basket_handover', 'a basket between a shop''s host and the portal; names nobody; retention: a day');
create index basket_handover_expires on basket_handover (expires_at);
