-- What a title is compared with when results are ranked: folded, its telling words first in their order, then the short
-- ones (« Pur jus de raisin » is « raisin pur jus de »). Null until the index has been rebuilt once.
create function search_title_key(t text) returns text
  language sql immutable strict parallel safe
  return (select ' ' || string_agg(w, ' ' order by (length(w) < 4 or w ~ '^[0-9]')::int, n) || ' '
    from unnest(string_to_array(search_fold(t), ' ')) with ordinality as u (w, n));

-- « porte-clés » is also found as « porteclés ».
create function search_joined_words(t text) returns tsvector
  language sql immutable strict parallel safe
  return case when t ~ '[[:alpha:]]-[[:alpha:]]'
    then search_words(regexp_replace(t, '([[:alpha:]])-(?=[[:alpha:]])', '\1', 'g')) else '' end;

-- The first telling word of a title, as a marker: very common words ask for titles that begin with them first.
create function search_head(key text) returns text[]
  language sql immutable strict parallel safe
  return (select coalesce(array_agg('head=' || l.lexeme), '{}')
    from unnest(tsvector_to_array(search_words(split_part(key, ' ', 2)))) l (lexeme));

-- References as one word without separators: « FM-ROSE-01 » is fmrose01.
create function search_code(t text) returns text
  language sql immutable strict parallel safe
  return nullif(regexp_replace(lower(unaccent('unaccent'::regdictionary, t)), '[^a-z0-9]+', '', 'g'), '');

alter table search_document add column title_key text;
alter table search_document add column brand text;

-- The first slot, read without the whole list; when the door is open, for two weeks.
alter table search_shop add column next_start timestamptz generated always as (pickup_starts[1][1]) stored;
alter table search_shop add column next_last timestamptz generated always as (pickup_starts[1][2]) stored;
alter table search_shop add column open_spans tstzmultirange not null default '{}';

-- Two words with one mistake between them have a form in common: a letter left out of either.
create function search_deletes(w text) returns text[]
  language sql immutable strict parallel safe
  return (select array_agg(distinct left(w, i - 1) || substr(w, i + 1)) || w from generate_series(1, length(w)) i);
alter table search_word add column deletes text[] collate "C" generated always as (search_deletes(word)) stored;
create index search_word_deletes on search_word using gin (deletes);

-- search_word_facts(text[]) stays for servers of the version before.

-- What is known of folded words. lexeme null: it says nothing. n: documents that hold the lexeme. spelled: written exactly so
-- somewhere. With `wide`, or for a word that is not written so: the words it begins, and those it may have been meant to be.
create function search_word_facts(typed text[], wide boolean)
  returns table (word text, lexeme text, n int, spelled boolean, beginnings jsonb, candidates jsonb)
  language plpgsql stable
  set plan_cache_mode = force_generic_plan set jit = off set enable_seqscan = off as $$
declare
  w text;
  heard text;
begin
  foreach w in array typed loop
    word := w;
    lexeme := (tsvector_to_array(search_words(w)))[1];
    n := 0;
    beginnings := null;
    candidates := null;
    spelled := exists (select from search_word v where v.word = w);
    if lexeme is not null then
      n := coalesce((select sum(p.products + p.shops) from search_posting p where p.lexeme = search_word_facts.lexeme), 0);
    end if;
    if lexeme is not null and (wide or n = 0 or not spelled) then
      if length(w) >= 2 then
        beginnings := (select jsonb_agg(to_jsonb(b)) from (
          select b.word, b.label, b.lexeme, b.n from search_beginning(w, 40) b
          where exists (select from search_posting p where p.lexeme = b.lexeme)) b);
      end if;
      if length(w) >= 3 then
        heard := search_sound(w);
        candidates := (select jsonb_agg(to_jsonb(c)) from (
          select v.word, v.label, v.lexeme, v.n, v.sound = heard as same_sound from (
            (select * from search_word v where v.deletes && search_deletes(w) order by v.n desc, v.word limit 60)
            union (select * from search_word v where v.sound = heard order by v.n desc, v.word limit 20)
            union (select * from search_word v where v.word % w order by similarity(v.word, w) desc, v.n desc, v.word limit 15)) v
          where exists (select from search_posting p where p.lexeme = v.lexeme)) c);
      end if;
    end if;
    return next;
  end loop;
end $$;

-- How well one word of a query fits a title: written so, in another number, with the same stem, or not in the title at all;
-- the nearer to its beginning, the better. p: as typed, without a plural; s: its stem; a: what else may have been meant, or
-- null; each with a space before it.
create function search_fit(key text, w text, p text, s text, a text) returns double precision
  language sql immutable parallel safe
  return case
    when strpos(key, p) > 0 then 0.9 + case when strpos(key, w) > 0 then 0.1 else 0 end - 0.006 * least(strpos(key, p), 50)
    when strpos(key, s) > 0 then 0.75 - 0.006 * least(strpos(key, s), 50)
    when strpos(key, a) > 0 then 0.7 - 0.006 * least(strpos(key, a), 50)
    else 0.1 end;

create or replace function search_is_collectable(shop uuid, available boolean, of_product timestamptz[], at timestamptz, before timestamptz)
  returns boolean language sql stable parallel safe
  return available and exists (select from search_shop s where s.shop_id = shop
    and case when of_product is null and s.next_last >= at then s.next_start <= before
      else search_collectable(of_product, s.pickup_starts, at) <= before end);

create function search_is_open(shop uuid, at timestamptz) returns boolean
  language sql stable parallel safe
  return exists (select from search_shop s where s.shop_id = shop and s.open_spans @> at);

drop function search_page(tsquery[], tsquery, jsonb, jsonb, timestamptz);
drop function search_candidates(tsquery[], tsquery, jsonb, int, timestamptz);

-- As before (0007), and: `forms` in the filters are the words of the query by which titles are ranked, four at most.
do $make$
declare
  tier text := $tier$
    return query select d.shop_id, d.document_id, d.kind, d.title_key, d.price_cents, d.created_at,
        ((search_fit(d.title_key, w1, p1, s1, a1) + case when words_n > 1 then search_fit(d.title_key, w2, p2, s2, a2) else 0 end
          + case when words_n > 2 then search_fit(d.title_key, w3, p3, s3, a3) else 0 end
          + case when words_n > 3 then search_fit(d.title_key, w4, p4, s4, a4) else 0 end) / words_n
          + case when words_n > 1 and strpos(d.title_key, phrase) > 0 then 0.1 else 0 end
          - 0.002 * least(length(d.title_key), 100) + 0.15 * ts_rank('{0.1,0.2,0.4,1}', d.vector, words) + 0.05 * d.score)::real,
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
create function search_candidates(rings tsquery[], words tsquery, filters jsonb, wanted int, at timestamptz)
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
create function search_page(rings tsquery[], words tsquery, filters jsonb, page jsonb, at timestamptz)
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
      from search_candidates(rings, words, filters, (page ->> 'wanted')::int, at) c order by c.shop_id, c.document_id, c.ring
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
