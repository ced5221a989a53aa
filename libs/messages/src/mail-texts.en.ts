import { refusalText, type OrderDetails } from '#libs/orders';
import { MAIL_TEXTS_FR } from './mail-texts.fr.js';
import { type MailTexts, struckTexts } from './mail-text.js';
import { SLOT_TEXTS_EN } from './mail-texts-slots.js';
import { atText, dayOf, moneyText, whenText } from './mail-words.js';

const SEE = 'See my order';
const plain = { showsPickup: false, button: SEE };
const pickup = { showsPickup: true, button: SEE };

export const MAIL_TEXTS_EN: MailTexts = {
  placed: (order, shop) => ({
    title: 'Your order has been sent',
    paragraphs: [
      `${shop} has your order and will answer by ${answerBy(order)}. Please wait for the answer before you go.`,
      `Time you asked for: ${whenText(order)}.`,
    ],
    ...plain,
  }),
  accepted: (order, shop) => ({
    title: 'Your order is confirmed',
    paragraphs: [`${shop} expects you on ${whenText(order)}.`],
    ...pickup,
  }),
  ready: (order, shop) => ({
    title: 'Your order is ready',
    paragraphs: [`${shop} expects you on ${whenText(order)}. Show the code or the QR code below.`],
    ...pickup,
  }),
  refused: (order, shop) => ({
    title: 'Your order was refused',
    paragraphs: [`${shop} cannot prepare your order.`, refusalText(order, 'en'), nothingDue(order)].filter(Boolean),
    ...plain,
  }),
  cancelled: (order, shop) => ({
    title: 'Your order is cancelled',
    paragraphs: [`As you asked, your order at ${shop} is cancelled. ${nothingDue(order)}`],
    ...plain,
  }),
  ...SLOT_TEXTS_EN,
  struck: (order, shop) => ({
    title: 'Your order has changed',
    paragraphs: [
      `${shop} had to take something out of your order. The new total is lower; the rest is ready for you as planned, on ${whenText(order)}.`,
      ...struckTexts(order),
    ],
    ...plain,
  }),
  lapsed: (order, shop) => ({
    title: 'Your order had no answer',
    paragraphs: [
      `${shop} did not answer in time: your order is cancelled. ${nothingDue(order)}`,
      'You can order again, or call the shop.',
    ],
    ...plain,
  }),
  reminder: (order, shop) => ({
    title: 'Your order is still waiting for you',
    paragraphs: [`${shop} keeps your order of ${dayOf(order)} for a few more days.`],
    ...pickup,
  }),
  unpaid: (_, shop) => ({
    title: 'Your order was not paid',
    paragraphs: [
      `The card payment did not go through within 30 minutes: your order at ${shop} is cancelled and nothing is charged.`,
      'You can order again, and choose to pay at the shop.',
    ],
    ...plain,
  }),
  refunded: (order, shop) => ({
    title: 'You have been refunded',
    paragraphs: [
      `${shop} has refunded ${moneyText(order.payment?.refundedCents ?? 0, 'en')} in all to your card for this order.`,
      ...(order.payment?.refunds ?? []).flatMap(({ reason }) => (reason ? [`Reason: ${reason}`] : [])),
      'Depending on your bank, it shows within 5 to 10 days.',
    ],
    ...plain,
  }),
  payment_failed: (_, shop) => ({
    title: 'Your card could not be charged',
    paragraphs: [
      `Your order at ${shop} still stands, but your bank did not let the charge through. Nothing is taken from your card: you pay at the shop.`,
    ],
    ...plain,
  }),
  withdrawn: MAIL_TEXTS_FR.withdrawn,
  shop_withdrawn: MAIL_TEXTS_FR.shop_withdrawn,
  shop_payment_failed: MAIL_TEXTS_FR.shop_payment_failed,
  shop_placed: MAIL_TEXTS_FR.shop_placed,
  shop_cancelled: MAIL_TEXTS_FR.shop_cancelled,
};

function answerBy(order: OrderDetails): string {
  return atText(order.answerDueAt ?? order.slot.end, 'en');
}

function nothingDue({ payment }: OrderDetails): string {
  if (!payment || payment.status === 'failed') return 'You have nothing to pay.';
  if (payment.capturedCents > 0) return 'What was charged is refunded to your card.';
  return 'Your card is not charged: the authorisation is lifted.';
}
