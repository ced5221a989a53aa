/** $1: the draft as JSON with the columns of closure_order. Orders to come on its days are counted, nothing of them is read. */
export const PREVIEW_SQL = `
  with draft as materialized (select jsonb_populate_record(null::closure_order, $1::jsonb) as c),
  concerned as materialized (
    select s.shop_id, s.state, s.trade from draft d, shop s
    where s.state not in ('closed', 'withdrawn') and closure_concerns(d.c, s.trade, s.naf, s.commune_insee))
  select count(*)::int as shops, (count(*) filter (where state = 'open'))::int as "openShops",
    (select count(*)::int from draft d, shop_order o join concerned c using (shop_id)
      where o.status in ('placed', 'accepted', 'ready')
        and (o.slot_starts_at at time zone 'Europe/Paris')::date >= (d.c).starts_on
        and ((d.c).ends_on is null or (o.slot_starts_at at time zone 'Europe/Paris')::date <= (d.c).ends_on)) as orders,
    (select coalesce(json_agg(json_build_object('trade', trade, 'shops', n) order by n desc, trade), '[]')
      from (select trade, count(*)::int as n from concerned group by 1) t) as trades
  from concerned`;

export const WRITE_SQL = `
  insert into closure_order select (jsonb_populate_record(null::closure_order, $1::jsonb)).*`;

/** The shops of one order ($1), whatever their state: each has slots that change. A cancelled order concerned them too. */
export const CONCERNED_SQL = `
  with meant as materialized (select * from closure_order where closure_id = $1),
  live as materialized (
    select jsonb_populate_record(null::closure_order, to_jsonb(m) || '{"cancelled_at": null}') as c from meant m)
  select s.shop_id from live l, shop s
  where s.state not in ('closed', 'withdrawn') and closure_concerns(l.c, s.trade, s.naf, s.commune_insee) order by 1`;

const READ = `
  select c.closure_id as "closureId", c.title, c.reason, to_char(c.starts_on, 'YYYY-MM-DD') as "from",
    to_char(c.ends_on, 'YYYY-MM-DD') as "until", c.territory, c.trades, c.nafs, c.exempt_trades as "exemptTrades",
    c.exempt_nafs as "exemptNafs", c.collects, left(c.collect_from::text, 5) as "collectFrom",
    left(c.collect_until::text, 5) as "collectUntil", c.created_at as "createdAt", c.cancelled_at as "cancelledAt",
    n.shops, n."openShops"
  from closure_order c, lateral (
    select count(*)::int as shops, (count(*) filter (where s.state = 'open'))::int as "openShops" from shop s
    where s.state not in ('closed', 'withdrawn') and closure_concerns(c, s.trade, s.naf, s.commune_insee)) n`;

export const LIST_SQL = `${READ} order by c.cancelled_at is not null, c.starts_on desc, c.closure_id desc limit $1`;
export const ONE_SQL = `${READ} where c.closure_id = $1`;
