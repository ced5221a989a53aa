-- What the columns of a merchant's own file are, kept for the next file with the same columns (`signature`: a hash of their names).
create table product_mapping (
  shop_id uuid not null references shop,
  signature text not null check (signature ~ '^[0-9a-f]{64}$'),
  mapping jsonb not null,
  updated_at timestamptz not null default now(),
  primary key (shop_id, signature)
);
call tenant_table('product_mapping', 'none', 'how the shop reads files of its own');
