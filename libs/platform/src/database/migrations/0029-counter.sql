-- The device that hands over names each handover: the same one sent again, because its answer was lost, is done once.
create table handover_key (
  shop_id uuid not null references shop,
  key text not null check (length(key) between 8 and 100),
  order_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (shop_id, key),
  foreign key (shop_id, order_id) references shop_order on delete cascade
);
call tenant_table('handover_key', 'none', 'the same handover twice is one');

-- Pages that show an order live hear of it; the payload is an id that opens nothing.
create function tell_order_moved() returns trigger language plpgsql as $$
begin
  perform pg_notify('order_moved', new.order_id::text);
  return null;
end $$;
create trigger order_event_told after insert on order_event for each row execute function tell_order_moved();

-- Personal data of an erased order is gone; what the law obliges the shop to keep (lines, amounts, dates) stays.
alter table shop_order
  add column customer_language text not null default 'fr' check (customer_language in ('fr', 'en')),
  add column wants_texts boolean not null default false,
  add column erased_at timestamptz;

alter table shop add column sends_texts boolean not null default false;

-- What a customer said of messages that an order does not need. email_hash: keyed hash of the address.
create table message_choice (
  shop_id uuid not null references shop,
  email_hash text not null check (length(email_hash) = 43),
  reminders boolean not null default true,
  texts boolean not null default true,
  changed_at timestamptz not null default now(),
  primary key (shop_id, email_hash)
);
call tenant_table('message_choice', 'none', 'what a customer wants to be told beyond what the order needs');

-- Finds all orders of a verified address over the shops. Holds no personal data: the hash is keyed by the application's secret.
create table order_index (
  email_hash text not null check (length(email_hash) = 43),
  shop_id uuid not null,
  order_id uuid not null,
  placed_at timestamptz not null,
  primary key (email_hash, shop_id, order_id),
  foreign key (shop_id, order_id) references shop_order on delete cascade
);
call public_copy('order_index', 'keyed hash of an address to its orders; the orders themselves stay in their shops');
create index order_index_order on order_index (shop_id, order_id);

-- Takes an order's link from the shop's host to the portal, once.
create table order_pass (
  token_hash text primary key,
  shop_id uuid not null,
  order_id uuid not null,
  expires_at timestamptz not null,
  foreign key (shop_id, order_id) references shop_order on delete cascade
);
call public_copy('order_pass', 'hash of a single-use token; unguessable');

-- A customer's sign-in by mail. Personal data: email; retention: ten minutes, then thirty days after the last visit.
create table customer_link (
  token_hash text primary key,
  email text not null check (length(email) <= 254),
  expires_at timestamptz not null,
  used_at timestamptz
);
call global_table('customer_link', 'links that prove an address; no shop owns its customers'' addresses');

create table customer_session (
  id_hash text primary key,
  email text not null check (length(email) <= 254),
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
call global_table('customer_session', 'browsers whose user proved an address');
