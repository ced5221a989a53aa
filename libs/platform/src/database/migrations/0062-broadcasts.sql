-- What the region and its initiatives write to merchants. broadcast_shop: who gets it, made when it is sent; mailed_at: handed to the mail server, or
-- passed over for a shop that wants no such mails.
create table broadcast (
  broadcast_id uuid primary key,
  subject text not null check (length(subject) between 3 and 150),
  body text not null check (length(body) between 10 and 10000),
  sender_name text not null check (length(sender_name) between 1 and 200),
  initiative_ids uuid[],
  targets jsonb not null,
  sent_at timestamptz not null default now(),
  sent_by uuid references person on delete set null
);
call global_table('broadcast', 'messages to merchants; the shops it is for read it');
create index broadcast_sent on broadcast (sent_at desc);

create table broadcast_shop (
  shop_id uuid not null references shop,
  broadcast_id uuid not null references broadcast,
  mailed_at timestamptz,
  read_at timestamptz,
  primary key (shop_id, broadcast_id)
);
call tenant_table('broadcast_shop', 'write', 'which messages the shop got, and whether it read them');
create index broadcast_shop_unmailed on broadcast_shop (broadcast_id, shop_id) where mailed_at is null;

alter table shop add column wants_broadcast_mails boolean not null default true;
