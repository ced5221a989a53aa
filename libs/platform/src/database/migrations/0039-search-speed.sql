-- The first span in which the door is open, read without the whole list; counts then read an index of shops alone.
create function search_first_until(spans tstzmultirange) returns timestamptz
  language sql immutable strict parallel safe
  return (select upper(span) from unnest(spans) span limit 1);
alter table search_shop add column open_from timestamptz generated always as (lower(open_spans)) stored;
alter table search_shop add column open_until timestamptz generated always as (search_first_until(open_spans)) stored;
drop index search_shop_facets;
create index search_shop_facets on search_shop (shop_id)
  include (trade, commune_insee, lat, lon, products, next_start, next_last, open_from, open_until);

create function search_shop_start(shop uuid, at timestamptz) returns timestamptz
  language sql stable parallel safe
  return (select search_collectable(null, s.pickup_starts, at) from search_shop s where s.shop_id = shop);

-- As before (0038), but each shop is looked up once, in the index alone as long as its first slot and its first span are still true.
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
  price_max int := coalesce((filters ->> 'priceMax')::int, 2147483647);
  price_min int := coalesce((filters ->> 'priceMin')::int, -1);
  has_price boolean := filters ->> 'priceMin' is not null or filters ->> 'priceMax' is not null;
  before timestamptz := filters ->> 'collectableBefore';
  open_now boolean := coalesce((filters ->> 'openNow')::boolean, false);
  named tsquery := filters ->> 'named';
  bands int[] := array(select jsonb_array_elements_text(filters -> 'bands')::int);
  today timestamptz := filters -> 'pickups' ->> 'today';
  tomorrow timestamptz := filters -> 'pickups' ->> 'tomorrow';
  circles int[] := array(select jsonb_array_elements_text(filters -> 'circles')::int);
begin
  return query
    with found as materialized (
      select u.shop_id, u.available, width_bucket(u.price_cents, bands) as band,
        not has_price or coalesce(u.price_cents between price_min and price_max, false) as is_priced,
        case when u.pickup_starts is not null then coalesce(search_collectable(u.pickup_starts, null, at), 'infinity') end as own_start
      from (
        select d.shop_id, d.available, d.price_cents, d.pickup_starts, d.lat, d.lon, d.vector
          from search_document d where d.tier = 1 and d.vector @@ match
        union all select d.shop_id, d.available, d.price_cents, d.pickup_starts, d.lat, d.lon, d.vector
          from search_document d where d.tier = 2 and d.vector @@ match
        union all select d.shop_id, d.available, d.price_cents, d.pickup_starts, d.lat, d.lon, d.vector
          from search_document d where d.tier = 3 and d.vector @@ match
      ) u
      where radius is null or search_km(lat0, lon0, u.lat, u.lon) <= radius or u.vector @@ named
      limit most + 1
    ), shops as materialized (
      select s.shop_id, s.trade, s.commune_insee,
        case when at < s.open_until then at >= s.open_from when s.open_until is null then false else search_is_open(s.shop_id, at) end as is_open,
        case when s.next_last >= at then s.next_start when s.next_last is null then null else search_shop_start(s.shop_id, at) end as start,
        case when lat0 is not null then search_km(lat0, lon0, s.lat, s.lon) end as km
      from (select distinct f.shop_id from found f) f join search_shop s using (shop_id)
    ), seen as (
      select s.trade, s.commune_insee, f.band, f.is_priced, s.is_open, s.km,
        case when f.available then coalesce(f.own_start, s.start) end as start
      from found f join shops s using (shop_id)
    ), hit as materialized (
      select h.trade, h.commune_insee, h.band, h.is_priced, h.is_open,
        case when h.start <= today then 1 when h.start <= tomorrow then 2 else 3 end as day,
        (select count(*) from unnest(circles) c where h.km > c) as circle,
        before is null or coalesce(h.start <= before, false) as is_ready, not open_now or h.is_open as is_door,
        trade_chosen is null or h.trade = trade_chosen as is_trade, commune_chosen is null or h.commune_insee = commune_chosen as is_commune,
        count(*) as n
      from seen h group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
    )
    (select 'category', h.trade, sum(h.n)::int from hit h where h.is_commune and h.is_priced and h.is_ready and h.is_door
      group by h.trade order by 3 desc, h.trade collate "C" limit 20)
    union all (select 'commune', h.commune_insee, sum(h.n)::int from hit h where h.is_trade and h.is_priced and h.is_ready and h.is_door
      group by h.commune_insee order by 3 desc, h.commune_insee collate "C" limit 20)
    union all (select 'price', h.band::text, sum(h.n)::int from hit h
      where h.band is not null and h.is_trade and h.is_commune and h.is_ready and h.is_door group by h.band)
    union all (select 'pickup', p.name, coalesce(sum(h.n), 0)::int from (values ('today', 1), ('tomorrow', 2)) p (name, day)
      left join hit h on h.day <= p.day and h.is_trade and h.is_commune and h.is_priced and h.is_door group by p.name)
    union all (select 'distance', circles[i]::text, coalesce(sum(h.n), 0)::int from generate_subscripts(circles, 1) i
      left join hit h on h.circle < i and h.is_trade and h.is_commune and h.is_priced and h.is_ready and h.is_door group by circles[i])
    union all select 'open', 'now', coalesce(sum(h.n), 0)::int from hit h
      where h.is_open and h.is_trade and h.is_commune and h.is_priced and h.is_ready
    union all select 'total', null, coalesce(sum(h.n), 0)::int from hit h
      where h.is_trade and h.is_commune and h.is_priced and h.is_ready and h.is_door
    union all select 'over', null, count(*)::int from found having count(*) > most;
end $$;
