-- cursor: lines of the file already applied, committed with the chunk that applied them.
create table merchant_import (
  import_id uuid primary key,
  initiative_id uuid not null references initiative,
  file_key text not null,
  file_name text not null,
  format text,
  dry_run boolean not null default false,
  state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'refused')),
  problem jsonb,
  cursor int not null default 0,
  file_rows int,
  read int not null default 0,
  created int not null default 0,
  updated int not null default 0,
  unchanged int not null default 0,
  refused int not null default 0,
  created_by uuid,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  ended_at timestamptz
);
call region_table('merchant_import', 'a file of an initiative; its agents alone see it');

create table merchant_import_refusal (
  import_id uuid not null references merchant_import on delete cascade,
  line int not null,
  code text not null,
  details jsonb not null default '{}',
  cells jsonb not null,
  primary key (import_id, line, code)
);
call region_table('merchant_import_refusal', 'rows that did not become shops, with the reason');

create table product_import (
  shop_id uuid not null references shop,
  import_id uuid not null,
  file_key text not null,
  file_name text not null,
  format text,
  vat_rate numeric(3, 1),
  dry_run boolean not null default false,
  state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'refused')),
  problem jsonb,
  cursor int not null default 0,
  file_rows int,
  read int not null default 0,
  created int not null default 0,
  updated int not null default 0,
  unchanged int not null default 0,
  refused int not null default 0,
  created_by uuid,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  ended_at timestamptz,
  primary key (shop_id, import_id)
);
call tenant_table('product_import', 'none', 'a product file of the shop');

-- kind: refused rows were not applied; a note says what was left out of a row that was.
create table product_import_note (
  shop_id uuid not null,
  import_id uuid not null,
  line int not null,
  seq int not null,
  kind text not null check (kind in ('refused', 'note')),
  code text not null,
  details jsonb not null default '{}',
  cells jsonb,
  primary key (shop_id, import_id, line, seq),
  foreign key (shop_id, import_id) references product_import on delete cascade
);
call tenant_table('product_import_note', 'none', 'what was left out and why');
