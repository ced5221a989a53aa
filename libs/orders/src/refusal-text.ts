import type { OrderDetails, RefusalReason } from './order-details.js';

const REFUSALS: Record<'fr' | 'en', Record<RefusalReason, string>> = {
  fr: {
    sold_out: 'Un article de votre commande n’est plus disponible.',
    closed: 'La boutique est fermée à ce moment-là.',
    too_busy: 'La boutique a trop de commandes pour préparer la vôtre à temps.',
    other: '',
  },
  en: {
    sold_out: 'Something in your order is no longer available.',
    closed: 'The shop is closed at that time.',
    too_busy: 'The shop has too many orders to prepare yours in time.',
    other: '',
  },
};

/** The reason that the merchant gave, as the customer reads it; empty when there is none. */
export function refusalText(order: OrderDetails, language: 'fr' | 'en' = 'fr'): string {
  const refusal = order.events.findLast((event) => event.to === 'refused');
  const reason = REFUSALS[language][refusal?.reason as RefusalReason] ?? '';
  const quote =
    language === 'fr'
      ? (text: string) => `Message de la boutique : « ${text} »`
      : (text: string) => `Message from the shop: “${text}”`;
  return [reason, refusal?.comment ? quote(refusal.comment) : ''].filter(Boolean).join(' ');
}
