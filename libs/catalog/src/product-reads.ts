const VARIANTS = `(
  select jsonb_agg(jsonb_build_object('variantId', v.variant_id, 'options', v.options, 'sku', v.sku, 'ean', v.ean,
    'priceCents', v.price_cents, 'compareAtCents', v.compare_at_cents, 'stock', v.stock, 'onHand', v.on_hand,
    'weightGrams', v.weight_grams, 'photoId', v.photo_id, 'priorCents', coalesce(v.prior_cents, v.compare_at_cents),
    'content', case when v.content_unit is not null then
      jsonb_build_object('amount', v.content_amount::float8, 'unit', v.content_unit) end) order by v.position, v.variant_id)
  from variant v where v.shop_id = p.shop_id and v.product_id = p.product_id and v.archived_at is null)`;

const PHOTO = `jsonb_build_object('photoId', f.photo_id, 'alt', f.alt, 'state', f.state, 'reason', f.reason,
  'width', f.width, 'height', f.height, 'widths', f.widths, 'color', f.color)`;

const PHOTOS = `(
  select jsonb_agg(${PHOTO} order by f.position, f.photo_id)
  from photo f where f.shop_id = p.shop_id and f.product_id = p.product_id)`;

const utc = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** A product with its variants and photos, one row; `where` speaks of `p`. */
export const productSql = (where: string): string => `
  select p.product_id as "productId", p.handle, p.name, p.description_html as "descriptionHtml", p.brand, p.category,
    p.public_category as "publicCategory", p.safety, p.vat_rate::float8 as "vatRate", p.option_names as "optionNames", p.published, p.perishable,
    p.withdrawal_exclusion as "withdrawalExclusion",
    p.lead_minutes as "leadMinutes", ${utc('p.created_at')} as "createdAt", ${utc('p.updated_at')} as "updatedAt",
    ${utc('p.archived_at')} as "archivedAt", coalesce(${VARIANTS}, '[]') as variants, coalesce(${PHOTOS}, '[]') as photos
  from product p where p.shop_id = current_shop_id() and ${where}`;

/** $1 state, $2 words of the name as a pattern or null, $3 category or null, $4 limit, $5 offset. The total stands in each row. */
export const LIST_SQL = `
  with wanted as (
    select p.*, count(*) over ()::int as total from product p
    where p.shop_id = current_shop_id()
      and case $1::text when 'archived' then p.archived_at is not null
        when 'published' then p.archived_at is null and p.published
        when 'draft' then p.archived_at is null and not p.published
        else p.archived_at is null end
      and ($2::text is null or p.name ilike $2) and ($3::text is null or p.category = $3)
    order by p.created_at desc, p.product_id desc limit $4 offset $5)
  select p.product_id as "productId", p.handle, p.name, p.category, p.published, ${utc('p.archived_at')} as "archivedAt",
    coalesce(v."priceFromCents", 0) as "priceFromCents", coalesce(v."hasSeveralPrices", false) as "hasSeveralPrices",
    v."compareAtCents", v.n as "variantCount", v."variantId", v."onHand", coalesce(v."isAvailable", false) as "isAvailable",
    f.photo, p.total
  from wanted p
  cross join lateral (
    select count(*)::int as n, min(price_cents) as "priceFromCents", min(price_cents) < max(price_cents) as "hasSeveralPrices",
      (array_agg(coalesce(prior_cents, compare_at_cents) order by price_cents, position))[1] as "compareAtCents",
      case when count(*) = 1 then (array_agg(variant_id))[1] end as "variantId",
      sum(on_hand) filter (where stock <> 'untracked')::int as "onHand",
      bool_or(stock = 'untracked' or on_hand > 0) as "isAvailable"
    from variant where shop_id = p.shop_id and product_id = p.product_id and archived_at is null) v
  left join lateral (
    select ${PHOTO} as photo from photo f
    where f.shop_id = p.shop_id and f.product_id = p.product_id and f.state = 'ready'
    order by f.position, f.photo_id limit 1) f on true
  order by p.created_at desc, p.product_id desc`;

/** How many products there are of each state. */
export const COUNT_SQL = `
  select count(*) filter (where archived_at is null and published)::int as published,
    count(*) filter (where archived_at is null and not published)::int as draft,
    count(*) filter (where archived_at is not null)::int as archived
  from product where shop_id = current_shop_id()`;
