/** Orders that were not called off. */
const STANDS = `o.status not in ('refused', 'cancelled', 'lapsed')`;

/** $1: initiatives, null for all of the region; $2: now. One row a shop that is on the portal. */
const SHOPS = `
  select s.shop_id, s.commune_insee as commune, s.trade, s.initiative_id::text as initiative, s.state = 'open' as is_open,
    s.state = 'open' and coalesce(d.n, 0) >= 10 as is_stocked,
    s.state = 'open' and exists (
      select 1 from search_shop p where p.shop_id = s.shop_id
        and search_collectable(null, p.pickup_starts, $2::timestamptz) < $2::timestamptz + interval '7 days') as is_collectable,
    coalesce(o.n, 0) as orders, coalesce(o.cents, 0) as cents
  from shop s
  left join (select shop_id, count(*) as n from search_document where kind = 'product' group by 1) d using (shop_id)
  left join (
    select o.shop_id, count(*) as n, sum(o.total_cents) as cents from shop_order o
    where ${STANDS} and o.placed_at > $2::timestamptz - interval '30 days' group by 1) o using (shop_id)
  where s.state not in ('closed', 'withdrawn') and ($1::uuid[] is null or s.initiative_id = any($1::uuid[]))`;

const COUNTS = `count(*)::int as portal, count(*) filter (where is_open)::int as open, count(*) filter (where is_stocked)::int as stocked,
  count(*) filter (where is_collectable)::int as collectable, count(*) filter (where orders > 0)::int as ordered,
  sum(orders)::int as orders, sum(cents)::float8 as cents`;

/** An initiative's members are a part of what there is: only the region's figures have a whole. */
const shared = (column: 'commune_insee' | 'trade', group: 'commune' | 'trade'): string => `
  with shops as (${SHOPS}),
  counted as (select ${group} as key, ${COUNTS} from shops group by 1),
  whole as (select ${column} as key, count(*)::int as n from establishment where $1::uuid[] is null group by 1)
  select key, null as label, case when $1::uuid[] is null then coalesce(w.n, 0) end as establishments,
    coalesce(c.portal, 0) as portal, coalesce(c.open, 0) as open, coalesce(c.stocked, 0) as stocked,
    coalesce(c.collectable, 0) as collectable, coalesce(c.ordered, 0) as ordered, coalesce(c.orders, 0) as orders,
    coalesce(c.cents, 0) as cents
  from counted c full join whole w using (key)`;

export const BY = {
  commune: shared('commune_insee', 'commune'),
  trade: shared('trade', 'trade'),
  initiative: `
    with shops as (${SHOPS})
    select coalesce(initiative, '–') as key, i.name as label, null::int as establishments, ${COUNTS}
    from shops left join initiative i on i.initiative_id::text = shops.initiative group by 1, 2`,
};

/** Medians in days over shops of the scope: from the first invitation to the first opening and to the first order, and between these two. */
export const FLOW = `
  with mine as (select shop_id from shop where $1::uuid[] is null or initiative_id = any($1::uuid[])),
  invited as (select shop_id, min(created_at) as at from claim_invitation join mine using (shop_id) group by 1),
  opened as (select shop_id, min(at) as at from shop_event join mine using (shop_id) where to_state = 'open' group by 1),
  ordered as (select o.shop_id, min(o.placed_at) as at from shop_order o join mine using (shop_id) where ${STANDS} group by 1)
  select (select count(*)::int from invited) as invited, (select count(*)::int from opened) as opened,
    (select percentile_cont(0.5) within group (order by extract(epoch from o.at - i.at) / 86400)
      from invited i join opened o using (shop_id) where o.at >= i.at) as "invitedToOpen",
    (select percentile_cont(0.5) within group (order by extract(epoch from d.at - o.at) / 86400)
      from opened o join ordered d using (shop_id) where d.at >= o.at) as "openToOrder",
    (select percentile_cont(0.5) within group (order by extract(epoch from d.at - i.at) / 86400)
      from invited i join ordered d using (shop_id) where d.at >= i.at) as "invitedToOrder"`;

/** $2: now, $3: how many weeks. A shop is in the last state that it entered before the week's end. */
export const WEEKS = `
  with ends as (
    select date_trunc('week', $2::timestamptz at time zone 'Europe/Paris') + interval '7 days' - n * interval '7 days' as until
    from generate_series(0, $3::int - 1) as n)
  select to_char(e.until - interval '1 day', 'YYYY-MM-DD') as day, (
    select count(*)::int from shop s
    cross join lateral (
      select v.to_state from shop_event v where v.shop_id = s.shop_id and v.at < e.until at time zone 'Europe/Paris'
      order by v.seq desc limit 1) l
    where l.to_state = 'open' and ($1::uuid[] is null or s.initiative_id = any($1::uuid[]))) as open
  from ends e order by e.until`;

/** $1: initiatives, null for all; $2: now. Each feed is in one state: hidden, held, failing, fine or not read yet; what hidden ones listed is not shown. */
export const FEEDS = `
  with mine as (
    select feed_id, case when hidden_at is not null then 'hidden' when held is not null then 'held' when failures > 0 then 'failing'
      when checked_at is not null then 'fine' else 'unread' end as state
    from feed where $1::uuid[] is null or initiative_id = any($1::uuid[])),
  items as (select i.kind from feed_item i join mine m using (feed_id) where m.state <> 'hidden')
  select count(*)::int as feeds, count(*) filter (where state = 'fine')::int as fine, count(*) filter (where state = 'failing')::int as failing,
    count(*) filter (where state = 'held')::int as held, count(*) filter (where state = 'hidden')::int as hidden,
    count(*) filter (where state = 'unread')::int as unread,
    (select count(*)::int from items where kind = 'product') as products, (select count(*)::int from items where kind = 'place') as places,
    (select count(*)::int from feed_sync s join mine m using (feed_id)
      where s.outcome = 'changed' and s.ended_at > $2::timestamptz - interval '30 days') as changes
  from mine`;

export const UNMET = `
  select words, sum(searches)::int as searches from unmet_search
  where day > ($1::timestamptz at time zone 'Europe/Paris')::date - 30
  group by words having sum(searches) >= 3 order by 2 desc, 1 limit $2`;
