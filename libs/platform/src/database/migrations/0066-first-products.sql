-- A file with the first products of many shops, dealt out by SIRET: one import for each shop that waits for its owner.
-- initiative_ids: on whose behalf; null: the region's. rows: dealt to a shop; left_rows: [{line, siret, reason}] that went nowhere.
create table first_products (
  file_id uuid primary key,
  initiative_ids uuid[],
  file_key text not null,
  file_bytes bigint not null,
  file_name text not null check (length(file_name) between 1 and 300),
  state text not null default 'waiting' check (state in ('waiting', 'dealt', 'refused', 'undoing', 'undone')),
  problem jsonb,
  rows int not null default 0,
  left_rows jsonb not null default '[]',
  created_by uuid references person on delete set null,
  created_at timestamptz not null default now()
);
call region_table('first_products', 'files of first products that agents sent for shops without an owner');
create index first_products_age on first_products (created_at);

-- What became of each shop's import; kept: somebody had taken the shop over when the file was undone.
create table first_products_shop (
  file_id uuid not null references first_products on delete cascade,
  shop_id uuid not null references shop,
  import_id uuid not null,
  rows int not null default 0,
  state text not null default 'waiting' check (state in ('waiting', 'done', 'refused', 'undone', 'kept')),
  created int not null default 0,
  updated int not null default 0,
  refused int not null default 0,
  primary key (file_id, shop_id)
);
call region_table('first_products_shop', 'which shops a file of first products went to, and what came of it');
