-- Every change of a shop's state, from which figures over time are computed anew each time. Shops that are there begin with what is known.
create table shop_event (
  shop_id uuid not null references shop,
  seq int not null,
  from_state text,
  to_state text not null,
  at timestamptz not null default now(),
  primary key (shop_id, seq)
);
call tenant_table('shop_event', 'write', 'when the shop changed its state; appended by a trigger');
revoke update, delete on shop_event from devanture_app, devanture_region;
create index shop_event_time on shop_event (to_state, at);

insert into shop_event (shop_id, seq, from_state, to_state, at) select shop_id, 1, null, 'provisioned', created_at from shop;
insert into shop_event (shop_id, seq, from_state, to_state, at)
  select shop_id, 2, 'provisioned', state, greatest(updated_at, created_at) from shop where state <> 'provisioned';

create function note_shop_state() returns trigger language plpgsql as $$
begin
  insert into shop_event (shop_id, seq, from_state, to_state)
  select new.shop_id, coalesce(max(seq), 0) + 1, case when tg_op = 'UPDATE' then old.state end, new.state
  from shop_event where shop_id = new.shop_id;
  return null;
end $$;
create trigger shop_state_made after insert on shop for each row execute function note_shop_state();
create trigger shop_state_moved after update of state on shop for each row when (old.state is distinct from new.state)
  execute function note_shop_state();

-- The shops that there are, open on the portal or not: what the figures are a share of. From a SIRENE file, replaced as a whole.
create table establishment (
  siret text primary key check (siret ~ '^\d{14}$'),
  commune_insee text not null check (commune_insee ~ '^[0-9AB]{5}$'),
  trade text not null
);
call region_table('establishment', 'retail establishments of the region by commune and trade; no names');
create index establishment_commune on establishment (commune_insee, trade);

-- Figures count orders and their value; who ordered stays the shop's.
grant select (order_id, total_cents, placed_at) on shop_order to devanture_region;
create index shop_order_placed on shop_order (placed_at);
