import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock, newId } from '#libs/kernel';
import { dateAt, type PickupPlan, PickupSlots, type Slot } from '#libs/pickup';
import { currentShopId, Tenancy } from '#libs/tenancy';
import { type CheckedOrder, checkedOrder, type OrderInput } from './order-input.js';
import { OrderIndex } from './order-index.js';
import { OrderLinks } from './order-links.js';
import { OrderNews } from './order-news.js';
import { awaitPayment } from './order-paying.service.js';
import { takeStock, type TakenVariant } from './order-stock.js';
import {
  KeyMissingError,
  KeyReusedError,
  ShopNotOpenError,
  SlotClosedError,
  SlotFullError,
  SoldOutError,
  TermsUnknownError,
  UnknownVariantError,
} from './orders.errors.js';
import { newPickupCode } from './pickup-code.js';

/** Which order the request led to. */
export interface Placing {
  orderId: string;
  isRepeat: boolean;
}

interface Line {
  wanted: CheckedOrder['lines'][number];
  taken: TakenVariant;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Placing an order: one transaction takes stock and slot and writes the order with all that follows, or keeps nothing. */
@Injectable()
export class OrderPlacing {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly pickup: PickupSlots,
    private readonly links: OrderLinks,
    private readonly news: OrderNews,
    private readonly index: OrderIndex,
  ) {}

  async place(input: OrderInput, idempotencyKey: string): Promise<Placing> {
    if (idempotencyKey.length < 1 || idempotencyKey.length > 200) throw new KeyMissingError();
    const order = checkedOrder(input);
    const hash = createHash('sha256').update(JSON.stringify(order)).digest('hex');
    return this.tenancy.shopTransaction(async (tx) => {
      const orderId = newId();
      const earlier = await claimKey(tx, { key: idempotencyKey, hash, orderId });
      if (earlier) return { orderId: earlier, isRepeat: true };
      const items = order.lines.reduce((sum, line) => sum + line.quantity, 0);
      const variantIds = order.lines.map((line) => line.variantId);
      const plan = await this.pickup.plan({ variantIds, items });
      if (!plan.isOpen) throw new ShopNotOpenError();
      const slot = wantedSlot(plan, order.slotId);
      const lines = await takeLines(tx, order);
      const isSlotFullNow = await this.bookSlot(tx, { plan, slot, items });
      await this.write(tx, { orderId, order, lines, slot, answerDueAt: answerDueAt(plan, slot, lines) });
      const emptied = lines.filter(({ taken }) => taken.tracked && taken.left === 0);
      await this.news.stockChanged(
        tx,
        emptied.map(({ taken }) => taken.product_id),
      );
      if (isSlotFullNow) await this.news.availabilityChanged(tx);
      return { orderId, isRepeat: false };
    });
  }

  /** Whether the slot took its last order. */
  private async bookSlot(
    tx: EntityManager,
    { plan, slot, items }: { plan: PickupPlan; slot: Slot; items: number },
  ): Promise<boolean> {
    const { start: startsAt, end: endsAt, capacity } = slot;
    const isFull = await this.pickup.book(tx, { startsAt, endsAt, capacity, maxItems: plan.settings.maxItems, items });
    if (isFull === null) throw new SlotFullError({ slots: proposals(plan, slot.id) });
    return isFull;
  }

  private async write(tx: EntityManager, placed: Placed): Promise<void> {
    const { orderId, answerDueAt } = placed;
    if (placed.order.termsHash) await requireTerms(tx, placed.order.termsHash);
    await tx.query(WRITE_SQL, parameters(placed, this.links.hash(this.links.token(orderId))));
    await this.index.add(tx, orderId, placed.order.customer.email);
    if (placed.order.payment === 'shop') return this.news.placed(tx, { orderId, answerDueAt });
    await this.news.awaitsPayment(tx, { orderId, dueAt: await awaitPayment(tx, orderId) });
  }
}

/** Everything an order is made of. `answerDueAt` null: it is accepted already. */
interface Placed {
  orderId: string;
  order: CheckedOrder;
  lines: Line[];
  slot: Slot;
  answerDueAt: string | null;
}

/** The order that this key led to before, or null and the key is ours. Waits for a request with the same key. */
async function claimKey(
  tx: EntityManager,
  { key, hash, orderId }: { key: string; hash: string; orderId: string },
): Promise<string | null> {
  const claimed = await tx.query<unknown[]>(
    `insert into idempotency_key (shop_id, key, body_hash, order_id) values ($1, $2, $3, $4)
     on conflict do nothing returning order_id`,
    [currentShopId(), key, hash, orderId],
  );
  if (claimed.length > 0) return null;
  const [earlier] = await tx.query<{ body_hash: string; order_id: string }[]>(
    'select body_hash, order_id from idempotency_key where shop_id = $1 and key = $2',
    [currentShopId(), key],
  );
  if (!earlier || earlier.body_hash !== hash) throw new KeyReusedError();
  return earlier.order_id;
}

function wantedSlot(plan: PickupPlan, slotId: string): Slot {
  const slot = plan.slots.find((candidate) => candidate.id === slotId);
  if (!slot) throw new SlotClosedError({ slots: proposals(plan, slotId) });
  if (slot.remaining === 0) throw new SlotFullError({ slots: proposals(plan, slotId) });
  return slot;
}

/** The next three slots with room after the wanted one, or else the first three. Slot ids sort by time. */
function proposals(plan: PickupPlan, slotId: string): Slot[] {
  const free = plan.slots.filter((slot) => slot.remaining > 0 && slot.id !== slotId);
  const later = free.filter((slot) => slot.id > slotId);
  return (later.length > 0 ? later : free).slice(0, 3);
}

async function takeLines(tx: EntityManager, order: CheckedOrder): Promise<Line[]> {
  const known = order.lines.filter((line) => UUID.test(line.variantId));
  const taken = new Map((await takeStock(tx, known)).map((variant) => [variant.variant_id, variant]));
  const lines = order.lines.map((wanted, i) => {
    const variant = taken.get(wanted.variantId);
    if (!variant) throw new UnknownVariantError({ line: i + 1, path: `lines.${i}.variantId` });
    return { wanted, taken: variant };
  });
  const lost = lines.flatMap(({ wanted, taken }, i) =>
    taken.left === null
      ? [
          {
            line: i + 1,
            variantId: wanted.variantId,
            name: taken.name,
            wanted: wanted.quantity,
            available: taken.on_hand,
          },
        ]
      : [],
  );
  if (lost[0]) throw new SoldOutError({ ...lost[0], lines: lost });
  return lines;
}

/** What was accepted stays readable: a hash of nothing that the shop ever said is refused. */
async function requireTerms(tx: EntityManager, termsHash: string): Promise<void> {
  const known = await tx.query<unknown[]>('select 1 from terms_version where shop_id = $1 and terms_hash = $2', [
    currentShopId(),
    termsHash,
  ]);
  if (known.length === 0) throw new TermsUnknownError();
}

/** Null when every line is counted stock: nobody has to look. An answer never comes after the slot. */
function answerDueAt(plan: PickupPlan, slot: Slot, lines: Line[]): string | null {
  if (lines.every(({ taken }) => taken.tracked)) return null;
  const due = plan.calendar.afterOpenMinutes(Clock.now(), plan.answerMinutes)?.epochMilliseconds ?? Infinity;
  return new Date(Math.min(due, Date.parse(slot.end))).toISOString();
}

function parameters({ orderId, order, lines, slot, answerDueAt }: Placed, linkHash: string): unknown[] {
  const now = Clock.now();
  const rows = lines.map(({ wanted, taken }, i) => ({
    line: i + 1,
    product_id: taken.product_id,
    variant_id: taken.variant_id,
    name: taken.name,
    options: taken.options,
    vat_rate: taken.vat_rate,
    unit_cents: taken.price_cents,
    quantity: wanted.quantity,
    tracked: taken.tracked,
    substitution: wanted.substitution,
    withdrawal_exclusion: taken.exclusion,
  }));
  return [
    currentShopId(),
    orderId,
    answerDueAt || order.payment === 'card' ? 'placed' : 'accepted',
    order.customer.name,
    order.customer.email,
    order.customer.phone ?? null,
    order.note ?? null,
    slot.start,
    slot.end,
    rows.reduce((sum, row) => sum + row.unit_cents * row.quantity, 0),
    newPickupCode(),
    linkHash,
    order.termsHash ?? null,
    now.toString(),
    answerDueAt,
    dateAt(now).year,
    JSON.stringify(rows),
    order.payment === 'card' ? 'card_awaited' : 'shop',
    order.language,
    order.wantsTexts,
  ];
}

/** The shop's row gives the number last, so that orders of one shop wait for each other as shortly as can be. */
const WRITE_SQL = `
  with numbered as (
    update shop set last_order_number = last_order_number + 1 where shop_id = $1
    returning order_prefix || '-' || $16::int || '-' ||
      lpad(last_order_number::text, greatest(4, length(last_order_number::text)), '0') as number),
  ordered as (
    insert into shop_order (shop_id, order_id, number, status, customer_name, customer_email, customer_phone, note,
      slot_starts_at, slot_ends_at, total_cents, pickup_code, link_hash, terms_hash, placed_at, answer_due_at, payment,
      customer_language, wants_texts)
    select $1::uuid, $2::uuid, number, $3::text, $4, $5, $6, $7, $8::timestamptz, $9::timestamptz, $10::int, $11, $12,
      coalesce($13, (select terms_hash(legal) from shop where shop_id = $1)), $14::timestamptz, $15::timestamptz, $18, $19,
      $20::boolean
    from numbered),
  linked as (
    insert into order_link (link_hash, shop_id, order_id) values ($12, $1::uuid, $2::uuid)),
  line as (
    select * from jsonb_to_recordset($17::jsonb) as l (line int, product_id uuid, variant_id uuid, name text,
      options text[], vat_rate numeric, unit_cents int, quantity int, tracked boolean, substitution text,
      withdrawal_exclusion text)),
  lined as (
    insert into order_line (shop_id, order_id, line, product_id, variant_id, name, options, vat_rate, unit_cents, quantity,
      tracked, substitution, withdrawal_exclusion)
    select $1::uuid, $2::uuid, line, product_id, variant_id, name, options, vat_rate, unit_cents, quantity, tracked, substitution,
      withdrawal_exclusion
    from line),
  moved as (
    insert into stock_movement (shop_id, movement_id, variant_id, delta, cause, order_id)
    select $1::uuid, gen_random_uuid(), variant_id, -quantity, 'order', $2::uuid from line where tracked)
  insert into order_event (shop_id, order_id, seq, from_status, to_status, actor, at)
  select $1::uuid, $2::uuid, 1, null, 'placed', 'customer', $14::timestamptz
  union all
  select $1::uuid, $2::uuid, 2, 'placed', 'accepted', 'system', $14::timestamptz where $3::text = 'accepted'`;
