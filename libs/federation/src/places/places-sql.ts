export const LOCK = `select pg_advisory_xact_lock(hashtext('federation.places'))`;

export const NODES = `
  select p.item_id as id, p.facts - 'kind' as facts, p.created_at as "createdAt", i.name as source,
    jsonb_build_object('feedId', f.feed_id, 'name', f.name, 'siteUrl', f.site_url, 'initiativeId', i.initiative_id,
      'initiativeSlug', i.slug, 'initiativeKind', i.kind) as feed
  from feed_item p join feed f using (feed_id) join initiative i using (initiative_id)
  where p.kind = 'place' and f.hidden_at is null
  order by p.created_at, p.item_id`;

/** Shops of these communes: with them the descriptions are compared. One that was withdrawn or closed keeps its place empty. */
export const SHOPS = `
  select s.shop_id as id, s.name, s.siret, s.trade, s.address_line as "addressLine", s.postcode, s.commune_insee as "communeInsee",
    case when s.point_source <> 'commune' then s.lat end as lat, case when s.point_source <> 'commune' then s.lon end as lon,
    s.phone, s.website as url, s.created_at as "createdAt", a.slug
  from shop s left join shop_address a on a.shop_id = s.shop_id and a.kind = 'current'
  where s.commune_insee = any ($1::text[]) or s.siret = any ($2::text[])
    or s.shop_id in (select left_id from place_match where decision is not null union select right_id from place_match where decision is not null)
  order by s.created_at, s.shop_id`;

export const DECISIONS = `
  select left_id as "leftId", right_id as "rightId", decision from place_match where decision is not null
  order by decided_at, left_id, right_id`;

/** $1: Proposal[] as JSON. What was decided stays; what is proposed no longer goes. */
export const PROPOSE = `
  with wanted as (select * from jsonb_to_recordset($1::jsonb) as p ("leftId" uuid, "rightId" uuid, reason text)),
  gone as (
    delete from place_match m where m.decision is null
      and not exists (select from wanted w where w."leftId" = m.left_id and w."rightId" = m.right_id)
  )
  insert into place_match as old (left_id, right_id, reason) select "leftId", "rightId", reason from wanted
  on conflict (left_id, right_id) do update set reason = excluded.reason
    where old.decision is null and old.reason <> excluded.reason`;

/** A decision about something that is no longer there. */
export const SWEEP = `
  delete from place_match m where exists (select from unnest(array[m.left_id, m.right_id]) t (id)
    where not exists (select from feed_item where item_id = t.id) and not exists (select from shop where shop_id = t.id))`;

export const MATCHES = `
  select left_id as "leftId", right_id as "rightId", reason, decision, decided_at as "decidedAt"
  from place_match order by decision is not null, decided_at desc nulls last, left_id, right_id`;

export const DECIDE = `
  update place_match set decision = $3, decided_by = $4, decided_at = case when $3::text is not null then $5::timestamptz end
  where left_id = $1 and right_id = $2 returning left_id`;

/** Cards that stand in the index: a place that is a result of its own, and no feed. */
export const SHOWN = `
  select d.shop_id as id from search_document d join search_shop s on s.shop_id = d.shop_id and s.state = 'listed'
  where d.document_id = d.shop_id and d.kind = 'listing' and not exists (select from feed f where f.feed_id = d.shop_id)`;
