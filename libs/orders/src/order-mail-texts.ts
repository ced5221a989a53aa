import { dayText, hourText, slotText } from '#libs/pickup';
import { wallAt } from '#libs/pickup';
import { Temporal } from 'temporal-polyfill';
import { formatCents } from '#libs/kernel';
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
    paragraphs: [`${shop} ne peut pas préparer votre commande.`, refusalText(order), nothingToPay(order)].filter(
      Boolean,
    ),
    showsPickup: false,
    button: SEE,
  }),
  cancelled: (order, shop) => ({
    title: 'Votre commande est annulée',
    paragraphs: [`Comme vous l’avez demandé, votre commande chez ${shop} est annulée. ${nothingToPay(order)}`],
    showsPickup: false,
    button: SEE,
  }),
  lapsed: (order, shop) => ({
    title: 'Votre commande n’a pas eu de réponse',
    paragraphs: [
      `${shop} n’a pas répondu à temps : votre commande est annulée. ${nothingToPay(order)}`,
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
  unpaid: (_, shop) => ({
    title: 'Votre commande n’a pas été payée',
    paragraphs: [
      `Le paiement par carte n’a pas abouti dans les 30 minutes : votre commande chez ${shop} est annulée et rien n’est débité.`,
      'Vous pouvez commander à nouveau, et choisir de payer à la boutique.',
    ],
    showsPickup: false,
    button: SEE,
  }),
  refunded: (order, shop) => ({
    title: 'Vous êtes remboursé',
    paragraphs: [
      `${shop} vous a remboursé ${formatCents(order.payment?.refundedCents ?? 0)} en tout sur votre carte, pour cette commande.`,
      ...(order.payment?.refunds ?? []).flatMap(({ reason }) => (reason ? [`Motif : ${reason}`] : [])),
      'Selon votre banque, le montant apparaît sous 5 à 10 jours.',
    ],
    showsPickup: false,
    button: SEE,
  }),
  payment_failed: (_, shop) => ({
    title: 'Votre carte n’a pas pu être débitée',
    paragraphs: [
      `Votre commande chez ${shop} reste valable, mais votre banque n’a pas laissé passer le débit. Rien n’est pris sur votre carte : vous payez à la boutique.`,
    ],
    showsPickup: false,
    button: SEE,
  }),
  shop_payment_failed: (order) => ({
    title: 'Un paiement par carte n’a pas abouti',
    paragraphs: [`La carte de ${order.customer.name} n’a pas pu être débitée. Encaissez cette commande à la boutique.`],
    showsPickup: false,
    button: 'Ouvrir la commande',
  }),
  withdrawn: (order, shop) => ({
    title: 'Votre rétractation est enregistrée',
    paragraphs: [
      `${shop} a reçu votre déclaration. Gardez ce message : il en est l’accusé de réception.`,
      ...(order.withdrawal?.text ?? '').split('\n').filter(Boolean),
      ...(order.withdrawal ? [refundText(order)] : []),
    ],
    showsPickup: false,
    button: SEE,
  }),
  shop_withdrawn: (order) => ({
    title: 'Un client se rétracte',
    paragraphs: [
      ...(order.withdrawal?.text ?? '').split('\n').filter(Boolean),
      wasCollected(order)
        ? `Remboursez-le au plus tard le ${dayOf(order.withdrawal?.refundDueAt)} ; vous pouvez attendre le retour des articles ou la preuve de leur envoi.`
        : 'Le remboursement part de lui-même. Le stock et le créneau sont libérés.',
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

const wasCollected = ({ status }: OrderDetails): boolean => status === 'collected' || status === 'partially_collected';

const refundText = (order: OrderDetails): string =>
  wasCollected(order)
    ? `Rapportez ou renvoyez les articles dans les 14 jours. Le remboursement de ${formatCents(order.withdrawal?.cents ?? 0)} vous parvient au plus tard le ${dayOf(order.withdrawal?.refundDueAt)} ; la boutique peut attendre les articles ou la preuve de leur envoi.`
    : `${formatCents(order.withdrawal?.cents ?? 0)} ne vous seront pas pris, ou vous sont remboursés sur votre carte. Vous n’avez rien à renvoyer.`;

const dayOf = (instant = ''): string =>
  dayText(Temporal.Instant.from(instant).toZonedDateTimeISO('Europe/Paris').toPlainDate().toString());

/** Nothing is owed for an order that ended without a sale. */
function nothingToPay({ payment }: OrderDetails): string {
  if (!payment || payment.status === 'failed') return 'Vous n’avez rien à payer.';
  if (payment.capturedCents > 0) return 'Le montant débité vous est remboursé sur votre carte.';
  return 'Votre carte n’est pas débitée : l’autorisation est levée.';
}

/** How the total is paid, after « Total ». */
export function payText({ payment }: OrderDetails): string {
  if (!payment || payment.status === 'failed') return 'à payer à la boutique';
  if (payment.status === 'awaiting') return 'à payer par carte';
  if (payment.status === 'authorised') return 'carte autorisée, débitée quand la commande est prête';
  return payment.status === 'captured' ? 'payé par carte' : 'rien n’a été débité';
}

function answerText(order: OrderDetails): string {
  const due = Temporal.Instant.from(order.answerDueAt ?? order.slot.end);
  return `${dayText(due.toZonedDateTimeISO('Europe/Paris').toPlainDate().toString())} à ${hourText(wallAt(due))}`;
}
