-- A product that two files of one system make: product is the first one's draft as it was read (its price may lack the tax), combinations
-- what the second adds to it. reference: the SKU by which a second file may name the product.
create table product_part (
  shop_id uuid not null,
  product_id uuid not null,
  source text not null,
  source_key text not null,
  reference text,
  product jsonb not null,
  combinations jsonb,
  primary key (shop_id, product_id),
  foreign key (shop_id, product_id) references product on delete cascade
);
call tenant_table('product_part', 'none', 'what each of two files said of a product');
create unique index product_part_key on product_part (shop_id, source, source_key);
create index product_part_reference on product_part (shop_id, source, reference) where reference is not null;
