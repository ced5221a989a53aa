/** $1 what was typed, $2 it as a pattern, $3 one variant or null. */
export const FIND_SQL = `
  select v.variant_id as "variantId", p.product_id as "productId", p.name, v.options, v.sku, v.ean, v.stock,
    v.on_hand as "onHand", f.photo,
    coalesce(lower(v.sku) = lower($1) or $1 ~ '^\\d{8,14}$' and lpad(v.ean, 14, '0') = lpad($1, 14, '0'), false) as "isExact"
  from product p join variant v using (shop_id, product_id)
  left join lateral (
    select jsonb_build_object('photoId', f.photo_id, 'alt', f.alt, 'state', f.state, 'reason', f.reason, 'width', f.width,
      'height', f.height, 'widths', f.widths, 'color', f.color) as photo
    from photo f where f.shop_id = p.shop_id and f.product_id = p.product_id and f.state = 'ready'
    order by f.position, f.photo_id limit 1) f on true
  where p.shop_id = current_shop_id() and p.archived_at is null and v.archived_at is null
    and case when $3::uuid is not null then v.variant_id = $3
      else lower(v.sku) = lower($1) or p.name ilike $2
        or $1 ~ '^\\d{8,14}$' and lpad(v.ean, 14, '0') = lpad($1, 14, '0') end
  order by "isExact" desc, p.name, v.position, v.variant_id limit 20`;

export const TODAY_SQL = `
  select c.count_id as "countId", p.name, v.options, c.expected, c.counted,
    to_char(c.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at, c.undone_at is not null as "isUndone"
  from stock_count c join variant v using (shop_id, variant_id) join product p using (shop_id, product_id)
  where c.shop_id = current_shop_id()
    and c.at >= date_trunc('day', now() at time zone 'Europe/Paris') at time zone 'Europe/Paris'
  order by c.at desc, c.count_id limit 200`;
