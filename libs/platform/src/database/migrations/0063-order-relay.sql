-- A merchant without a computer gets orders by text message or on a paper that their initiative prints each day, and answers by telephone.
alter table shop add column order_relay text not null default 'none' check (order_relay in ('none', 'sms', 'slip')),
  add column relay_phone text check (length(relay_phone) <= 40),
  add constraint shop_relay_phone check (order_relay = 'none' or relay_phone is not null);
create index shop_relay on shop (initiative_id) where order_relay <> 'none';
