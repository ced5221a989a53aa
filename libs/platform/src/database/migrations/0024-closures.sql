-- A territory-wide order: shops of these trades in these communes are closed to the public from starts_on to ends_on, both
-- included (null: until further notice). communes null: the whole region. trades and nafs both empty: every shop; a NAF code
-- stands for all that begin with it. collects: orders are handed over at the door, between collect_from and collect_until if
-- they are given. A cancelled order never was.
create table closure_order (
  closure_id uuid primary key,
  title text not null check (length(title) between 1 and 200),
  reason text check (length(reason) <= 1000),
  starts_on date not null,
  ends_on date check (ends_on >= starts_on),
  territory jsonb not null,
  communes text[],
  trades text[] not null default '{}',
  nafs text[] not null default '{}',
  exempt_trades text[] not null default '{}',
  exempt_nafs text[] not null default '{}',
  collects boolean not null default true,
  collect_from time,
  collect_until time check (collect_until > collect_from),
  created_by uuid,
  created_at timestamptz not null default now(),
  cancelled_at timestamptz,
  cancelled_by uuid
);
call region_table('closure_order', 'a public decree; every shop reads it, the region alone writes it');
create policy everybody_reads on closure_order for select to devanture_app using (true);
grant select on closure_order to devanture_app;

-- '4776Z' of '47.76Z', '47.76 z' or '4776z'.
create function naf_key(naf text) returns text
  language sql immutable parallel safe
  return upper(regexp_replace(naf, '[^0-9A-Za-z]', '', 'g'));

create function closure_concerns(c closure_order, trade text, naf text, commune text) returns boolean
  language sql stable parallel safe
  return c.cancelled_at is null
    and (c.communes is null or commune = any (c.communes))
    and (c.trades = '{}' and c.nafs = '{}' or trade = any (c.trades)
      or exists (select from unnest(c.nafs) n where starts_with(naf_key(naf), naf_key(n))))
    and not (trade = any (c.exempt_trades)
      or exists (select from unnest(c.exempt_nafs) n where starts_with(naf_key(naf), naf_key(n))));

-- rush_until: when a rush ends by itself; null with rush: until it is switched off. answer_minutes, keep_open_days: how long the shop
-- takes to answer (open minutes) and keeps what was not collected (open days).
alter table shop add column rush_until timestamptz;
alter table shop add column closure_capacity int not null default 2 check (closure_capacity between 1 and 1000);
alter table shop add column answer_minutes int not null default 120 check (answer_minutes between 15 and 1440);
alter table shop add column keep_open_days int not null default 3 check (keep_open_days between 1 and 30);

-- How full a slot is, by number: the region works out the slots of many shops at once.
create policy region_reads on pickup_slot for select to devanture_region using (true);
grant select on pickup_slot to devanture_region;

-- Which shops have orders to come: nothing of whose they are.
create policy region_reads on shop_order for select to devanture_region using (true);
grant select (shop_id, status, slot_starts_at, slot_ends_at) on shop_order to devanture_region;

-- pickup_starts holds pairs from now on: the start of a slot with room, and the last instant at which it can still be asked for.
-- A list of the old kind offers nothing until the index is refreshed, within ten minutes.
create or replace function search_collectable(of_product timestamptz[], of_shop timestamptz[], at timestamptz) returns timestamptz
  language sql immutable parallel safe
  return (select min(pairs[i][1]) from (select coalesce(of_product, of_shop)) p (pairs), generate_subscripts(pairs, 1) i where pairs[i][2] >= at);
