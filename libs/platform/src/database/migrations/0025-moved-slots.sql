-- slot_lost_at: when the shop's hours no longer held the order's slot. The order stands; its customer chooses another.
alter table shop_order add column slot_lost_at timestamptz;
create index shop_order_lost on shop_order (shop_id) where slot_lost_at is not null;

create table slot_proposal (
  shop_id uuid not null,
  order_id uuid not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  primary key (shop_id, order_id, starts_at),
  foreign key (shop_id, order_id) references shop_order on delete cascade
);
call tenant_table('slot_proposal', 'none', 'other slots that an order''s customer may choose');

alter table order_line add column strike_reason text check (length(strike_reason) <= 200);

-- lost: struck because it was missing or damaged, so that it does not go back on the shelf.
alter table stock_movement drop constraint stock_movement_cause_check;
alter table stock_movement add constraint stock_movement_cause_check
  check (cause in ('initial', 'count', 'import', 'order', 'order_returned', 'struck', 'lost'));
