create table product (
  shop_id uuid not null references shop,
  product_id uuid not null,
  handle text not null check (handle ~ '^[a-z0-9][a-z0-9-]{0,99}$'),
  name text not null check (length(name) between 1 and 300),
  description_html text not null default '' check (length(description_html) <= 50000),
  brand text check (length(brand) <= 200),
  category text check (length(category) <= 200),
  vat_rate numeric(3, 1) not null default 20 check (vat_rate in (20, 10, 5.5, 2.1, 0)),
  option_names text[] not null default '{}' check (cardinality(option_names) <= 3),
  published boolean not null default false,
  perishable boolean not null default false,
  lead_minutes int check (lead_minutes between 0 and 20160),
  source text,
  source_key text,
  source_hash text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  archived_at timestamptz,
  primary key (shop_id, product_id),
  unique (shop_id, handle)
);
call tenant_table('product', 'none', 'what the shop sells');
create unique index product_source on product (shop_id, source, source_key) where source_key is not null;
create index product_listing on product (shop_id, created_at desc) where published and archived_at is null;

-- price_cents: tax included. stock: tracked counts on_hand; untracked is made or fetched on order; single is one piece.
create table variant (
  shop_id uuid not null,
  variant_id uuid not null,
  product_id uuid not null,
  position int not null default 0,
  options text[] not null default '{}' check (cardinality(options) <= 3),
  sku text check (length(sku) <= 100),
  ean text check (ean ~ '^\d{8,14}$'),
  price_cents int not null check (price_cents between 0 and 100000000),
  compare_at_cents int check (compare_at_cents between 0 and 100000000),
  stock text not null default 'tracked' check (stock in ('tracked', 'untracked', 'single')),
  on_hand int not null default 0 check (on_hand between 0 and 1000000),
  weight_grams int check (weight_grams >= 0),
  check (stock <> 'single' or on_hand <= 1),
  primary key (shop_id, variant_id),
  foreign key (shop_id, product_id) references product on delete cascade
);
call tenant_table('variant', 'none', 'price and stock sit here');
create index variant_product on variant (shop_id, product_id, position);
create index variant_ean on variant (shop_id, ean) where ean is not null;

-- state: waiting (to be fetched or processed), ready, failed (reason says why). widths: those that were made.
create table photo (
  shop_id uuid not null,
  photo_id uuid not null,
  product_id uuid not null,
  position int not null default 0,
  alt text not null default '' check (length(alt) <= 300),
  state text not null default 'waiting' check (state in ('waiting', 'ready', 'failed')),
  reason text,
  source_url text check (length(source_url) <= 2000),
  width int,
  height int,
  widths int[] not null default '{}',
  color text check (color ~ '^#[0-9a-f]{6}$'),
  created_at timestamptz not null default now(),
  primary key (shop_id, photo_id),
  foreign key (shop_id, product_id) references product on delete cascade
);
call tenant_table('photo', 'none', 'pictures of a product; the files stand in the media store under the shop''s id');
create index photo_product on photo (shop_id, product_id, position);

-- Append only: on_hand of a tracked variant is the sum of its movements.
create table stock_movement (
  shop_id uuid not null,
  movement_id uuid not null,
  variant_id uuid not null,
  delta int not null check (delta <> 0),
  cause text not null check (cause in ('initial', 'count', 'import', 'order', 'order_returned', 'struck')),
  order_id uuid,
  at timestamptz not null default now(),
  primary key (shop_id, movement_id),
  foreign key (shop_id, variant_id) references variant on delete cascade
);
call tenant_table('stock_movement', 'none', 'every change of stock has a cause');
create index stock_movement_variant on stock_movement (shop_id, variant_id, at);
revoke update on stock_movement from devanture_app;
