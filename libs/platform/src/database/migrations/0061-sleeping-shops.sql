-- A shop without a sign of life for a month is asked whether its stock is right; a week later the portal says of nothing in it when it
-- can be collected, until it gives a sign.
alter table shop add column stock_confirmed_at timestamptz, add column nudged_at timestamptz, add column asleep_since timestamptz;
create index shop_asleep on shop (shop_id) where asleep_since is not null;
create index order_event_by_shop on order_event (shop_id, at desc) where actor like 'person:%';
create index stock_movement_by_shop on stock_movement (shop_id, at desc) where cause in ('initial', 'count', 'import');
