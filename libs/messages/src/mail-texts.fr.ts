import { type OrderDetails, refusalText } from '#libs/orders';
import { type MailTexts, struckTexts } from './mail-text.js';
import { SLOT_TEXTS_FR } from './mail-texts-slots.js';
import { atText, dayAtText, dayOf, moneyText, whenText } from './mail-words.js';

const SEE = 'Voir ma commande';

export const MAIL_TEXTS_FR: MailTexts = {
  placed: (order, shop) => ({
    title: 'Votre commande est transmise',
    paragraphs: [
      `${shop} a bien reçu votre commande et vous répond au plus tard ${answerBy(order)}. Attendez sa réponse avant de vous déplacer.`,
      `Créneau demandé : ${whenText(order)}.`,
    ],
    showsPickup: false,
    button: SEE,
  }),
  accepted: (order, shop) => ({
    title: 'Votre commande est confirmée',
    paragraphs: [`${shop} vous attend ${whenText(order)}.`],
    showsPickup: true,
    button: SEE,
  }),
  ready: (order, shop) => ({
    title: 'Votre commande est prête',
    paragraphs: [`${shop} vous attend ${whenText(order)}. Présentez le code ou le QR code ci-dessous.`],
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
  struck: (order, shop) => ({
    title: 'Votre commande a changé',
    paragraphs: [
      `${shop} a dû retirer un article de votre commande. Le nouveau total est plus bas ; le reste vous attend comme prévu, ${whenText(order)}.`,
      ...struckTexts(order),
    ],
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
    paragraphs: [`${shop} garde encore votre commande du ${dayOf(order)} quelques jours.`],
    showsPickup: true,
    button: SEE,
  }),
  ...SLOT_TEXTS_FR,
  shop_placed: (order) => ({
    title: order.status === 'placed' ? 'Une commande attend votre réponse' : 'Nouvelle commande',
    paragraphs: [
      ...(order.status === 'placed' ? [`Répondez au plus tard ${answerBy(order)}, sinon elle sera annulée.`] : []),
      `À préparer pour ${whenText(order)}, au nom de ${order.customer.name}.`,
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
      `${shop} vous a remboursé ${moneyText(order.payment?.refundedCents ?? 0, 'fr')} en tout sur votre carte, pour cette commande.`,
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
        ? `Remboursez-le au plus tard le ${dayText(order.withdrawal?.refundDueAt)} ; vous pouvez attendre le retour des articles ou la preuve de leur envoi.`
        : 'Le remboursement part de lui-même. Le stock et le créneau sont libérés.',
    ],
    showsPickup: false,
    button: 'Ouvrir la commande',
  }),
  shop_cancelled: (order) => ({
    title: 'Une commande est annulée par le client',
    paragraphs: [`${order.customer.name} ne viendra pas ${whenText(order)}. Le stock et le créneau sont libérés.`],
    showsPickup: false,
    button: 'Ouvrir la commande',
  }),
};

const wasCollected = ({ status }: OrderDetails): boolean => status === 'collected' || status === 'partially_collected';

const refundText = (order: OrderDetails): string =>
  wasCollected(order)
    ? `Rapportez ou renvoyez les articles dans les 14 jours. Le remboursement de ${moneyText(order.withdrawal?.cents ?? 0, 'fr')} vous parvient au plus tard le ${dayText(order.withdrawal?.refundDueAt)} ; la boutique peut attendre les articles ou la preuve de leur envoi.`
    : `${moneyText(order.withdrawal?.cents ?? 0, 'fr')} ne vous seront pas pris, ou vous sont remboursés sur votre carte. Vous n’avez rien à renvoyer.`;

/** Nothing is owed for an order that ended without a sale. */
function nothingToPay({ payment }: OrderDetails): string {
  if (!payment || payment.status === 'failed') return 'Vous n’avez rien à payer.';
  if (payment.capturedCents > 0) return 'Le montant débité vous est remboursé sur votre carte.';
  return 'Votre carte n’est pas débitée : l’autorisation est levée.';
}

const dayText = (instant = ''): string => dayAtText(instant, 'fr');

function answerBy(order: OrderDetails): string {
  return atText(order.answerDueAt ?? order.slot.end, 'fr');
}
