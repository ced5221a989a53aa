/**
 * The published products of one open shop. $1 shop, $2 product ids (null: all), $3 slot starts by lead time in minutes
 * (`{"2880": [["2026-11-26T09:00:00Z", "2026-11-24T09:00:00Z"]]}`: start, last instant to ask for it) for products with one of their own. Rows that stay the same are not written.
 */
export const WRITE_PRODUCTS = `
  with shown as (
    select p.*, s.words as shop_words, s.markers, s.lat, s.lon,
      v.price_cents, v.price_varies, v.available, v.codes, f.photo,
        coalesce((select array_agg(array[(pair ->> 0)::timestamptz, (pair ->> 1)::timestamptz])
        from jsonb_array_elements($3::jsonb -> p.lead_minutes::text) pair), '{}') as starts
    from product p
      join search_shop s on s.shop_id = p.shop_id and s.state = 'open'
      cross join lateral (select min(price_cents) as price_cents, min(price_cents) <> max(price_cents) as price_varies,
        bool_or(stock = 'untracked' or on_hand > 0) as available, count(*) as n,
        array_remove(array_agg(distinct 'code=' || ltrim(ean, '0')) || array_agg(distinct 'code=' || left(search_code(sku), 60)), null) as codes
        from variant where shop_id = $1 and product_id = p.product_id and archived_at is null) v
      left join lateral (select jsonb_build_object('photoId', photo_id, 'alt', alt, 'width', width, 'height', height,
        'widths', to_jsonb(widths), 'color', color) as photo
        from photo where shop_id = $1 and product_id = p.product_id and state = 'ready' and cardinality(widths) > 0
        order by position, photo_id limit 1) f on true
    where p.shop_id = $1 and ($2::uuid[] is null or p.product_id = any ($2)) and p.published and p.archived_at is null and v.n > 0
  ), gone as (
    delete from search_document d where d.shop_id = $1 and d.kind = 'product'
      and ($2::uuid[] is null or d.document_id = any ($2)) and not exists (select from shown where product_id = d.document_id)
  )
  insert into search_document as old (shop_id, document_id, kind, title, title_key, brand, handle, price_cents, price_varies, available, photo,
    pickup_starts, lat, lon, score, vector, created_at)
  select shop_id, product_id, 'product', name, search_title_key(name), brand, handle, price_cents, price_varies, available, photo,
    case when $3::jsonb ? lead_minutes::text then starts end, lat, lon,
    0.4 * (photo is not null)::int + 0.4 * available::int + 0.2 * (length(description_html) > 40)::int,
    setweight(search_words(name), 'A') || setweight(coalesce(search_words(concat_ws(' ', brand, category)), ''), 'B') || shop_words
      || setweight(search_words(left(regexp_replace(description_html, '<[^>]*>|&[a-z]+;', ' ', 'g'), 600)), 'D')
      || search_joined_words(name) || array_to_tsvector(markers || '{kind=product}' || codes || search_head(search_title_key(name))), created_at
  from shown
  on conflict (shop_id, document_id) do update set (title, title_key, brand, handle, price_cents, price_varies, available, photo,
      pickup_starts, lat, lon, score, vector)
    = (excluded.title, excluded.title_key, excluded.brand, excluded.handle, excluded.price_cents, excluded.price_varies, excluded.available, excluded.photo,
      excluded.pickup_starts, excluded.lat, excluded.lon, excluded.score, excluded.vector)
  where (old.title, old.title_key, old.brand, old.handle, old.price_cents, old.price_varies, old.available, old.photo, old.pickup_starts, old.lat,
      old.lon, old.score, old.vector)
    is distinct from (excluded.title, excluded.title_key, excluded.brand, excluded.handle, excluded.price_cents, excluded.price_varies, excluded.available,
      excluded.photo, excluded.pickup_starts, excluded.lat, excluded.lon, excluded.score, excluded.vector)`;

/** Best products first; among equals the order changes every week ($2), so that all have their turn. */
export const SET_TIERS = `
  with ranked as (
    select document_id, row_number() over (order by score desc, hashtext(document_id::text || $2)) as place, count(*) over () as n
    from search_document where shop_id = $1 and kind = 'product'
  ), wanted as (
    select document_id, case when place <= ceil(n * 0.01) then 1 when place <= ceil(n * 0.1) then 2 else 3 end as tier from ranked
  )
  update search_document d set tier = w.tier from wanted w
  where d.shop_id = $1 and d.document_id = w.document_id and d.tier <> w.tier`;

/** Lead times of products that are not the shop's. */
export const OWN_LEADS = `
  select distinct p.lead_minutes
  from product p join shop s using (shop_id)
  where p.shop_id = $1 and p.published and p.archived_at is null and p.lead_minutes <> s.lead_minutes`;

/** $1 shop, $2 pairs of start and last instant, $3 when the door is open. */
export const SET_PICKUP_STARTS = `
  update search_shop set (pickup_starts, open_spans) = ($2::timestamptz[], $3::tstzmultirange)
  where shop_id = $1 and (pickup_starts, open_spans) is distinct from ($2::timestamptz[], $3::tstzmultirange)`;
