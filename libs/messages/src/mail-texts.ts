import type { MailKind, OrderDetails } from '#libs/orders';
import { MAIL_TEXTS_EN } from './mail-texts.en.js';
import { MAIL_TEXTS_FR } from './mail-texts.fr.js';
import type { MailText, MailTexts } from './mail-text.js';
import type { Language } from './mail-words.js';

const TEXTS: Record<Language, MailTexts> = { fr: MAIL_TEXTS_FR, en: MAIL_TEXTS_EN };

/** Merchants read French. */
export function mailText(kind: MailKind, order: OrderDetails, shop: string): MailText {
  const language = kind.startsWith('shop_') ? 'fr' : order.language;
  const text = TEXTS[language][kind](order, shop);
  const word = language === 'fr' ? 'commande' : 'order';
  return { ...text, subject: `${text.title} – ${shop}, ${word} ${order.number}`.slice(0, 240) };
}
