import { type MailKind, type OrderDetails, readableCode } from '#libs/orders';
import { whenText } from './mail-words.js';

type TextWriter = (order: OrderDetails, shop: string) => string;

/** Short, for a text message costs by 160 characters. The link leads to everything else. */
const TEXTS: Partial<Record<MailKind, Record<OrderDetails['language'], TextWriter>>> = {
  ready: {
    fr: (order, shop) =>
      `${shop} : votre commande ${order.number} est prête, ${whenText(order)}. Code ${code(order)}. ${order.url}`,
    en: (order, shop) =>
      `${shop}: your order ${order.number} is ready, ${whenText(order)}. Code ${code(order)}. ${order.url}`,
  },
  refused: {
    fr: (order, shop) => `${shop} ne peut pas préparer votre commande ${order.number}. Rien à payer. ${order.url}`,
    en: (order, shop) => `${shop} cannot prepare your order ${order.number}. Nothing to pay. ${order.url}`,
  },
  lapsed: {
    fr: (order, shop) => `${shop} n’a pas répondu à temps : votre commande ${order.number} est annulée. ${order.url}`,
    en: (order, shop) => `${shop} did not answer in time: your order ${order.number} is cancelled. ${order.url}`,
  },
  reminder: {
    fr: (order, shop) => `${shop} garde encore votre commande ${order.number}. Code ${code(order)}. ${order.url}`,
    en: (order, shop) => `${shop} still keeps your order ${order.number}. Code ${code(order)}. ${order.url}`,
  },
};

/** Null: this kind is told by e-mail alone. */
export const textMessage = (kind: MailKind, order: OrderDetails, shop: string): string | null =>
  TEXTS[kind]?.[order.language](order, shop).replaceAll('\u00a0', ' ') ?? null;

const code = (order: OrderDetails): string => readableCode(order.pickupCode);

/** A mobile number as `+33612345678`, or null: a landline takes no text message. */
export function mobileNumber(phone: string | null): string | null {
  const digits = (phone ?? '').replace(/[^+\d]/g, '').replace(/^00/, '+');
  const number = digits.startsWith('+') ? digits : digits.replace(/^0/, '+33');
  if (!/^\+\d{8,15}$/.test(number)) return null;
  return number.startsWith('+33') && !/^\+33[67]\d{8}$/.test(number) ? null : number;
}
