import type { INestApplicationContext } from '@nestjs/common';
import { Products } from '#libs/catalog';
import { OrderBook, type OrderDetails, Orders } from '#libs/orders';
import { PickupSlots } from '#libs/pickup';

type Fate = 'new' | 'ready' | 'collected' | 'cancelled' | 'refused';

interface DemoOrder {
  customer: { name: string; email: string; phone: string | null };
  /** Which of the shop's orderable products, and how many. */
  items: [number, number][];
  slot: number;
  note?: string;
  fate: Fate;
}

const customer = (name: string, email: string, phone: string | null = null) => ({ name, email, phone });

const ORDERS: DemoOrder[] = [
  {
    customer: customer('Anne Dupré', 'anne.dupre@demo.test', '06 39 98 10 01'),
    items: [
      [0, 1],
      [4, 1],
    ],
    slot: 0,
    fate: 'ready',
  },
  {
    customer: customer('Karim Haddad', 'karim@demo.test'),
    items: [[1, 1]],
    slot: 1,
    note: 'C’est pour offrir, merci !',
    fate: 'new',
  },
  {
    customer: customer('Jeanne Moreau-Petit', 'jeanne@demo.test', '06 39 98 10 02'),
    items: [[2, 2]],
    slot: 2,
    fate: 'collected',
  },
  { customer: customer('Thomas Girard', 'thomas@demo.test'), items: [[5, 1]], slot: 3, fate: 'cancelled' },
  {
    customer: customer('Sofia Lopes', 'sofia@demo.test', '06 39 98 10 03'),
    items: [
      [3, 1],
      [1, 1],
    ],
    slot: 5,
    fate: 'new',
  },
];

/** Some orders of the current shop, in several states, unless it has any. */
export async function placeDemoOrders(app: INestApplicationContext, slug: string): Promise<number> {
  const book = app.get(OrderBook, { strict: false });
  if ((await book.board()).length + (await book.finished()).length > 0) return 0;
  const { items } = await app.get(Products, { strict: false }).list({ perPage: 100 });
  const handles = items.filter((item) => item.isAvailable && (item.onHand ?? 9) >= 4).map(({ handle }) => handle);
  let placed = 0;
  for (const [i, wanted] of ORDERS.entries()) {
    placed += await placeOne(app, { wanted, handles, key: `demo-${slug}-${i + 1}` });
  }
  return placed;
}

interface Placement {
  wanted: DemoOrder;
  handles: string[];
  key: string;
}

async function placeOne(app: INestApplicationContext, { wanted, handles, key }: Placement): Promise<number> {
  const products = app.get(Products, { strict: false });
  const lines = [];
  for (const [index, quantity] of wanted.items) {
    const { variants } = await products.byHandle(handles[index % handles.length] ?? '');
    const variant = variants.find(({ stock, onHand }) => stock !== 'tracked' || onHand >= quantity);
    if (variant) lines.push({ variantId: variant.variantId, quantity });
  }
  const variantIds = lines.map(({ variantId }) => variantId);
  const slots = await app.get(PickupSlots, { strict: false }).upcoming({ variantIds, items: lines.length });
  const slot = slots.filter(({ remaining }) => remaining > 1)[wanted.slot];
  if (!slot || lines.length === 0) return 0;
  const { customer: who, note } = wanted;
  const input = { customer: who, slotId: slot.id, lines, ...(note ? { note } : {}) };
  const { order } = await app.get(Orders, { strict: false }).place(input, key);
  await lead(app, order, wanted.fate);
  return 1;
}

async function lead(app: INestApplicationContext, order: OrderDetails, fate: Fate): Promise<void> {
  const orders = app.get(Orders, { strict: false });
  const { orderId, token, pickupCode } = order;
  if (fate === 'new') return;
  if (fate === 'cancelled') return void (await orders.cancel(token));
  if (order.status === 'placed') await orders.accept(orderId, 'system');
  await orders.markReady(orderId, 'system');
  if (fate === 'collected') await orders.collect(pickupCode, 'system');
}
