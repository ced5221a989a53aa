-- What is sold elsewhere stands in the same index: a place of a feed is `listed`, it is no tenant and has no sub-domain.
alter table search_shop drop constraint search_shop_shop_id_fkey;
alter table search_shop drop constraint search_shop_state_check;
alter table search_shop add constraint search_shop_state_check check (state in ('provisioned', 'claimed', 'open', 'paused', 'listed'));
alter table search_shop add column tenant_id uuid generated always as (case when state <> 'listed' then shop_id end) stored
  constraint search_shop_tenant references shop;

-- Where a listing leads, and who says so.
create table search_listing (
  shop_id uuid not null,
  document_id uuid not null,
  url text not null check (url ~ '^https?://' and length(url) <= 2048),
  source_name text not null,
  initiative_slug text not null,
  primary key (shop_id, document_id),
  foreign key (shop_id, document_id) references search_document on delete cascade
);
call public_copy('search_listing', 'the addresses of what is sold elsewhere');

-- One address that an initiative publishes. etag, last_modified and body_hash are those of the last content that was applied.
-- held: {"lost", "before", "at"} of a content that lost too much. hidden_at: it failed for so long that nothing of it is shown.
create table feed (
  feed_id uuid primary key,
  initiative_id uuid not null references initiative,
  kind text not null check (kind in ('products', 'shops', 'geojson', 'json-ld', 'dfc')),
  url text not null check (url ~ '^https?://' and length(url) <= 2048),
  name text not null check (length(name) between 1 and 200),
  site_url text not null check (site_url ~ '^https?://' and length(site_url) <= 2048),
  trade text,
  commune_insee text check (commune_insee ~ '^[0-9AB]{5}$'),
  etag text,
  last_modified text,
  body_hash text,
  busy_since timestamptz,
  checked_at timestamptz,
  changed_at timestamptz,
  next_at timestamptz not null default now(),
  items int not null default 0,
  failures int not null default 0,
  failing_since timestamptz,
  problem jsonb,
  held jsonb,
  hidden_at timestamptz,
  created_by uuid,
  created_at timestamptz not null default now(),
  unique (initiative_id, url)
);
call region_table('feed', 'what initiatives publish elsewhere');
create index feed_next on feed (next_at);

-- What one fetch changed; one that brought nothing new leaves no row. errors: the first rows that were refused, and why.
create table feed_sync (
  feed_id uuid not null references feed on delete cascade,
  sync_id uuid not null,
  started_at timestamptz not null,
  ended_at timestamptz not null,
  outcome text not null check (outcome in ('changed', 'held', 'failed')),
  read int not null default 0,
  created int not null default 0,
  updated int not null default 0,
  unchanged int not null default 0,
  missing int not null default 0,
  gone int not null default 0,
  refused int not null default 0,
  problem jsonb,
  errors jsonb not null default '[]',
  primary key (feed_id, sync_id)
);
call region_table('feed_sync', 'what happened at each fetch of a feed');

-- item_key: the feed's own id. facts: what the feed says of it. missing: complete fetches since which it is not in the feed.
create table feed_item (
  feed_id uuid not null references feed on delete cascade,
  item_key text not null check (length(item_key) between 1 and 500),
  item_id uuid not null unique,
  kind text not null check (kind in ('product', 'place')),
  facts jsonb not null,
  facts_hash text not null,
  missing int not null default 0,
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  primary key (feed_id, item_key)
);
call region_table('feed_item', 'products and places of a feed, with what it says of each');
create index feed_item_places on feed_item (item_id) where kind = 'place';

-- Two descriptions that may be of one place. Ids are those of places of feeds, or of shops; left_id is the smaller one.
create table place_match (
  left_id uuid not null,
  right_id uuid not null check (right_id > left_id),
  reason text not null check (reason in ('phone', 'website', 'address', 'near')),
  decision text check (decision in ('same', 'apart')),
  decided_by uuid,
  decided_at timestamptz,
  proposed_at timestamptz not null default now(),
  primary key (left_id, right_id)
);
call region_table('place_match', 'duplicates that were proposed, and what an agent decided');
