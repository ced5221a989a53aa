/** $1: SIRET. */
export const BY_SIRET = `
  select s.shop_id as "shopId", s.siret, s.state, s.name, s.address_line as "addressLine", s.postcode,
    s.commune_insee as "communeInsee", a.slug
  from shop_siret n
  join shop s using (shop_id)
  left join shop_address a on a.shop_id = s.shop_id and a.kind = 'current'
  where n.siret = $1`;

/** $1: commune, $2: words of the name without accents as a pattern. Only shops that wait: their pages are public. */
export const WAITING_BY_NAME = `
  select s.shop_id as "shopId", s.siret, s.state, s.name, s.address_line as "addressLine", s.postcode,
    s.commune_insee as "communeInsee", a.slug
  from shop s
  join shop_address a on a.shop_id = s.shop_id and a.kind = 'current'
  where s.state = 'provisioned' and s.commune_insee = $1 and s.siret is not null
    and unaccent(lower(s.name || ' ' || coalesce(s.legal_name, ''))) like $2
  order by s.name limit 11`;

/** $1: person. Shops that they own and that are not closed. */
export const OWNED = `
  select count(*)::int as count from membership m join shop s on s.shop_id = m.shop_id
  where m.person_id = $1 and m.role = 'owner' and s.state not in ('closed', 'withdrawn')`;

/** $1: the shop as JSON. Foreign keys are checked at the end of the statement. */
export const FOUND_SHOP = `
  with given as materialized (
    select * from jsonb_to_record($1::jsonb) as t(
      "shopId" uuid, slug text, siret text, name text, trade text, "communeInsee" text, "addressLine" text, postcode text,
      lat float8, lon float8, phone text, email text, theme text, legal jsonb, "orderPrefix" text, facts jsonb)),
  shops as (
    insert into shop (shop_id, state, name, siret, trade, commune_insee, address_line, postcode, lat, lon, point_source,
      phone, email, theme, legal, order_prefix)
    select "shopId", 'claimed', name, siret, trade, "communeInsee", "addressLine", postcode, lat, lon, 'commune',
      phone, email, theme, legal, "orderPrefix" from given),
  addresses as (insert into shop_address (slug, shop_id) select slug, "shopId" from given),
  sirets as (insert into shop_siret (siret, shop_id) select siret, "shopId" from given)
  insert into shop_source (shop_id, source, facts, facts_hash) select "shopId", 'merchant', facts, '' from given`;
