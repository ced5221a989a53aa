import type { EntityManager } from 'typeorm';
import { currentShopId } from '#libs/tenancy';

/** A variant on sale as it was when its stock was taken. `left` is null when there were too few pieces. */
export interface TakenVariant {
  variant_id: string;
  product_id: string;
  name: string;
  options: string[];
  vat_rate: number;
  price_cents: number;
  tracked: boolean;
  perishable: boolean;
  exclusion: string | null;
  on_hand: number;
  left: number | null;
}

/** Stock that went back; `was` and `now` are pieces on hand. */
export interface ReturnedVariant {
  product_id: string;
  was: number;
  now: number;
}

/**
 * Takes pieces of several variants, or of none of a line that has too few. Rows are locked in the order of their ids, so two
 * baskets never wait for each other; check and write are one statement. Unknown and unpublished variants are not in the answer.
 */
export async function takeStock(
  tx: EntityManager,
  wanted: { variantId: string; quantity: number }[],
): Promise<TakenVariant[]> {
  return tx.query(TAKE_SQL, [
    currentShopId(),
    wanted.map((line) => line.variantId),
    wanted.map((line) => line.quantity),
  ]);
}

const TAKE_SQL = `
  with wanted as (select * from unnest($2::uuid[], $3::int[]) as w (variant_id, quantity)),
  locked as (
    select v.variant_id, v.product_id, p.name, v.options, p.vat_rate::float8 as vat_rate, v.price_cents,
      v.stock <> 'untracked' as tracked, p.perishable,
      coalesce(p.withdrawal_exclusion, case when p.perishable then 'perishable' end) as exclusion, v.on_hand
    from variant v join product p on p.shop_id = v.shop_id and p.product_id = v.product_id
    where v.shop_id = $1 and v.variant_id = any($2::uuid[]) and v.archived_at is null
      and p.published and p.archived_at is null
    order by v.variant_id
    for no key update of v),
  taken as (
    update variant v set on_hand = v.on_hand - w.quantity
    from locked l join wanted w on w.variant_id = l.variant_id
    where v.shop_id = $1 and v.variant_id = l.variant_id and l.tracked and v.on_hand >= w.quantity
    returning v.variant_id, v.on_hand)
  select l.*, case when l.tracked then t.on_hand else l.on_hand end as left
  from locked l left join taken t on t.variant_id = l.variant_id
  order by l.variant_id`;

/** Lines whose pieces were not there after all: all of them, or these numbers. */
export type MissingLines = 'all' | number[];

/** Gives back what an order still holds. What is missing comes back in the ledger alone, and is lost at once: nobody can order it. */
export async function returnOrderStock(
  tx: EntityManager,
  orderId: string,
  missing: MissingLines = [],
): Promise<ReturnedVariant[]> {
  const lines = missing === 'all' ? null : missing;
  await tx.query(LOSE_ORDER_SQL, [currentShopId(), orderId, lines]);
  const there = 'l.order_id = $2::uuid and l.line <> all ($4::int[]) and $4::int[] is not null';
  return tx.query(returnSql(there, 'l.quantity - l.struck'), [currentShopId(), orderId, 'order_returned', lines]);
}

const LOSE_ORDER_SQL = `
  insert into stock_movement (shop_id, movement_id, variant_id, delta, cause, order_id)
  select $1::uuid, gen_random_uuid(), l.variant_id, m.sign * (l.quantity - l.struck), m.cause, $2::uuid
  from order_line l join variant v on v.shop_id = $1 and v.variant_id = l.variant_id and v.stock <> 'untracked',
    (values (1, 'order_returned'), (-1, 'lost')) as m (sign, cause)
  where l.shop_id = $1 and l.order_id = $2::uuid and l.tracked and l.quantity > l.struck
    and ($3::int[] is null or l.line = any ($3::int[]))`;

/** Gives back pieces that were struck from one line. */
export async function returnStruckStock(
  tx: EntityManager,
  orderId: string,
  { line, pieces }: { line: number; pieces: number },
): Promise<ReturnedVariant[]> {
  return tx.query(returnSql('l.order_id = $2::uuid and l.line = $4::int', '$5::int'), [
    currentShopId(),
    orderId,
    'struck',
    line,
    pieces,
  ]);
}

/** Pieces struck from one line that are missing or damaged: given back and lost at once, so that the ledger says both. */
export async function loseStruckStock(
  tx: EntityManager,
  orderId: string,
  { line, pieces }: { line: number; pieces: number },
): Promise<void> {
  await tx.query(LOSE_SQL, [currentShopId(), orderId, line, pieces]);
}

const LOSE_SQL = `
  insert into stock_movement (shop_id, movement_id, variant_id, delta, cause, order_id)
  select $1::uuid, gen_random_uuid(), l.variant_id, m.sign * $4::int, m.cause, $2::uuid
  from order_line l join variant v on v.shop_id = $1 and v.variant_id = l.variant_id and v.stock <> 'untracked',
    (values (1, 'struck'), (-1, 'lost')) as m (sign, cause)
  where l.shop_id = $1 and l.order_id = $2::uuid and l.line = $3::int and l.tracked`;

/** A single piece that was counted again meanwhile stays one: what comes back too much is a correction of that count. */
const returnSql = (where: string, pieces: string): string => `
  with back as (
    select l.variant_id, sum(${pieces})::int as pieces from order_line l
    where l.shop_id = $1 and ${where} and l.tracked group by l.variant_id),
  locked as (
    select v.variant_id, v.on_hand as was,
      least(v.on_hand + b.pieces, case v.stock when 'single' then 1 else 1000000 end) as now
    from variant v join back b on b.variant_id = v.variant_id
    where v.shop_id = $1 and v.stock <> 'untracked' and b.pieces > 0
    order by v.variant_id
    for no key update of v),
  returned as (
    update variant v set on_hand = l.now from locked l
    where v.shop_id = $1 and v.variant_id = l.variant_id and l.now > l.was
    returning v.variant_id, v.product_id, l.was, l.now),
  moved as (
    insert into stock_movement (shop_id, movement_id, variant_id, delta, cause, order_id)
    select $1::uuid, gen_random_uuid(), l.variant_id, b.pieces, $3, $2::uuid from locked l join back b using (variant_id)
    union all
    select $1::uuid, gen_random_uuid(), l.variant_id, l.now - l.was - b.pieces, 'count', $2::uuid
    from locked l join back b using (variant_id) where l.now - l.was <> b.pieces)
  select product_id, was, now from returned`;
