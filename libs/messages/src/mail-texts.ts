import type { MailKind, OrderDetails } from '#libs/orders';
import { MAIL_TEXTS_EN } from './mail-texts.en.js';
import { MAIL_TEXTS_FR } from './mail-texts.fr.js';
import type { Language } from './mail-words.js';

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

const TEXTS: Record<Language, MailTexts> = { fr: MAIL_TEXTS_FR, en: MAIL_TEXTS_EN };

/** Merchants read French. */
export function mailText(kind: MailKind, order: OrderDetails, shop: string): MailText {
  const language = kind.startsWith('shop_') ? 'fr' : order.language;
  const text = TEXTS[language][kind](order, shop);
  const word = language === 'fr' ? 'commande' : 'order';
  return { ...text, subject: `${text.title} – ${shop}, ${word} ${order.number}`.slice(0, 240) };
}

/** What was taken out last, one line each: « 1 × Roses : fanées ». */
export const struckTexts = (order: OrderDetails): string[] =>
  order.events.flatMap(({ reason, comment }) => (reason === 'struck' && comment ? [comment] : []));
