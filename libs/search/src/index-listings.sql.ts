/** $1: IndexedPlace[] as JSON. Places of feeds: no tenant's, without a sub-domain. */
export const WRITE_PLACES = `
  with entry as (
    select e.*, setweight(coalesce(search_words(concat_ws(' ', e.name, e.trade_label, e.also_called)), ''), 'C')
      || setweight(coalesce(search_words(e.commune_name), ''), 'D') as words
    from jsonb_to_recordset($1::jsonb) as e (shop_id uuid, name text, trade text, trade_label text, also_called text,
      commune_insee text, commune_name text, lat float8, lon float8, address_line text, postcode text, phone text,
      website text, initiative_id uuid, markers text[], created_at timestamptz)
  )
  insert into search_shop as old (shop_id, slug, name, state, trade, trade_label, commune_insee, commune_name, lat, lon,
    address_line, postcode, phone, website, initiative_id, also_called, words, markers, created_at)
  select shop_id, '', name, 'listed', trade, trade_label, commune_insee, commune_name, lat, lon, address_line, postcode,
    phone, website, initiative_id, also_called, words, markers, created_at
  from entry
  on conflict (shop_id) do update set (name, trade, trade_label, commune_insee, commune_name, lat, lon, address_line, postcode,
      phone, website, initiative_id, also_called, words, markers)
    = (excluded.name, excluded.trade, excluded.trade_label, excluded.commune_insee, excluded.commune_name, excluded.lat,
      excluded.lon, excluded.address_line, excluded.postcode, excluded.phone, excluded.website, excluded.initiative_id,
      excluded.also_called, excluded.words, excluded.markers)
  where old.state = 'listed' and (old.name, old.trade, old.commune_insee, old.lat, old.lon, old.address_line, old.postcode, old.phone,
      old.website, old.initiative_id, old.words, old.markers)
    is distinct from (excluded.name, excluded.trade, excluded.commune_insee, excluded.lat, excluded.lon, excluded.address_line,
      excluded.postcode, excluded.phone, excluded.website, excluded.initiative_id, excluded.words, excluded.markers)
  returning shop_id as id`;

/**
 * $1: Listing[] as JSON. The score is a product's without what only a shop of ours can have (a photo, a stock that can be
 * reserved): being elsewhere never lifts anything. A place of its own weighs its words as a shop does.
 */
export const WRITE_LISTINGS = `
  with given as (
    select l.*, s.words as place_words, s.markers, s.lat, s.lon, s.trade_label, s.also_called, s.commune_name
    from jsonb_to_recordset($1::jsonb) as l ("placeId" uuid, "documentId" uuid, title text, brand text, words text, text text,
      "priceCents" int, "priceVaries" boolean, "isAvailable" boolean, url text, "sourceName" text, "initiativeSlug" text,
      "createdAt" timestamptz) join search_shop s on s.shop_id = l."placeId"
  ), written as (
    insert into search_document as old (shop_id, document_id, kind, title, title_key, brand, price_cents, price_varies, available, pickup_starts,
      lat, lon, score, tier, vector, created_at)
    select "placeId", "documentId", 'listing', title, search_title_key(title), brand, "priceCents", "priceVaries", "isAvailable", '{}', lat, lon,
      case when "placeId" = "documentId" then 0.3 else 0.2 * (length(text) > 40)::int end,
      case when "placeId" = "documentId" then 1 else 3 end,
      setweight(search_words(title), 'A')
        || setweight(coalesce(search_words(concat_ws(' ', brand, words,
          case when "placeId" = "documentId" then concat_ws(' ', trade_label, also_called) end)), ''), 'B')
        || case when "placeId" = "documentId" then setweight(coalesce(search_words(commune_name), ''), 'D') else place_words end
        || setweight(coalesce(search_words(left(text, 600)), ''), 'D')
        || search_joined_words(title) || array_to_tsvector(markers || '{kind=listing}' || search_head(search_title_key(title))), "createdAt"
    from given
    on conflict (shop_id, document_id) do update set (title, title_key, brand, price_cents, price_varies, available, lat, lon, score, vector)
      = (excluded.title, excluded.title_key, excluded.brand, excluded.price_cents, excluded.price_varies, excluded.available, excluded.lat, excluded.lon,
        excluded.score, excluded.vector)
    where (old.title, old.title_key, old.brand, old.price_cents, old.price_varies, old.available, old.lat, old.lon, old.score, old.vector)
      is distinct from (excluded.title, excluded.title_key, excluded.brand, excluded.price_cents, excluded.price_varies, excluded.available, excluded.lat,
        excluded.lon, excluded.score, excluded.vector)
    returning shop_id
  ) select distinct shop_id as id from written`;

/** $1: as above; after the documents, which they refer to. */
export const WRITE_LINKS = `
  insert into search_listing as old (shop_id, document_id, url, source_name, initiative_slug)
  select "placeId", "documentId", url, "sourceName", "initiativeSlug"
  from jsonb_to_recordset($1::jsonb) as l ("placeId" uuid, "documentId" uuid, url text, "sourceName" text, "initiativeSlug" text)
  on conflict (shop_id, document_id) do update set (url, source_name, initiative_slug)
    = (excluded.url, excluded.source_name, excluded.initiative_slug)
  where (old.url, old.source_name, old.initiative_slug)
    is distinct from (excluded.url, excluded.source_name, excluded.initiative_slug)`;

export const DROP_LISTINGS = `delete from search_document where document_id = any ($1::uuid[]) and kind = 'listing'`;

/** Of these places those that show nothing any more; their word counts go with them. */
export const DROP_EMPTY_PLACES = `
  delete from search_shop s where s.shop_id = any ($1::uuid[]) and s.state = 'listed'
    and not exists (select from search_document d where d.shop_id = s.shop_id)`;

/** Best listings first, as a shop's products are; $2 the week, so that all have their turn. */
export const SET_LISTING_TIERS = `
  with ranked as (
    select shop_id, document_id, row_number() over (partition by shop_id order by score desc, hashtext(document_id::text || $2)) as place,
      count(*) over (partition by shop_id) as n
    from search_document where shop_id = any ($1::uuid[]) and kind = 'listing' and document_id <> shop_id
  ), wanted as (
    select shop_id, document_id, case when place <= ceil(n * 0.01) then 1 when place <= ceil(n * 0.1) then 2 else 3 end as tier from ranked
  )
  update search_document d set tier = w.tier from wanted w
  where d.shop_id = w.shop_id and d.document_id = w.document_id and d.tier <> w.tier`;

/** Words of listings, counted where a shop counts its products. */
export const COUNT_LISTING_WORDS = `
  with now_there as (
    select d.shop_id, l.lexeme, count(*)::int as n
    from search_document d join search_shop s on s.shop_id = d.shop_id and s.state = 'listed'
      cross join unnest(tsvector_to_array(d.vector)) l (lexeme)
    where d.shop_id = any ($1::uuid[]) and d.kind = 'listing' and position('=' in l.lexeme) = 0
    group by 1, 2
  ), gone as (
    delete from search_posting p using search_shop s where s.shop_id = p.shop_id and s.state = 'listed' and p.shop_id = any ($1::uuid[])
      and not exists (select from now_there n where n.shop_id = p.shop_id and n.lexeme = p.lexeme)
  )
  insert into search_posting as old (shop_id, lexeme, products)
  select shop_id, lexeme, n from now_there
  on conflict (shop_id, lexeme) do update set products = excluded.products where old.products <> excluded.products`;

/** A count without words adds one for each shop itself: here that is the first of its listings. */
export const COUNT_LISTINGS = `
  update search_shop s set products = n.n
  from (select id, greatest(count(d.document_id)::int - 1, 0) as n
    from unnest($1::uuid[]) id left join search_document d on d.shop_id = id and d.kind = 'listing' group by id) n
  where s.shop_id = n.id and s.state = 'listed' and s.products <> n.n`;

export const LINKS_SQL = `
  select l.document_id as id, l.url, l.source_name as "sourceName", l.initiative_slug as "initiativeSlug"
  from unnest($1::uuid[], $2::uuid[]) t (shop_id, document_id) join search_listing l using (shop_id, document_id)`;
