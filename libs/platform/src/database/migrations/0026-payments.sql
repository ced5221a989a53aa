-- card_awaited: to be paid by card and not authorised yet; nobody prepares it. card: authorised, captured or given back.
alter table shop_order add column payment text not null default 'shop' check (payment in ('shop', 'card_awaited', 'card'));

-- The shop's own account at Stripe. requirements: what Stripe still asks of the merchant. card_offered: the merchant's switch.
create table payment_account (
  shop_id uuid not null references shop,
  account_id text not null check (account_id ~ '^acct_[A-Za-z0-9]{1,60}$'),
  charges_enabled boolean not null default false,
  details_submitted boolean not null default false,
  requirements text[] not null default '{}',
  disabled_reason text check (length(disabled_reason) <= 200),
  card_offered boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (shop_id)
);
call tenant_table('payment_account', 'none', 'where card payments of the shop''s customers go, past the platform');

create table payment_account_shop (
  account_id text primary key,
  shop_id uuid not null references shop
);
call public_copy('payment_account_shop', 'which shop an event of Stripe is about; holds no personal data');
create index payment_account_shop_shop on payment_account_shop (shop_id);

-- One payment an order. capture_cents: what was decided to be captured, kept over retries. due_at: unpaid then, the order lapses.
-- No card data and no name: Stripe has them. Retention: order.
create table order_payment (
  shop_id uuid not null,
  order_id uuid not null,
  account_id text not null,
  status text not null default 'awaiting' check (status in ('awaiting', 'authorised', 'captured', 'released', 'failed')),
  amount_cents int not null check (amount_cents > 0),
  capture_cents int check (capture_cents between 1 and amount_cents),
  captured_cents int not null default 0 check (captured_cents between 0 and amount_cents),
  due_at timestamptz not null,
  session_attempt int not null default 0,
  session_expires_at timestamptz,
  session_id text,
  session_url text check (length(session_url) <= 5000),
  payment_intent_id text,
  authorised_at timestamptz,
  capture_by timestamptz,
  settled_at timestamptz,
  fault text check (length(fault) <= 500),
  primary key (shop_id, order_id),
  foreign key (shop_id, order_id) references shop_order on delete cascade
);
call tenant_table('order_payment', 'none', 'what became of the money of an order paid by card');
create index order_payment_session on order_payment (shop_id, session_id) where session_id is not null;
create index order_payment_intent on order_payment (shop_id, payment_intent_id) where payment_intent_id is not null;

-- cause: merchant gives back with a reason; system follows struck lines and ended orders; withdrawal.
create table payment_refund (
  shop_id uuid not null,
  refund_id uuid not null,
  order_id uuid not null,
  cents int not null check (cents > 0),
  cause text not null check (cause in ('merchant', 'system', 'withdrawal')),
  reason text check (length(reason) <= 500),
  actor text not null,
  status text not null default 'asked' check (status in ('asked', 'done', 'failed')),
  stripe_refund_id text,
  fault text check (length(fault) <= 500),
  asked_at timestamptz not null default now(),
  done_at timestamptz,
  primary key (shop_id, refund_id),
  foreign key (shop_id, order_id) references order_payment on delete cascade
);
call tenant_table('payment_refund', 'none', 'money given back, asked before it is sent');
create index payment_refund_order on payment_refund (shop_id, order_id);

-- The same event twice is handled once.
create table payment_event (
  shop_id uuid not null references shop,
  event_id text not null check (length(event_id) between 1 and 255),
  type text not null check (length(type) <= 100),
  received_at timestamptz not null default now(),
  primary key (shop_id, event_id)
);
call tenant_table('payment_event', 'none', 'events of Stripe that came in');
revoke update on payment_event from devanture_app;
