/** One refresh of a shop at a time; several are locked in the order of their ids. */
export const LOCK_SHOPS = `
  select pg_advisory_xact_lock(hashtextextended('search' || id::text, 0))
  from (select id from unnest($1::uuid[]) id order by id) ordered`;

export const READ_SHOPS = `
  select s.shop_id, a.slug, s.state, s.trade, s.initiative_id, s.commune_insee, s.lat, s.lon
  from shop s left join shop_address a on a.shop_id = s.shop_id and a.kind = 'current'
  where s.shop_id = any ($1::uuid[])`;

export const DROP_SHOPS = 'delete from search_shop where shop_id = any ($1::uuid[])';

/** $1: ShopEntry[] as JSON. Rows that stay the same are not written. */
export const WRITE_SHOPS = `
  with entry as (
    select s.*, a.slug, e.trade_label, e.trade_words as also_called, e.commune_name, e.lat as at_lat, e.lon as at_lon, e.markers,
      setweight(coalesce(search_words(s.name || ' ' || e.trade_label || ' ' || e.trade_words), ''), 'C')
        || setweight(search_words(e.commune_name), 'D') as words
    from jsonb_to_recordset($1::jsonb) as e (shop_id uuid, trade_label text, trade_words text, commune_name text,
        lat float8, lon float8, markers text[])
      join shop s using (shop_id) join shop_address a on a.shop_id = s.shop_id and a.kind = 'current'
  )
  insert into search_shop as old (shop_id, slug, name, state, trade, trade_label, commune_insee, commune_name, lat, lon,
    tagline, address_line, postcode, phone, website, initiative_id, also_called, words, markers, created_at)
  select shop_id, slug, name, state, trade, trade_label, commune_insee, commune_name, at_lat, at_lon,
    tagline, address_line, postcode, phone, website, initiative_id, also_called, words, markers, created_at
  from entry
  on conflict (shop_id) do update set (slug, name, state, trade, trade_label, commune_insee, commune_name, lat, lon,
      tagline, address_line, postcode, phone, website, initiative_id, also_called, words, markers)
    = (excluded.slug, excluded.name, excluded.state, excluded.trade, excluded.trade_label, excluded.commune_insee,
      excluded.commune_name, excluded.lat, excluded.lon, excluded.tagline, excluded.address_line, excluded.postcode,
      excluded.phone, excluded.website, excluded.initiative_id, excluded.also_called, excluded.words, excluded.markers)
  where (old.slug, old.name, old.state, old.trade, old.trade_label, old.commune_insee, old.commune_name, old.lat, old.lon,
      old.tagline, old.address_line, old.postcode, old.phone, old.website, old.initiative_id, old.also_called, old.words, old.markers)
    is distinct from (excluded.slug, excluded.name, excluded.state, excluded.trade, excluded.trade_label,
      excluded.commune_insee, excluded.commune_name, excluded.lat, excluded.lon, excluded.tagline, excluded.address_line,
      excluded.postcode, excluded.phone, excluded.website, excluded.initiative_id, excluded.also_called, excluded.words, excluded.markers)`;

/** The shops as results of their own, always in the first tier. */
export const WRITE_SHOP_DOCUMENTS = `
  insert into search_document as old (shop_id, document_id, kind, title, title_key, lat, lon, score, tier, vector, created_at)
  select s.shop_id, s.shop_id, 'shop', s.name, search_title_key(s.name), s.lat, s.lon, case s.state when 'open' then 1 else 0.3 end, 1,
    setweight(search_words(s.name), 'A') || setweight(search_words(s.trade_label || ' ' || s.also_called), 'B')
      || setweight(search_words(s.commune_name || ' ' || coalesce(s.tagline, '')), 'D')
      || array_to_tsvector(s.markers || '{kind=shop}' || search_head(search_title_key(s.name))), s.created_at
  from search_shop s
  where s.shop_id = any ($1::uuid[])
  on conflict (shop_id, document_id) do update set (title, title_key, lat, lon, score, vector)
    = (excluded.title, excluded.title_key, excluded.lat, excluded.lon, excluded.score, excluded.vector)
  where (old.title, old.title_key, old.lat, old.lon, old.score, old.vector)
    is distinct from (excluded.title, excluded.title_key, excluded.lat, excluded.lon, excluded.score, excluded.vector)`;

/** A shop that takes no orders shows no products. */
export const DROP_PRODUCTS_OF_CLOSED_SHOPS = `
  delete from search_document d using search_shop s
  where s.shop_id = d.shop_id and d.shop_id = any ($1::uuid[]) and s.state <> 'open' and d.kind = 'product'`;

/** Word counts and number of products as the documents are now. */
export const COUNT_POSTINGS = `
  with now_there as (
    select d.shop_id, l.lexeme, count(*) filter (where d.kind = 'product')::int as products,
      count(*) filter (where d.kind = 'shop')::int as shops
    from search_document d cross join unnest(tsvector_to_array(d.vector)) l (lexeme)
    where d.shop_id = any ($1::uuid[]) and position('=' in l.lexeme) = 0
    group by 1, 2
  ), gone as (
    delete from search_posting p where p.shop_id = any ($1::uuid[])
      and not exists (select from now_there n where n.shop_id = p.shop_id and n.lexeme = p.lexeme)
  )
  insert into search_posting as old (shop_id, lexeme, products, shops)
  select shop_id, lexeme, products, shops from now_there
  on conflict (shop_id, lexeme) do update set (products, shops) = (excluded.products, excluded.shops)
  where (old.products, old.shops) is distinct from (excluded.products, excluded.shops)`;

export const COUNT_PRODUCTS = `
  update search_shop s set products = n.products, photo = n.photo
  from (select id, count(d.document_id)::int as products,
      (array_agg(d.photo order by d.score desc, d.document_id) filter (where d.photo is not null))[1] as photo
    from unnest($1::uuid[]) id left join search_document d on d.shop_id = id and d.kind = 'product' group by id) n
  where s.shop_id = n.id and (s.products, s.photo) is distinct from (n.products, n.photo)`;

/** New words of titles, trades and communes; their counts are kept by the reindex. In one order, so that two shops never wait for each other. */
export const LEARN_WORDS = `
  with spelled as (
    select lower(w) as label, count(*) as n from (
      select concat_ws(' ', title, brand, regexp_replace(title, '([[:alpha:]])-(?=[[:alpha:]])', '\\1', 'g'))
      from search_document where shop_id = any ($1::uuid[]) and ($2::uuid[] is null or document_id = any ($2))
      union all select concat_ws(' ', trade_label, also_called, commune_name) from search_shop where shop_id = any ($1::uuid[])
    ) said (words), regexp_split_to_table(words, '[^[:alnum:]]+') w
    where length(w) between 3 and 40
    group by 1
  ), folded as (select search_fold(label) as word, label, n from spelled)
  insert into search_word (word, label, lexeme, sound, n)
  select word, label, lexeme, search_sound(word), n from (
    select distinct on (word) f.word, f.label, l.lexeme, f.n
    from folded f cross join lateral (select (tsvector_to_array(search_words(f.word)))[1] as lexeme) l
    where f.word ~ '^[a-z][a-z0-9]{2,}$' and l.lexeme is not null
      and not exists (select from search_word known where known.word = f.word)
    order by f.word, f.n desc) new
  order by word
  on conflict (word) do nothing`;

/** $1: by shop, `starts` (pairs of start and last instant) and `open` (a multirange) as JSON. */
export const SET_MANY_PICKUP_STARTS = `
  update search_shop s set (pickup_starts, open_spans) = (n.starts, n.spans)
  from (select shop.key::uuid as id, (shop.value ->> 'open')::tstzmultirange as spans,
      coalesce((select array_agg(array[(pair ->> 0)::timestamptz, (pair ->> 1)::timestamptz])
        from jsonb_array_elements(shop.value -> 'starts') pair), '{}') as starts
    from jsonb_each($1::jsonb) shop) n
  where s.shop_id = n.id and (s.pickup_starts, s.open_spans) is distinct from (n.starts, n.spans)`;

export const SHOPS_WITH_OWN_LEADS = `
  select distinct shop_id from search_document where shop_id = any ($1::uuid[]) and pickup_starts is not null order by 1`;
