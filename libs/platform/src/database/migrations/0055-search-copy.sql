-- Who keeps a copy of the index in memory follows its tables by the transactions that changed them.
alter table search_document add column changed xid8 not null default pg_current_xact_id();
alter table search_shop add column changed xid8 not null default pg_current_xact_id();
alter table search_word add column changed xid8 not null default pg_current_xact_id();
create index search_document_changed on search_document (changed);
create index search_shop_changed on search_shop (changed);
create index search_word_changed on search_word (changed);

create function search_mark_changed() returns trigger language plpgsql as $$
begin
  new.changed := pg_current_xact_id();
  return new;
end $$;
create trigger search_document_mark before update on search_document for each row execute function search_mark_changed();
create trigger search_shop_mark before update on search_shop for each row execute function search_mark_changed();
create trigger search_word_mark before update on search_word for each row execute function search_mark_changed();

-- Documents that went; a copy that was away for longer than they are kept is read anew.
create table search_gone (
  shop_id uuid not null,
  document_id uuid not null,
  changed xid8 not null default pg_current_xact_id(),
  gone_at timestamptz not null default now(),
  primary key (shop_id, document_id)
);
call public_copy('search_gone', 'ids of documents that are no longer public');
-- Where a shop goes, its documents are deleted by the owner of the tables, a role that no policy names otherwise.
create policy cascades on search_gone to devanture_owner using (true) with check (true);
create index search_gone_changed on search_gone (changed);
create index search_gone_at on search_gone (gone_at);

create function search_note_gone() returns trigger language plpgsql as $$
begin
  insert into search_gone (shop_id, document_id) select shop_id, document_id from gone order by 1, 2
    on conflict (shop_id, document_id) do update set changed = pg_current_xact_id(), gone_at = now();
  return null;
end $$;
create trigger search_document_gone after delete on search_document referencing old table as gone
  for each statement execute function search_note_gone();

drop function search_page(tsquery[], tsquery, jsonb, jsonb, timestamptz);
drop function search_candidates(tsquery[], tsquery, jsonb, int, timestamptz);

-- As before (0037), without ts_rank: on 800 queries it moved no wanted title into or out of the first three, and cost most.
do $make$
declare
  tier text := $tier$
    return query select d.shop_id, d.document_id, d.kind, d.title_key, d.price_cents, d.created_at,
        ((search_fit(d.title_key, w1, p1, s1, a1) + case when words_n > 1 then search_fit(d.title_key, w2, p2, s2, a2) else 0 end
          + case when words_n > 2 then search_fit(d.title_key, w3, p3, s3, a3) else 0 end
          + case when words_n > 3 then search_fit(d.title_key, w4, p4, s4, a4) else 0 end) / words_n
          + case when words_n > 1 and strpos(d.title_key, phrase) > 0 then 0.1 else 0 end
          - 0.002 * least(length(d.title_key), 100) + 0.05 * d.score)::real,
        number
      from search_document d where d.tier = TIER and d.vector @@ r
        and (price_max is null or d.price_cents <= price_max)
        and (price_min is null or d.price_cents >= price_min)
        and (radius is null or search_km(lat0, lon0, d.lat, d.lon) <= radius or d.vector @@ named)
        and (before is null or search_is_collectable(d.shop_id, d.available, d.pickup_starts, at, before))
        and (not open_now or search_is_open(d.shop_id, at))
      limit missing;
    get diagnostics here = row_count;
    missing := missing - here;
    exit when missing <= 0;
  $tier$;
begin
  execute $head$
create function search_candidates(rings tsquery[], filters jsonb, wanted int, at timestamptz)
  returns table (shop_id uuid, document_id uuid, kind text, title_key text, price_cents int, created_at timestamptz, rank real, ring int)
  language plpgsql stable
  set plan_cache_mode = force_generic_plan set jit = off set enable_seqscan = off as $body$
declare
  r tsquery;
  number int := 0;
  here int;
  missing int := wanted;
  price_max int := filters ->> 'priceMax';
  price_min int := filters ->> 'priceMin';
  before timestamptz := filters ->> 'collectableBefore';
  open_now boolean := coalesce((filters ->> 'openNow')::boolean, false);
  lat0 double precision := filters ->> 'lat';
  lon0 double precision := filters ->> 'lon';
  radius double precision := filters ->> 'radiusKm';
  named tsquery := filters ->> 'named';
  forms jsonb := coalesce(filters -> 'forms', '[]');
  words_n int := greatest(1, least(4, jsonb_array_length(forms)));
  w1 text := coalesce(' ' || (forms -> 0 ->> 'w') || ' ', '');
  p1 text := coalesce(' ' || (forms -> 0 ->> 'p'), '');
  a1 text := ' ' || (forms -> 0 ->> 'a');
  s1 text := coalesce(' ' || (forms -> 0 ->> 's'), '');
  w2 text := ' ' || (forms -> 1 ->> 'w') || ' ';
  p2 text := ' ' || (forms -> 1 ->> 'p');
  a2 text := ' ' || (forms -> 1 ->> 'a');
  s2 text := ' ' || (forms -> 1 ->> 's');
  w3 text := ' ' || (forms -> 2 ->> 'w') || ' ';
  p3 text := ' ' || (forms -> 2 ->> 'p');
  a3 text := ' ' || (forms -> 2 ->> 'a');
  s3 text := ' ' || (forms -> 2 ->> 's');
  w4 text := ' ' || (forms -> 3 ->> 'w') || ' ';
  p4 text := ' ' || (forms -> 3 ->> 'p');
  a4 text := ' ' || (forms -> 3 ->> 'a');
  s4 text := ' ' || (forms -> 3 ->> 's');
  phrase text := ' ' || (filters ->> 'phrase');
begin
  foreach r in array rings loop
    number := number + 1;
  $head$ || replace(tier, 'TIER', '1') || replace(tier, 'TIER', '2') || replace(tier, 'TIER', '3') || $foot$
  end loop;
end $body$ $foot$;
end $make$;

-- One page of the candidates with what a card shows. Without a wish the most relevant come first; the second, third...
-- product of one shop, and the same title again, stand a little behind; near a place, the nearer come first.
create function search_page(rings tsquery[], filters jsonb, page jsonb, at timestamptz)
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
      select distinct on (c.shop_id, c.document_id) c.*
      from search_candidates(rings, filters, (page ->> 'wanted')::int, at) c order by c.shop_id, c.document_id, c.ring
    ), candidate as materialized (
      select c.*, s.state = 'open' as is_open, search_km(lat0, lon0, s.lat, s.lon) as away,
        row_number() over (partition by c.shop_id, c.kind order by c.rank desc, c.document_id) as nth,
        row_number() over (partition by coalesce(c.title_key, c.document_id::text) order by c.rank desc, c.document_id) as nth_so_called,
        count(*) over () as n
      from single c join search_shop s using (shop_id)
    ), chosen as (
      select c.*, row_number() over (order by
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
