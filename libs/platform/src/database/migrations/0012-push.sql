-- One browser of one person that wants to be told about one shop's orders. `endpoint` is where the browser's maker takes messages for it.
create table push_device (
  shop_id uuid not null references shop,
  device_id uuid not null,
  person_id uuid not null,
  endpoint text not null check (length(endpoint) between 10 and 2048),
  endpoint_hash text not null,
  p256dh text not null check (length(p256dh) = 87),
  auth text not null check (length(auth) = 22),
  name text not null check (length(name) between 1 and 100),
  new_orders boolean not null default true,
  cancellations boolean not null default true,
  created_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  sent_at timestamptz,
  fault text check (length(fault) <= 100),
  primary key (shop_id, device_id),
  unique (shop_id, endpoint_hash)
);
call tenant_table('push_device', 'none', 'where order alerts are sent; gone when the browser''s maker says so or its person leaves');
