import type { MailKind, OrderDetails } from '#libs/orders';

/** What a mail says before the facts. */
export interface MailText {
  subject: string;
  title: string;
  paragraphs: string[];
  /** Shows the pickup code, the QR code and where to go. */
  showsPickup: boolean;
  button: string;
}

/** The texts of one language: what they say of an order of `shop`. */
export type MailTexts = Record<MailKind, (order: OrderDetails, shop: string) => Omit<MailText, 'subject'>>;

/** What was taken out last, one line each: « 1 × Roses : fanées ». */
export const struckTexts = (order: OrderDetails): string[] =>
  order.events.flatMap(({ reason, comment }) => (reason === 'struck' && comment ? [comment] : []));
