export const TOLD_BY = `select distinct shop_id as "shopId" from shop_source where source like $1`;

/** $1: shops. What each source says of them, and whether it is one of those like $2. */
export const SOURCES_OF = `
  select s.shop_id as "shopId", s.state <> 'provisioned' as "isTaken",
    array_remove(array[case when s.phone is not null then 'phone' end, case when s.website is not null then 'website' end,
      case when s.address_line is not null then 'addressLine' end, case when s.postcode is not null then 'postcode' end,
      case when s.point_source = 'merchant' then 'lat' end, case when s.point_source = 'merchant' then 'lon' end,
      case when s.point_source = 'merchant' then 'pointSource' end], null) as held,
    coalesce((
    select jsonb_agg(jsonb_build_object('source', f.source, 'facts', f.facts, 'hash', f.facts_hash, 'isTheirs', f.source like $2,
      'kind', i.kind) order by f.seen_at, f.source)
    from shop_source f left join initiative i on f.source like 'initiative:%' and i.initiative_id::text = split_part(f.source, ':', 2)
    where f.shop_id = s.shop_id), '[]') as sources
  from shop s where s.shop_id = any ($1::uuid[]) and s.state not in ('withdrawn', 'closed')
  order by s.shop_id for update of s`;

/** $1: changes as JSON, $2: the names of the sources. */
export const DROP_SOURCES = `
  delete from shop_source f using jsonb_to_recordset($1::jsonb) as c ("shopId" uuid)
  where f.shop_id = c."shopId" and f.source like $2`;

export const SAVE_SOURCES = `
  insert into shop_source (shop_id, source, facts, facts_hash)
  select "shopId", source, facts, hash from jsonb_to_recordset($1::jsonb) as t ("shopId" uuid, source text, facts jsonb, hash text)`;

/** $1: [{shopId, facts}]: only how a shop is reached. */
export const UPDATE_REACH = `
  update shop s set
    phone = case when c.facts ? 'phone' then c.facts ->> 'phone' else s.phone end,
    website = case when c.facts ? 'website' then c.facts ->> 'website' else s.website end,
    address_line = case when c.facts ? 'addressLine' then c.facts ->> 'addressLine' else s.address_line end,
    postcode = case when c.facts ? 'postcode' then c.facts ->> 'postcode' else s.postcode end,
    lat = coalesce((c.facts ->> 'lat')::float8, s.lat), lon = coalesce((c.facts ->> 'lon')::float8, s.lon),
    point_source = coalesce(c.facts ->> 'pointSource', s.point_source), updated_at = now()
  from jsonb_to_recordset($1::jsonb) as c ("shopId" uuid, facts jsonb) where s.shop_id = c."shopId"`;
