-- Lists name shops that have no SIRET in them: a shop is known by its source's own key then (`map:osm`, `node/12`).
create table shop_key (
  source text not null,
  key text not null check (length(key) <= 400),
  shop_id uuid not null references shop deferrable initially deferred,
  primary key (source, key)
);
call region_table('shop_key', 'which shop a source means by its own key');
create index shop_key_shop on shop_key (shop_id);

-- Rows that may be a shop which is there already: an agent says whether they are. row: as the file gave it. reason: phone, website or place.
create table shop_twin (
  source text not null,
  key text not null,
  initiative_id uuid not null references initiative,
  shop_id uuid not null references shop,
  reason text not null check (reason in ('phone', 'website', 'place')),
  row jsonb not null,
  decision text check (decision in ('same', 'different')),
  decided_by uuid,
  decided_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (source, key)
);
call region_table('shop_twin', 'likely duplicates that wait for an agent; row is personal data, retention: import');
create index shop_twin_open on shop_twin (initiative_id) where decision is null;
create index shop_commune on shop (commune_insee);
create index shop_without_siret on shop (commune_insee) where siret is null;

-- How the lists of an initiative are read.
create table merchant_mapping (
  initiative_id uuid not null references initiative,
  signature text not null check (signature ~ '^[0-9a-f]{64}$'),
  mapping jsonb not null,
  updated_at timestamptz not null default now(),
  primary key (initiative_id, signature)
);
call region_table('merchant_mapping', 'what the columns of an initiative''s lists are');

-- What an import did to each shop, so that it can be undone: before is what its source said until then, null when it said nothing.
create table merchant_import_shop (
  import_id uuid not null references merchant_import on delete cascade,
  shop_id uuid not null references shop,
  source text not null,
  outcome text not null check (outcome in ('created', 'updated')),
  before jsonb,
  facts_hash text not null,
  undone text check (undone in ('undone', 'kept')),
  primary key (import_id, shop_id)
);
call region_table('merchant_import_shop', 'what an import changed, for its undoing');
create index merchant_import_shop_open on merchant_import_shop (import_id) where undone is null;

alter table merchant_import drop constraint merchant_import_state_check;
alter table merchant_import add constraint merchant_import_state_check
  check (state in ('waiting', 'running', 'paused', 'done', 'undone', 'refused'));
