import { Injectable } from '@nestjs/common';
import { Clock } from '#libs/kernel';
import { dateAt, instantOf, REGION_ZONE, slotTime, type SlotTime } from '#libs/pickup';
import { currentShopId, Tenancy } from '#libs/tenancy';

/** Orders to be handed over in one slot. `pieces`: what is still in them; `ready`: how many are prepared. */
export interface SlotWork {
  slot: SlotTime;
  orders: number;
  pieces: number;
  ready: number;
}

/** An order that waits for the shop's answer; `answerDueAt` ISO instant, null when it has no term. */
export interface WaitingOrder {
  orderId: string;
  number: string;
  customerName: string;
  answerDueAt: string | null;
}

/** A variant that is nearly gone, or was sold out in the last seven days (`onHand` 0). */
export interface LowVariant {
  productId: string;
  name: string;
  options: string[];
  onHand: number;
}

export interface DayAtAGlance {
  /** Accepted or ready, from today on to the end of tomorrow, by slot. */
  slots: SlotWork[];
  /** Accepted or ready orders whose day is past. */
  late: number;
  /** Those that are due first, five at most. */
  waiting: WaitingOrder[];
  waitingCount: number;
  /** Eight at most, sold out ones first. */
  low: LowVariant[];
  lowCount: number;
  /** The shop ever had an order; it sells something. */
  hasOrders: boolean;
  hasProducts: boolean;
}

/** What the shop has to do today and what is about to be missing. */
@Injectable()
export class ShopDay {
  constructor(private readonly tenancy: Tenancy) {}

  /** Of the current shop. One statement. */
  async atAGlance(): Promise<DayAtAGlance> {
    const today = dateAt(Clock.now());
    const from = new Date(instantOf(today, '00:00')).toISOString();
    const to = new Date(instantOf(today.add({ days: 1 }), '24:00')).toISOString();
    const [row] = await this.tenancy.shopRead<DayRow>(DAY_SQL, [currentShopId(), from, to]);
    const { slots, ...rest } = row!;
    return {
      ...rest,
      slots: slots.map(({ start, end, orders, pieces, ready }) => ({
        slot: slotTime(Date.parse(start), Date.parse(end), REGION_ZONE),
        orders,
        pieces,
        ready,
      })),
      waiting: rest.waiting.map((order) => ({
        ...order,
        answerDueAt: order.answerDueAt && new Date(order.answerDueAt).toISOString(),
      })),
    };
  }
}

type DayRow = Omit<DayAtAGlance, 'slots'> & {
  slots: { start: string; end: string; orders: number; pieces: number; ready: number }[];
};

/** $1 shop, $2 and $3 from the start of today to the end of tomorrow. A single piece is not stock that runs out. */
const DAY_SQL = `
  with slot as (
    select o.slot_starts_at as start, o.slot_ends_at as "end", count(*)::int as orders,
      count(*) filter (where o.status = 'ready')::int as ready,
      coalesce(sum((select sum(l.quantity - l.struck) from order_line l where l.shop_id = $1 and l.order_id = o.order_id)), 0)::int as pieces
    from shop_order o
    where o.shop_id = $1 and o.status in ('accepted', 'ready') and o.slot_starts_at >= $2 and o.slot_starts_at < $3
    group by o.slot_starts_at, o.slot_ends_at
  ), waiting as (
    select o.order_id as "orderId", o.number, o.customer_name as "customerName", o.answer_due_at as "answerDueAt"
    from shop_order o where o.shop_id = $1 and o.status = 'placed' and o.payment <> 'card_awaited'
  ), low as (
    select v.product_id as "productId", p.name, v.options, v.on_hand as "onHand", v.position
    from variant v join product p on p.shop_id = $1 and p.product_id = v.product_id
    where v.shop_id = $1 and v.stock = 'tracked' and v.on_hand <= 2 and p.published and p.archived_at is null
      and (v.on_hand > 0 or exists (select 1 from stock_movement m
        where m.shop_id = $1 and m.variant_id = v.variant_id and m.delta < 0 and m.at > now() - interval '7 days'))
  )
  select
    (select coalesce(json_agg(slot order by start), '[]') from slot) as slots,
    (select count(*)::int from shop_order o
      where o.shop_id = $1 and o.status in ('accepted', 'ready') and o.slot_starts_at < $2) as late,
    (select coalesce(json_agg(w order by w."answerDueAt" nulls last, w.number), '[]')
      from (select * from waiting order by "answerDueAt" nulls last, number limit 5) w) as waiting,
    (select count(*)::int from waiting) as "waitingCount",
    (select coalesce(json_agg(json_build_object('productId', l."productId", 'name', l.name, 'options', l.options, 'onHand', l."onHand")
        order by l."onHand", l.name, l.position), '[]')
      from (select * from low order by "onHand", name, position limit 8) l) as low,
    (select count(*)::int from low) as "lowCount",
    exists (select 1 from shop_order o where o.shop_id = $1) as "hasOrders",
    exists (select 1 from product p where p.shop_id = $1 and p.published and p.archived_at is null) as "hasProducts"`;
