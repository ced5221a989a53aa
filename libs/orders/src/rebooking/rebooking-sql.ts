/** Orders to come of the shop ($1; now $2), with what they hold. */
export const PENDING_SQL = `
  select o.order_id, o.status, o.slot_starts_at, o.slot_ends_at, o.slot_lost_at
  from shop_order o
  where o.shop_id = $1 and o.status in ('placed', 'accepted', 'ready') and o.slot_starts_at > $2::timestamptz
  order by o.slot_starts_at, o.order_id`;

/** Those of some shops ($1; now $2) that have orders to come, asked as the region. */
export const SHOPS_WITH_PENDING_SQL = `
  select distinct shop_id from shop_order
  where shop_id = any ($1::uuid[]) and status in ('placed', 'accepted', 'ready') and slot_starts_at > $2::timestamptz order by 1`;

export const VARIANTS_SQL = `
  select variant_id from order_line where shop_id = $1 and order_id = $2 and quantity > struck`;

export const PROPOSED_SQL = `
  select starts_at, ends_at from slot_proposal where shop_id = $1 and order_id = $2 order by starts_at`;

/** $3 starts, $4 ends: in place of what was proposed before. */
export const PROPOSE_SQL = `
  with gone as (
    delete from slot_proposal where shop_id = $1 and order_id = $2 and not starts_at = any ($3::timestamptz[]))
  insert into slot_proposal (shop_id, order_id, starts_at, ends_at)
  select $1, $2, s, e from unnest($3::timestamptz[], $4::timestamptz[]) as given (s, e)
  on conflict (shop_id, order_id, starts_at) do update set ends_at = excluded.ends_at`;

export const MOVE_SLOT_SQL = `
  update shop_order set slot_starts_at = $3, slot_ends_at = $4, slot_lost_at = null where shop_id = $1 and order_id = $2`;
