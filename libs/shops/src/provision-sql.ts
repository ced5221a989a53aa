/** One writer at a time gives addresses and SIRETs away, so that what was read still holds when it is written. */
export const LOCK_ADDRESSES = `select pg_advisory_xact_lock(hashtext('shops.addresses'))`;

/** $1: SIRETs, $2 and $3: sources and keys of those without. What is known of the shops they have, by source. */
export const KNOWN_SHOPS = `
  with wanted as (
    select n.siret as identity, n.shop_id from shop_siret n where n.siret = any($1::text[])
    union all
    select k.source || E'\\n' || k.key, k.shop_id from shop_key k
    join unnest($2::text[], $3::text[]) as w(source, key) using (source, key))
  select w.identity, w.shop_id as "shopId", s.state, s.state_reason as "stateReason", a.slug,
    coalesce((select jsonb_agg(jsonb_build_object(
        'source', f.source, 'facts', f.facts, 'hash', f.facts_hash, 'kind', i.kind) order by f.seen_at)
      from shop_source f
      left join initiative i on f.source like 'initiative:%' and i.initiative_id::text = split_part(f.source, ':', 2)
      where f.shop_id = w.shop_id), '[]') as sources
  from wanted w
  join shop s using (shop_id)
  left join shop_address a on a.shop_id = w.shop_id and a.kind = 'current'`;

/**
 * $1: rows that have no shop yet, as JSON. A shop that one of them may be, when one of the two has no SIRET: two different ones
 * are never taken for one, and a source that names two shops knows them apart. Names are alike when they share half of their
 * trigrams.
 */
export const TWINS = `
  with given as materialized (
    select *, right(regexp_replace(phone, '\\D', '', 'g'), 9) as digits,
      lower(regexp_replace(website, '^https?://(www\\.)?|/+$', '', 'g')) as site
    from jsonb_to_recordset($1::jsonb) as t(
      i int, siret text, source text, key text, name text, "communeInsee" text, lat float8, lon float8,
      "pointSource" text, phone text, website text)),
  candidates as (
    select g.i, s.shop_id, s.name, case
        when length(g.digits) = 9 and right(regexp_replace(s.phone, '\\D', '', 'g'), 9) = g.digits then 'phone'
        when length(g.site) > 5 and lower(regexp_replace(s.website, '^https?://(www\\.)?|/+$', '', 'g')) = g.site then 'website'
        when g."pointSource" = 'file' and s.point_source <> 'commune'
          and abs(s.lat - g.lat) < 0.00045 and abs(s.lon - g.lon) * cos(radians(g.lat)) < 0.00045
          and similarity(lower(unaccent(s.name)), lower(unaccent(g.name))) >= 0.5 then 'place' end as reason
    from given g join shop s on s.commune_insee = g."communeInsee"
    where s.state not in ('withdrawn', 'closed') and (g.siret is null or s.siret is null)
      and not exists (select 1 from shop_source f where f.shop_id = s.shop_id and f.source = g.source))
  select distinct on (c.i) c.i, c.shop_id as "shopId", c.name, c.reason, a.slug
  from candidates c
  left join shop_address a on a.shop_id = c.shop_id and a.kind = 'current'
  join given g on g.i = c.i
  left join shop_twin t on t.source = g.source and t.key = coalesce(g.siret, g.key)
  where c.reason is not null and t.decision is distinct from 'different'
  order by c.i, c.reason, c.shop_id`;

/** $1: rows that may be shops which are there; said again, the newest row counts. A decision stands. */
export const SAVE_TWINS = `
  insert into shop_twin as t (source, key, initiative_id, shop_id, reason, row)
  select source, key, "initiativeId", "shopId", reason, row
  from jsonb_to_recordset($1::jsonb) as g(
    source text, key text, "initiativeId" uuid, "shopId" uuid, reason text, row jsonb)
  where "initiativeId" is not null
  on conflict (source, key) do update set row = excluded.row, shop_id = excluded.shop_id, reason = excluded.reason
    where t.decision is null and (t.row, t.shop_id, t.reason) is distinct from (excluded.row, excluded.shop_id, excluded.reason)`;

/** $1: candidate names. */
export const TAKEN_NAMES = `
  select slug from shop_address where slug = any($1::text[])
  union select name from reserved_name where name = any($1::text[])`;

/** $1: the new shops as JSON, $2: when the claim codes end. Foreign keys are checked at the end of the statement. */
export const INSERT_SHOPS = `
  with given as materialized (
    select * from jsonb_to_recordset($1::jsonb) as t(
      "shopId" uuid, "initiativeId" uuid, slug text, siret text, key text, name text, "legalName" text, naf text, trade text,
      "communeInsee" text, "addressLine" text, postcode text, lat float8, lon float8, "pointSource" text, phone text,
      email text, website text, theme text, legal jsonb, "orderPrefix" text, source text, facts jsonb, hash text,
      nonce uuid, "codeHash" text, hours jsonb)),
  shops as (
    insert into shop (shop_id, initiative_id, state, name, legal_name, siret, naf, trade, commune_insee, address_line,
      postcode, lat, lon, point_source, phone, email, website, theme, legal, order_prefix)
    select "shopId", "initiativeId", 'provisioned', name, "legalName", siret, naf, trade, "communeInsee", "addressLine",
      postcode, lat, lon, "pointSource", phone, email, website, theme, legal, "orderPrefix" from given),
  addresses as (insert into shop_address (slug, shop_id) select slug, "shopId" from given),
  sirets as (insert into shop_siret (siret, shop_id) select siret, "shopId" from given where siret is not null),
  keys as (insert into shop_key (source, key, shop_id) select source, key, "shopId" from given where siret is null),
  sources as (
    insert into shop_source (shop_id, source, facts, facts_hash) select "shopId", source, facts, hash from given),
  claims as (
    insert into claim (shop_id, nonce, code_hash, expires_at)
    select "shopId", nonce, "codeHash", $2::timestamptz from given)
  insert into opening_hours (shop_id, weekday, opens, closes)
  select "shopId", h.weekday, h.opens, h.closes
  from given, jsonb_to_recordset(coalesce(hours, '[]')) as h(weekday int, opens time, closes time)`;

/** $1: what each source says now. */
export const SAVE_SOURCES = `
  insert into shop_source (shop_id, source, facts, facts_hash)
  select * from jsonb_to_recordset($1::jsonb) as t("shopId" uuid, source text, facts jsonb, hash text)
  on conflict (shop_id, source) do update
    set facts = excluded.facts, facts_hash = excluded.facts_hash, seen_at = now()`;

/** $1: the resolved fields of changed shops; a field that no source speaks of is kept. */
export const UPDATE_SHOPS = `
  update shop s set
    name = coalesce(t.name, s.name), legal_name = coalesce(t."legalName", s.legal_name),
    naf = coalesce(t.naf, s.naf), trade = coalesce(t.trade, s.trade),
    commune_insee = coalesce(t."communeInsee", s.commune_insee),
    address_line = case when t.facts ? 'addressLine' then t."addressLine" else s.address_line end,
    postcode = case when t.facts ? 'postcode' then t.postcode else s.postcode end,
    lat = coalesce(t.lat, s.lat), lon = coalesce(t.lon, s.lon),
    point_source = coalesce(t."pointSource", s.point_source),
    phone = case when t.facts ? 'phone' then t.phone else s.phone end,
    email = case when t.facts ? 'email' then t.email else s.email end,
    website = case when t.facts ? 'website' then t.website else s.website end,
    theme = case when s.state = 'provisioned' then t.theme else s.theme end,
    legal = case when s.state = 'provisioned' then t.legal else s.legal end,
    state = case when t.revived then 'provisioned' else s.state end,
    state_reason = case when t.revived then null else s.state_reason end,
    updated_at = now()
  from jsonb_to_recordset($1::jsonb) as t(
    "shopId" uuid, revived boolean, facts jsonb, name text, "legalName" text, naf text, trade text, "communeInsee" text,
    "addressLine" text, postcode text, lat float8, lon float8, "pointSource" text, phone text, email text,
    website text, theme text, legal jsonb)
  where s.shop_id = t."shopId"`;

export const CLEAR_HOURS = `delete from opening_hours where shop_id = any($1::uuid[])`;

/** $1: `[{shopId, hours: [{weekday, opens, closes}]}]` */
export const INSERT_HOURS = `
  insert into opening_hours (shop_id, weekday, opens, closes)
  select t."shopId", h.weekday, h.opens, h.closes
  from jsonb_to_recordset($1::jsonb) as t("shopId" uuid, hours jsonb),
    jsonb_to_recordset(t.hours) as h(weekday int, opens time, closes time)`;
