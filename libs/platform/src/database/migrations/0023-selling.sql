-- words: what the search inside a shop looks at, folded once when it is written. GIN is of no use under row level security; the
-- products of one shop are few enough to be read through.
alter table product add column words text generated always as
  (search_fold(name || ' ' || coalesce(category, '') || ' ' || coalesce(brand, ''))) stored;
create index product_shelf on product (shop_id, category, created_at desc) where published and archived_at is null;

-- back_on: when a paused shop means to take orders again, as its owner says.
alter table shop add column back_on date;
