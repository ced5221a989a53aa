-- Counts of what matches, by reading it: rows category, commune, price, pickup, distance, open and total; each is counted with the
-- others' choices and without its own. Facet `over` when there are more than `most` matches: then the first ones alone are counted.
-- In the filters: `bands` are upper edges in cents, `pickups` the instants by name, `circles` kilometres.
create or replace function search_count_matches(match tsquery, filters jsonb, most int, at timestamptz)
  returns table (facet text, value text, n int)
  language plpgsql stable
  set plan_cache_mode = force_generic_plan set jit = off set enable_seqscan = off as $$
declare
  trade_chosen text := filters ->> 'trade';
  commune_chosen text := filters ->> 'commune';
  lat0 double precision := filters ->> 'lat';
  lon0 double precision := filters ->> 'lon';
  radius double precision := filters ->> 'radiusKm';
  price_max int := filters ->> 'priceMax';
  price_min int := filters ->> 'priceMin';
  before timestamptz := filters ->> 'collectableBefore';
  open_now boolean := coalesce((filters ->> 'openNow')::boolean, false);
  named tsquery := filters ->> 'named';
  bands int[] := array(select jsonb_array_elements_text(filters -> 'bands')::int);
  pickups jsonb := coalesce(filters -> 'pickups', '{}');
  circles int[] := array(select jsonb_array_elements_text(filters -> 'circles')::int);
begin
  return query
    with found as materialized (
      select u.shop_id, u.available, width_bucket(u.price_cents, bands) as band,
        (price_max is null or u.price_cents <= price_max) and (price_min is null or u.price_cents >= price_min) as is_priced,
        u.pickup_starts is not null as is_own,
        case when u.pickup_starts is not null then search_collectable(u.pickup_starts, null, at) end as own_start
      from (
        select d.* from search_document d where d.tier = 1 and d.vector @@ match
        union all select d.* from search_document d where d.tier = 2 and d.vector @@ match
        union all select d.* from search_document d where d.tier = 3 and d.vector @@ match
      ) u
      where radius is null or search_km(lat0, lon0, u.lat, u.lon) <= radius or u.vector @@ named
      limit most + 1
    ), by_shop as (
      select o.shop_id, o.available, o.band, o.is_priced, o.is_own, o.own_start, count(*) as n from found o group by 1, 2, 3, 4, 5, 6
    ), seen as materialized (
      select s.trade, s.commune_insee, b.band, b.n, b.is_priced, s.open_spans @> at as is_open, search_km(lat0, lon0, s.lat, s.lon) as km,
        case when not b.available then null when b.is_own then b.own_start when s.next_last >= at then s.next_start
          else search_collectable(null, s.pickup_starts, at) end as start,
        trade_chosen is null or s.trade = trade_chosen as is_trade, commune_chosen is null or s.commune_insee = commune_chosen as is_commune
      from by_shop b join search_shop s using (shop_id)
    ), hit as materialized (
      select h.*, before is null or coalesce(h.start <= before, false) as is_ready, not open_now or h.is_open as is_door from seen h
    )
    (select 'category', h.trade, sum(h.n)::int from hit h where h.is_commune and h.is_priced and h.is_ready and h.is_door
      group by h.trade order by 3 desc, h.trade collate "C" limit 20)
    union all (select 'commune', h.commune_insee, sum(h.n)::int from hit h where h.is_trade and h.is_priced and h.is_ready and h.is_door
      group by h.commune_insee order by 3 desc, h.commune_insee collate "C" limit 20)
    union all (select 'price', h.band::text, sum(h.n)::int from hit h
      where h.band is not null and h.is_trade and h.is_commune and h.is_ready and h.is_door group by h.band)
    union all (select 'pickup', p.key, coalesce(sum(h.n), 0)::int from jsonb_each_text(pickups) p
      left join hit h on h.start <= p.value::timestamptz and h.is_trade and h.is_commune and h.is_priced and h.is_door group by p.key)
    union all (select 'distance', c::text, coalesce(sum(h.n), 0)::int from unnest(circles) c
      left join hit h on h.km <= c and h.is_trade and h.is_commune and h.is_priced and h.is_ready and h.is_door group by c)
    union all select 'open', 'now', coalesce(sum(h.n), 0)::int from hit h
      where h.is_open and h.is_trade and h.is_commune and h.is_priced and h.is_ready
    union all select 'total', null, coalesce(sum(h.n), 0)::int from hit h
      where h.is_trade and h.is_commune and h.is_priced and h.is_ready and h.is_door
    union all select 'over', null, count(*)::int from found having count(*) > most;
end $$;
