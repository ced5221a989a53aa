import { dayText, hourText, slotText } from '#libs/pickup';
import { wallAt } from '#libs/pickup';
import { Temporal } from 'temporal-polyfill';
import type { OrderDetails, RefusalReason } from './order-details.js';
import type { MailKind } from './order-news.js';

/** What a mail says before the facts. */
export interface MailText {
  subject: string;
  title: string;
  paragraphs: string[];
  /** Shows the pickup code, the QR code and where to go. */
  showsPickup: boolean;
  button: string;
}

const REFUSALS: Record<RefusalReason, string> = {
  sold_out: 'Un article de votre commande n’est plus disponible.',
  closed: 'La boutique est fermée à ce moment-là.',
  too_busy: 'La boutique a trop de commandes pour préparer la vôtre à temps.',
  other: '',
};

const SEE = 'Voir ma commande';

type Writer = (order: OrderDetails, shop: string) => Omit<MailText, 'subject'> & { subject?: string };

const WRITERS: Record<MailKind, Writer> = {
  placed: (order, shop) => ({
    title: 'Votre commande est transmise',
    paragraphs: [
      `${shop} a bien reçu votre commande et vous répond au plus tard ${answerText(order)}. Attendez sa réponse avant de vous déplacer.`,
      `Créneau demandé : ${slotText(order.slot)}.`,
    ],
    showsPickup: false,
    button: SEE,
  }),
  accepted: (order, shop) => ({
    title: 'Votre commande est confirmée',
    paragraphs: [`${shop} vous attend ${slotText(order.slot)}.`],
    showsPickup: true,
    button: SEE,
  }),
  ready: (order, shop) => ({
    title: 'Votre commande est prête',
    paragraphs: [`${shop} vous attend ${slotText(order.slot)}. Présentez le code ou le QR code ci-dessous.`],
    showsPickup: true,
    button: SEE,
  }),
  refused: (order, shop) => ({
    title: 'Votre commande est refusée',
    paragraphs: [
      `${shop} ne peut pas préparer votre commande.`,
      refusalText(order),
      'Vous n’avez rien à payer.',
    ].filter(Boolean),
    showsPickup: false,
    button: SEE,
  }),
  cancelled: (_, shop) => ({
    title: 'Votre commande est annulée',
    paragraphs: [`Comme vous l’avez demandé, votre commande chez ${shop} est annulée. Vous n’avez rien à payer.`],
    showsPickup: false,
    button: SEE,
  }),
  lapsed: (_, shop) => ({
    title: 'Votre commande n’a pas eu de réponse',
    paragraphs: [
      `${shop} n’a pas répondu à temps : votre commande est annulée et vous n’avez rien à payer.`,
      'Vous pouvez commander à nouveau, ou appeler la boutique.',
    ],
    showsPickup: false,
    button: SEE,
  }),
  reminder: (order, shop) => ({
    title: 'Votre commande vous attend toujours',
    paragraphs: [`${shop} garde encore votre commande du ${dayText(order.slot.localDate)} quelques jours.`],
    showsPickup: true,
    button: SEE,
  }),
  shop_placed: (order) => ({
    title: order.status === 'placed' ? 'Une commande attend votre réponse' : 'Nouvelle commande',
    paragraphs: [
      ...(order.status === 'placed' ? [`Répondez au plus tard ${answerText(order)}, sinon elle sera annulée.`] : []),
      `À préparer pour ${slotText(order.slot)}, au nom de ${order.customer.name}.`,
    ],
    showsPickup: false,
    button: 'Ouvrir la commande',
  }),
  shop_cancelled: (order) => ({
    title: 'Une commande est annulée par le client',
    paragraphs: [`${order.customer.name} ne viendra pas ${slotText(order.slot)}. Le stock et le créneau sont libérés.`],
    showsPickup: false,
    button: 'Ouvrir la commande',
  }),
};

export function mailText(kind: MailKind, order: OrderDetails, shop: string): MailText {
  const text = WRITERS[kind](order, shop);
  return { ...text, subject: `${text.title} – ${shop}, commande ${order.number}`.slice(0, 240) };
}

/** The reason that the merchant gave, as the customer reads it; empty when there is none. */
export function refusalText(order: OrderDetails): string {
  const refusal = order.events.findLast((event) => event.to === 'refused');
  const reason = REFUSALS[refusal?.reason as RefusalReason] ?? '';
  return [reason, refusal?.comment ? `Message de la boutique : « ${refusal.comment} »` : ''].filter(Boolean).join(' ');
}

function answerText(order: OrderDetails): string {
  const due = Temporal.Instant.from(order.answerDueAt ?? order.slot.end);
  return `${dayText(due.toZonedDateTimeISO('Europe/Paris').toPlainDate().toString())} à ${hourText(wallAt(due))}`;
}
