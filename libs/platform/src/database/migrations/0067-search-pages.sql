-- One page of the candidates with what a card shows. The first of them (page.first) are ranked among themselves and stand before all the others, so that
-- the first pages and the deep ones, which look at more candidates, are pieces of one order: nothing stands twice, nothing is left
-- out. Without a wish the most relevant come first; the second, third...
-- product of one shop, and the same title again, stand a little behind; near a place, the nearer come first.
create or replace function search_page(rings tsquery[], filters jsonb, page jsonb, at timestamptz)
  returns table (kind text, id uuid, title text, handle text, price_cents int, price_varies boolean, available boolean, photo jsonb,
    collectable_from timestamptz, shop_id uuid, slug text, name text, state text, trade text, commune_name text,
    commune_insee text, lat double precision, lon double precision, km double precision, candidates int)
  language plpgsql stable
  set plan_cache_mode = force_generic_plan set jit = off set enable_seqscan = off as $$
declare
  sort text := page ->> 'sort';
  lat0 double precision := filters ->> 'lat';
  lon0 double precision := filters ->> 'lon';
begin
  return query
    with single as (
      select distinct on (c.shop_id, c.document_id) c.*, c.ordinality > (page ->> 'first')::int as is_later
      from search_candidates(rings, filters, (page ->> 'wanted')::int, at) with ordinality c
      order by c.shop_id, c.document_id, c.ring, c.ordinality
    ), candidate as materialized (
      select c.*, s.state = 'open' as is_open, search_km(lat0, lon0, s.lat, s.lon) as away,
        row_number() over (partition by c.is_later, c.shop_id, c.kind order by c.rank desc, c.document_id) as nth,
        row_number() over (partition by c.is_later, coalesce(c.title_key, c.document_id::text) order by c.rank desc, c.document_id) as nth_so_called,
        count(*) over () as n
      from single c join search_shop s using (shop_id)
    ), chosen as (
      select c.*, row_number() over (order by c.is_later,
          case when sort = 'price' then c.price_cents end nulls last,
          case when sort = 'newest' then -extract(epoch from c.created_at) end,
          case when sort = 'distance' then c.away end nulls last,
          case when c.away is not null then c.ring end, case when c.ring > 1 then floor(c.away / 5) end nulls last,
          c.rank + case when c.is_open then 0.1 else 0 end - 0.02 * least(c.nth - 1, 10) - 0.04 * least(c.nth_so_called - 1, 5) desc,
          c.document_id) as place
      from candidate c
    )
    select d.kind, d.document_id, d.title, d.handle, d.price_cents, d.price_varies, d.available, d.photo,
      case when d.available then search_collectable(d.pickup_starts, s.pickup_starts, at) end,
      s.shop_id, s.slug, s.name, s.state, s.trade, s.commune_name, s.commune_insee, s.lat, s.lon, c.away, c.n::int
    from chosen c
      join search_document d on d.shop_id = c.shop_id and d.document_id = c.document_id
      join search_shop s on s.shop_id = c.shop_id
    where c.place > (page ->> 'skip')::int and c.place <= (page ->> 'skip')::int + (page ->> 'take')::int
    order by c.place;
end $$;
