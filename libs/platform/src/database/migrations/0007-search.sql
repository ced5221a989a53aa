-- French without accents: every word is folded to a-z and 0-9 first, then stemmed, so that what is typed and what is
-- written meet. The server's own French stop list lacks words (« les » stays as « le »), so the list is here.
create text search dictionary devanture_stem (template = snowball, language = french);
create text search configuration devanture (parser = default);
alter text search configuration devanture
  add mapping for asciiword, word, numword, int, uint, float, sfloat, version, asciihword, hword, numhword,
    hword_asciipart, hword_part, hword_numpart with devanture_stem;

-- « L’Œuf d’or » becomes « oeuf or »: elided articles go, œ opens, plurals in -x that the stemmer does not know end.
create function search_fold(t text) returns text
  language sql immutable strict parallel safe
  return btrim(regexp_replace(regexp_replace(regexp_replace(
    lower(unaccent('unaccent'::regdictionary, replace(t, '’', ''''))),
    '\m(l|d|j|m|t|s|n|c|qu|jusqu|lorsqu|puisqu|quelqu)''', ' ', 'g'),
    '[^a-z0-9]+', ' ', 'g'),
    '\m([a-z]+ou|jeu|feu|lieu|milieu|voeu|aveu|neveu|cheveu|pneu|bleu|eau)x\M', '\1', 'g'));

do $$
begin
  execute format('create function search_stop_lexemes() returns text[] language sql immutable parallel safe return %L::text[]',
    tsvector_to_array(to_tsvector('devanture', 'le la les l un une des du de d et a au aux en pour par avec sans sur dans
      ou qui que qu ce cet cette ces son sa ses mon ma mes notre nos votre vos leur leurs est sont y c j m n s t il elle on
      nous vous ne pas se si chez entre vers sous')));
end $$;

create function search_words(t text) returns tsvector
  language sql immutable strict parallel safe
  return ts_delete(to_tsvector('devanture'::regconfig, search_fold(t)), search_stop_lexemes());

-- How a folded word sounds: « boulanjerie » and « boulangerie » are one, so are « chausure » and « chaussure ».
create function search_sound(w text) returns text
  language plpgsql immutable strict parallel safe as $$
declare
  s text := w;
begin
  s := regexp_replace(s, '([a-z])\1+', '\1', 'g');
  s := replace(replace(replace(replace(s, 'ph', 'f'), 'eau', 'o'), 'au', 'o'), 'qu', 'k');
  s := regexp_replace(s, 'g(?=[eiy])', 'j', 'g');
  s := regexp_replace(s, '(?<=[aeiouy])s(?=[aeiouy])', 'z', 'g');
  s := regexp_replace(s, 'c(?=[eiy])', 's', 'g');
  s := regexp_replace(s, 'c(?!h)', 'k', 'g');
  s := regexp_replace(s, '(?<!c)h', '', 'g');
  s := replace(replace(replace(s, 'ai', 'e'), 'ei', 'e'), 'y', 'i');
  s := regexp_replace(s, '[ae][nm](?=[^aeiou]|$)', 'an', 'g');
  s := regexp_replace(s, '(es|s|t|d|x|z|e)$', '');
  return s;
end $$;

-- Kilometres, haversine; null without both points. Not strict, so that the planner writes it into the query.
create function search_km(lat1 double precision, lon1 double precision, lat2 double precision, lon2 double precision)
  returns double precision language sql immutable parallel safe
  return case when lat1 + lon1 + lat2 + lon2 is not null then
    2 * 6371.0088 * asin(least(1, sqrt(sin(radians(lat2 - lat1) / 2) ^ 2
      + cos(radians(lat1)) * cos(radians(lat2)) * sin(radians(lon2 - lon1) / 2) ^ 2))) end;

-- What every product of the shop carries into the index: `words` (name, trade, commune) and `markers` (commune=37132,
-- trade=fleurs, cell=...: filters are lexemes, looked up with the words). pickup_starts: slots with room, in order.
create table search_shop (
  shop_id uuid primary key references shop,
  slug text not null,
  name text not null,
  state text not null check (state in ('provisioned', 'claimed', 'open', 'paused')),
  trade text not null,
  trade_label text not null,
  commune_insee text not null,
  commune_name text not null,
  lat double precision,
  lon double precision,
  tagline text,
  address_line text,
  postcode text,
  phone text,
  website text,
  initiative_id uuid,
  photo jsonb,
  products int not null default 0,
  also_called text not null default '',
  words tsvector not null,
  markers text[] not null,
  pickup_starts timestamptz[] not null default '{}',
  created_at timestamptz not null
);
call public_copy('search_shop', 'what the portal shows of a shop');
create index search_shop_facets on search_shop (shop_id) include (trade, commune_insee, lat, lon, products);
create index search_shop_list on search_shop (trade, commune_insee);
create index search_shop_commune on search_shop (commune_insee);
create index search_shop_initiative on search_shop (initiative_id);
create index search_shop_slug on search_shop (slug);

-- tier: 1 the best hundredth of each shop's products and all shops, 2 the best tenth, 3 the rest. A common word finds a
-- page in tier 1 alone; each shop has its share of it, whatever its size. pickup_starts: null means the shop's.
create table search_document (
  shop_id uuid not null references search_shop on delete cascade,
  document_id uuid not null,
  kind text not null check (kind in ('product', 'shop', 'listing')),
  title text not null,
  handle text,
  price_cents int,
  price_varies boolean not null default false,
  available boolean not null default true,
  photo jsonb,
  pickup_starts timestamptz[],
  lat double precision,
  lon double precision,
  score real not null,
  tier smallint not null default 3 check (tier between 1 and 3),
  vector tsvector not null,
  created_at timestamptz not null,
  primary key (shop_id, document_id)
);
call public_copy('search_document', 'publishable columns of products and shops; GIN is not used under tenant policies');
create index search_document_tier_1 on search_document using gin (vector) where tier = 1;
create index search_document_tier_2 on search_document using gin (vector) where tier = 2;
create index search_document_tier_3 on search_document using gin (vector) where tier = 3;

-- How many documents of a shop hold a word: exact facets without reading the documents.
create table search_posting (
  shop_id uuid not null references search_shop on delete cascade,
  lexeme text collate "C" not null,
  products int not null default 0,
  shops int not null default 0,
  primary key (shop_id, lexeme)
);
call public_copy('search_posting', 'counts of published words');
create index search_posting_lexeme on search_posting (lexeme) include (shop_id, products, shops);

-- word: folded. label: as most often written. n: documents at the last count; new words are here at once.
create table search_word (
  word text collate "C" primary key,
  label text not null,
  lexeme text collate "C" not null,
  sound text collate "C" not null,
  n int not null
);
call global_table('search_word', 'the vocabulary of published titles, for completion and typing errors');
create index search_word_1 on search_word (left(word, 1), n desc, word);
create index search_word_2 on search_word (left(word, 2), n desc, word);
create index search_word_3 on search_word (left(word, 3), n desc, word);
create index search_word_sound on search_word (sound);
create index search_word_lexeme on search_word (lexeme);
create index search_word_trigram on search_word using gin (word gin_trgm_ops);

create function search_collectable(of_product timestamptz[], of_shop timestamptz[], at timestamptz) returns timestamptz
  language sql immutable parallel safe
  return (select min(start) from unnest(coalesce(of_product, of_shop)) start where start > at);

create function search_is_collectable(shop uuid, available boolean, of_product timestamptz[], at timestamptz, before timestamptz)
  returns boolean language sql stable parallel safe
  return available and exists (select from search_shop s
    where s.shop_id = shop and search_collectable(of_product, s.pickup_starts, at) <= before);

-- Matches to choose a page from. `rings` are asked one after the other (nearest first), in each the tiers best first,
-- until `wanted` matches are there: a very common word costs no more than a rare one. `named` in the filters: the name of
-- the place, which counts wherever it stands.
-- The settings keep one plan per session: planning costs more than answering.
create function search_candidates(rings tsquery[], words tsquery, filters jsonb, wanted int, at timestamptz)
  returns table (shop_id uuid, document_id uuid, kind text, rank real, ring int)
  language plpgsql stable
  set plan_cache_mode = force_generic_plan set jit = off set enable_seqscan = off as $$
declare
  r tsquery;
  number int := 0;
  here int;
  missing int := wanted;
  price_max int := filters ->> 'priceMax';
  before timestamptz := filters ->> 'collectableBefore';
  lat0 double precision := filters ->> 'lat';
  lon0 double precision := filters ->> 'lon';
  radius double precision := filters ->> 'radiusKm';
  named tsquery := filters ->> 'named';
begin
  foreach r in array rings loop
    number := number + 1;
    return query select d.shop_id, d.document_id, d.kind, ts_rank('{0.1,0.2,0.4,1}', d.vector, words) + d.score * 0.1::real, number
      from search_document d where d.tier = 1 and d.vector @@ r
        and (price_max is null or d.price_cents <= price_max)
        and (radius is null or search_km(lat0, lon0, d.lat, d.lon) <= radius or d.vector @@ named)
        and (before is null or search_is_collectable(d.shop_id, d.available, d.pickup_starts, at, before))
      limit missing;
    get diagnostics here = row_count;
    missing := missing - here;
    exit when missing <= 0;
    return query select d.shop_id, d.document_id, d.kind, ts_rank('{0.1,0.2,0.4,1}', d.vector, words) + d.score * 0.1::real, number
      from search_document d where d.tier = 2 and d.vector @@ r
        and (price_max is null or d.price_cents <= price_max)
        and (radius is null or search_km(lat0, lon0, d.lat, d.lon) <= radius or d.vector @@ named)
        and (before is null or search_is_collectable(d.shop_id, d.available, d.pickup_starts, at, before))
      limit missing;
    get diagnostics here = row_count;
    missing := missing - here;
    exit when missing <= 0;
    return query select d.shop_id, d.document_id, d.kind, ts_rank('{0.1,0.2,0.4,1}', d.vector, words) + d.score * 0.1::real, number
      from search_document d where d.tier = 3 and d.vector @@ r
        and (price_max is null or d.price_cents <= price_max)
        and (radius is null or search_km(lat0, lon0, d.lat, d.lon) <= radius or d.vector @@ named)
        and (before is null or search_is_collectable(d.shop_id, d.available, d.pickup_starts, at, before))
      limit missing;
    get diagnostics here = row_count;
    missing := missing - here;
    exit when missing <= 0;
  end loop;
end $$;

-- One page of the candidates with what a card shows. Without a wish the most relevant come first, but the second,
-- third... product of one shop stands behind the first of the others; near a place, the nearer come first.
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
    with candidate as materialized (
      select c.*, s.state = 'open' as is_open, search_km(lat0, lon0, s.lat, s.lon) as away,
        row_number() over (partition by c.shop_id, c.kind order by c.rank desc, c.document_id) as nth,
        count(*) over () as n
      from search_candidates(rings, words, filters, (page ->> 'wanted')::int, at) c join search_shop s using (shop_id)
    ), chosen as (
      select c.*, row_number() over (order by
          case when sort = 'price' then (select d.price_cents from search_document d
            where d.shop_id = c.shop_id and d.document_id = c.document_id) end nulls last,
          case when sort = 'newest' then (select -extract(epoch from d.created_at) from search_document d
            where d.shop_id = c.shop_id and d.document_id = c.document_id) end,
          case when sort = 'distance' then c.away end nulls last,
          case when c.away is not null then c.ring end, case when c.ring > 1 then floor(c.away / 5) end nulls last,
          (c.rank + case when c.is_open then 0.1 else 0 end) * 0.9 ^ least(c.nth - 1, 20) desc, c.document_id) as place
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

-- The three ways to count: rows category, commune (the twenty best of each) and total. Each facet is counted with the
-- other one's choice and without its own. First: by reading the matches; facet `over` when there are more than `most`.
create function search_count_matches(match tsquery, filters jsonb, most int, at timestamptz)
  returns table (facet text, value text, n int)
  language plpgsql stable
  set plan_cache_mode = force_generic_plan set jit = off set enable_seqscan = off as $$
declare
  kind text := filters ->> 'kind';
  trade_chosen text := filters ->> 'trade';
  commune_chosen text := filters ->> 'commune';
  lat0 double precision := filters ->> 'lat';
  lon0 double precision := filters ->> 'lon';
  radius double precision := filters ->> 'radiusKm';
  price_max int := filters ->> 'priceMax';
  before timestamptz := filters ->> 'collectableBefore';
  named tsquery := filters ->> 'named';
begin
  return query
    with found as materialized (
      select u.shop_id from (
        select d.* from search_document d where d.tier = 1 and d.vector @@ match
        union all select d.* from search_document d where d.tier = 2 and d.vector @@ match
        union all select d.* from search_document d where d.tier = 3 and d.vector @@ match
      ) u
      where (price_max is null or u.price_cents <= price_max)
        and (radius is null or search_km(lat0, lon0, u.lat, u.lon) <= radius or u.vector @@ named)
        and (before is null or search_is_collectable(u.shop_id, u.available, u.pickup_starts, at, before))
      limit most + 1
    ), by_shop as (select o.shop_id, count(*) as n from found o group by 1),
    hit as materialized (select s.trade, s.commune_insee, b.n from by_shop b join search_shop s using (shop_id))
    (select 'category', h.trade, sum(h.n)::int from hit h where commune_chosen is null or h.commune_insee = commune_chosen
      group by h.trade order by 3 desc, h.trade collate "C" limit 20)
    union all (select 'commune', h.commune_insee, sum(h.n)::int from hit h where trade_chosen is null or h.trade = trade_chosen
      group by h.commune_insee order by 3 desc, h.commune_insee collate "C" limit 20)
    union all select 'total', null, coalesce(sum(h.n), 0)::int from hit h
      where (commune_chosen is null or h.commune_insee = commune_chosen) and (trade_chosen is null or h.trade = trade_chosen)
    union all select 'over', null, count(*)::int from found having count(*) > most;
end $$;

-- By the counts of words: exact for one word, in shops for several. `groups` tells which word each lexeme stands for.
create function search_count_postings(lexemes text[], groups int[], filters jsonb)
  returns table (facet text, value text, n int)
  language plpgsql stable
  set plan_cache_mode = force_generic_plan set jit = off set enable_seqscan = off as $$
declare
  kind text := filters ->> 'kind';
  trade_chosen text := filters ->> 'trade';
  commune_chosen text := filters ->> 'commune';
  lat0 double precision := filters ->> 'lat';
  lon0 double precision := filters ->> 'lon';
  radius double precision := filters ->> 'radiusKm';
begin
  if cardinality(lexemes) = 1 then
    return query
    with hit as materialized (
      select s.trade, s.commune_insee, case kind when 'product' then p.products when 'shop' then p.shops else p.products + p.shops end as n
      from search_posting p join search_shop s using (shop_id)
      where p.lexeme = lexemes[1] and (radius is null or search_km(lat0, lon0, s.lat, s.lon) <= radius))
    (select 'category', h.trade, sum(h.n)::int from hit h where commune_chosen is null or h.commune_insee = commune_chosen
      group by h.trade order by 3 desc, h.trade collate "C" limit 20)
    union all (select 'commune', h.commune_insee, sum(h.n)::int from hit h where trade_chosen is null or h.trade = trade_chosen
      group by h.commune_insee order by 3 desc, h.commune_insee collate "C" limit 20)
    union all select 'total', null, coalesce(sum(h.n), 0)::int from hit h
      where (commune_chosen is null or h.commune_insee = commune_chosen) and (trade_chosen is null or h.trade = trade_chosen);
  else
    return query
    with found as (
      select p.shop_id from unnest(lexemes, groups) g (lexeme, place) join search_posting p using (lexeme)
      where case kind when 'product' then p.products > 0 when 'shop' then p.shops > 0 else true end
      group by 1 having bit_or(1 << g.place) = (1 << (select max(x) + 1 from unnest(groups) x)) - 1
    ), hit as materialized (
      select s.trade, s.commune_insee, 1 as n from found join search_shop s using (shop_id)
      where radius is null or search_km(lat0, lon0, s.lat, s.lon) <= radius)
    (select 'category', h.trade, sum(h.n)::int from hit h where commune_chosen is null or h.commune_insee = commune_chosen
      group by h.trade order by 3 desc, h.trade collate "C" limit 20)
    union all (select 'commune', h.commune_insee, sum(h.n)::int from hit h where trade_chosen is null or h.trade = trade_chosen
      group by h.commune_insee order by 3 desc, h.commune_insee collate "C" limit 20)
    union all select 'total', null, coalesce(sum(h.n), 0)::int from hit h
      where (commune_chosen is null or h.commune_insee = commune_chosen) and (trade_chosen is null or h.trade = trade_chosen);
  end if;
end $$;

-- Without words: what each shop has.
create function search_count_all(filters jsonb)
  returns table (facet text, value text, n int)
  language plpgsql stable
  set plan_cache_mode = force_generic_plan set jit = off set enable_seqscan = off as $$
declare
  kind text := filters ->> 'kind';
  trade_chosen text := filters ->> 'trade';
  commune_chosen text := filters ->> 'commune';
  lat0 double precision := filters ->> 'lat';
  lon0 double precision := filters ->> 'lon';
  radius double precision := filters ->> 'radiusKm';
begin
  return query
    with hit as materialized (
      select s.trade, s.commune_insee, case kind when 'product' then s.products when 'shop' then 1 when 'listing' then 0 else s.products + 1 end as n
      from search_shop s where radius is null or search_km(lat0, lon0, s.lat, s.lon) <= radius)
    (select 'category', h.trade, sum(h.n)::int from hit h where commune_chosen is null or h.commune_insee = commune_chosen
      group by h.trade order by 3 desc, h.trade collate "C" limit 20)
    union all (select 'commune', h.commune_insee, sum(h.n)::int from hit h where trade_chosen is null or h.trade = trade_chosen
      group by h.commune_insee order by 3 desc, h.commune_insee collate "C" limit 20)
    union all select 'total', null, coalesce(sum(h.n), 0)::int from hit h
      where (commune_chosen is null or h.commune_insee = commune_chosen) and (trade_chosen is null or h.trade = trade_chosen);
end $$;

-- Words that begin so, the most frequent first.
create function search_beginning(beginning text, most int)
  returns table (word text, label text, lexeme text, n int)
  language plpgsql stable
  set plan_cache_mode = force_generic_plan set jit = off set enable_seqscan = off as $$
begin
  if length(beginning) = 1 then
    return query select v.word, v.label, v.lexeme, v.n from search_word v
      where left(v.word, 1) = beginning order by v.n desc, v.word limit most;
  elsif length(beginning) = 2 then
    return query select v.word, v.label, v.lexeme, v.n from search_word v
      where left(v.word, 2) = beginning order by v.n desc, v.word limit most;
  elsif length(beginning) < 5 then
    return query select v.word, v.label, v.lexeme, v.n from search_word v
      where left(v.word, 3) = left(beginning, 3) and v.word >= beginning and v.word < beginning || '{'
      order by v.n desc, v.word limit most;
  else
    return query select v.word, v.label, v.lexeme, v.n from search_word v
      where v.word >= beginning and v.word < beginning || '{' order by v.n desc, v.word limit most;
  end if;
end $$;

-- What is known of folded words: the lexeme (null: it says nothing), how many documents hold it, and for an unknown one
-- the lexemes it begins, or the words it may have been meant to be.
create function search_word_facts(typed text[])
  returns table (word text, lexeme text, n int, completions text[], completed int, candidates jsonb)
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
    completions := null;
    completed := null;
    candidates := null;
    if lexeme is not null then
      n := coalesce((select sum(p.products + p.shops) from search_posting p where p.lexeme = search_word_facts.lexeme), 0);
    end if;
    if lexeme is not null and n = 0 then
      if length(w) >= 2 then
        -- Frequent ones are enough: three words with thousands of documents each fill more pages than anybody reads.
        select array_agg(c.lexeme), sum(c.weight) into completions, completed from (
          select b.lexeme, max(b.n) as weight, sum(max(b.n)) over (order by max(b.n) desc, b.lexeme) - max(b.n) as before
          from search_beginning(w, 60) b
          where exists (select from search_posting p where p.lexeme = b.lexeme)
          group by 1 order by 2 desc, 1 limit 40) c
        where c.before < 5000;
      end if;
      if completions is null and length(w) >= 3 then
        heard := search_sound(w);
        candidates := (select jsonb_agg(to_jsonb(c)) from (
          select v.word, v.label, v.lexeme, v.n, v.sound = heard as same_sound from search_word v
          where (v.sound = heard or v.word % w) and exists (select from search_posting p where p.lexeme = v.lexeme)
          order by v.sound = heard desc, similarity(v.word, w) desc, v.n desc limit 20) c);
      end if;
    end if;
    return next;
  end loop;
end $$;

-- What typed letters may become; `others` are lexemes that must stand in the same shop.
create function search_completions(beginning text, others text[], most int)
  returns table (word text, label text, lexeme text)
  language sql stable as $$
    select b.word, b.label, b.lexeme from search_beginning(beginning, most * 3) b
    where exists (select from search_posting p where p.lexeme = b.lexeme
      and (select count(*) from search_posting q where q.shop_id = p.shop_id and q.lexeme = any (others)) = cardinality(others))
    order by b.n desc, b.word limit most
  $$;

create function search_named_shops(match tsquery, most int) returns table (name text, slug text)
  language plpgsql stable
  set plan_cache_mode = force_generic_plan set jit = off set enable_seqscan = off as $$
begin
  return query select s.name, s.slug
    from (select d.shop_id from search_document d where d.tier = 1 and d.vector @@ match limit 50) d join search_shop s using (shop_id)
    order by s.state <> 'open', s.name, s.slug limit most;
end $$;
