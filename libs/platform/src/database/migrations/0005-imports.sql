-- cursor: outcomes of the reader already applied, committed with the chunk that applied them. file_rows, rows_done: rows of
-- the file. tally: how often each sentence was said. notes: how many stand in the note table; counts their seq. touched_at: last sign
-- of a process at work.
create table merchant_import (
  import_id uuid primary key,
  initiative_id uuid not null references initiative,
  file_key text not null,
  file_name text not null check (length(file_name) between 1 and 300),
  file_bytes bigint not null,
  sha256 text not null,
  options jsonb not null default '{}',
  format text,
  header text[],
  dry_run boolean not null default false,
  state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'refused')),
  problem jsonb,
  cursor int not null default 0,
  file_rows int,
  rows_done int not null default 0,
  read int not null default 0,
  created int not null default 0,
  updated int not null default 0,
  unchanged int not null default 0,
  refused int not null default 0,
  broken int not null default 0,
  notes int not null default 0,
  tally jsonb not null default '{}',
  created_by uuid,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  touched_at timestamptz not null default now(),
  ended_at timestamptz
);
call region_table('merchant_import', 'a file of an initiative; its agents alone see it');
create index merchant_import_file on merchant_import (initiative_id, sha256);

-- kind: refused rows did not become shops; a note says what was left out of a row that did.
create table merchant_import_note (
  import_id uuid not null references merchant_import on delete cascade,
  line int not null,
  seq int not null,
  kind text not null check (kind in ('refused', 'note')),
  code text not null,
  details jsonb not null default '{}',
  cells jsonb,
  primary key (import_id, line, seq)
);
call region_table('merchant_import_note', 'what was left out and why; cells are the row''s, personal data, retention: import');

create table product_import (
  shop_id uuid not null references shop,
  import_id uuid not null,
  file_key text not null,
  file_name text not null check (length(file_name) between 1 and 300),
  file_bytes bigint not null,
  sha256 text not null,
  options jsonb not null default '{}',
  format text,
  header text[],
  dry_run boolean not null default false,
  state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'refused')),
  problem jsonb,
  cursor int not null default 0,
  file_rows int,
  rows_done int not null default 0,
  read int not null default 0,
  created int not null default 0,
  updated int not null default 0,
  unchanged int not null default 0,
  refused int not null default 0,
  broken int not null default 0,
  notes int not null default 0,
  tally jsonb not null default '{}',
  created_by uuid,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  touched_at timestamptz not null default now(),
  ended_at timestamptz,
  primary key (shop_id, import_id)
);
call tenant_table('product_import', 'none', 'a product file of the shop');
create index product_import_file on product_import (shop_id, sha256);

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
