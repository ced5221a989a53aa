-- booked counts orders, items their pieces. A row exists once somebody booked; capacity is the shop's at that moment.
create table pickup_slot (
  shop_id uuid not null references shop,
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  capacity int not null check (capacity >= 0),
  booked int not null default 0 check (booked >= 0),
  items int not null default 0 check (items >= 0),
  primary key (shop_id, starts_at)
);
call tenant_table('pickup_slot', 'none', 'how full each pickup slot is');

-- link_hash: SHA-256 of the token in the customer's link. Personal data: name, email, phone; retention: order.
create table shop_order (
  shop_id uuid not null references shop,
  order_id uuid not null,
  number text not null,
  status text not null check (status in ('placed', 'accepted', 'ready', 'collected', 'partially_collected', 'refused', 'cancelled', 'lapsed', 'no_show')),
  customer_name text not null check (length(customer_name) between 1 and 200),
  customer_email text not null check (length(customer_email) between 3 and 254),
  customer_phone text check (length(customer_phone) <= 40),
  note text check (length(note) <= 1000),
  slot_starts_at timestamptz not null,
  slot_ends_at timestamptz not null,
  total_cents int not null check (total_cents >= 0),
  pickup_code text not null check (pickup_code ~ '^[0-9A-HJKMNP-TV-Z]{8}$'),
  link_hash text not null,
  terms_hash text,
  placed_at timestamptz not null default now(),
  answer_due_at timestamptz,
  primary key (shop_id, order_id),
  unique (shop_id, number),
  unique (shop_id, pickup_code),
  unique (shop_id, link_hash)
);
call tenant_table('shop_order', 'none', 'one contract between a customer and the shop');
create index shop_order_board on shop_order (shop_id, status, slot_starts_at);

-- Finds the shop of a link that is opened on the portal host (API); holds no personal data.
create table order_link (
  link_hash text primary key,
  shop_id uuid not null,
  order_id uuid not null,
  foreign key (shop_id, order_id) references shop_order on delete cascade
);
call public_copy('order_link', 'the hash of a 128-bit token to its shop; unguessable');

create table order_line (
  shop_id uuid not null,
  order_id uuid not null,
  line int not null,
  product_id uuid not null,
  variant_id uuid not null,
  name text not null,
  options text[] not null default '{}',
  vat_rate numeric(3, 1) not null,
  unit_cents int not null check (unit_cents >= 0),
  quantity int not null check (quantity between 1 and 9999),
  struck int not null default 0 check (struck between 0 and quantity),
  tracked boolean not null,
  substitution text not null default 'leave_out' check (substitution in ('similar', 'leave_out', 'call_me')),
  primary key (shop_id, order_id, line),
  foreign key (shop_id, order_id) references shop_order on delete cascade
);
call tenant_table('order_line', 'none', 'name and price as they were when ordered; struck pieces are not handed over');

-- actor: customer, system, or person:<id>.
create table order_event (
  shop_id uuid not null,
  order_id uuid not null,
  seq int not null,
  from_status text,
  to_status text not null,
  actor text not null,
  reason text,
  comment text check (length(comment) <= 500),
  at timestamptz not null default now(),
  primary key (shop_id, order_id, seq),
  foreign key (shop_id, order_id) references shop_order on delete cascade
);
call tenant_table('order_event', 'none', 'who moved the order, when and why');
revoke update on order_event from devanture_app;

create table idempotency_key (
  shop_id uuid not null references shop,
  key text not null check (length(key) between 1 and 200),
  body_hash text not null,
  order_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (shop_id, key)
);
call tenant_table('idempotency_key', 'none', 'the same request twice is one order');
create index idempotency_key_age on idempotency_key (created_at);

-- One row a message: the same Message-ID on a repeat, never more than twice.
create table mail_delivery (
  shop_id uuid not null references shop,
  message_id text not null,
  kind text not null,
  order_id uuid,
  attempts int not null default 0 check (attempts between 0 and 2),
  sent_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (shop_id, message_id)
);
call tenant_table('mail_delivery', 'none', 'what was sent, so that a repeated job sends nothing twice');
