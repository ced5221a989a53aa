import { formatCents } from '#libs/kernel';
import { dayText, hourText, slotText, wallAt } from '#libs/pickup';
import type { OrderDetails } from '#libs/orders';
import { Temporal } from 'temporal-polyfill';

export type Language = OrderDetails['language'];

/** What stands around the facts of a mail. */
export interface MailWords {
  code: string;
  qr: string;
  phone: string;
  openThatDay: string;
  total: string;
  struck: string;
  order: string;
  seeTerms: string;
  preferences: string;
  stopReminders: string;
}

export const MAIL_WORDS: Record<Language, MailWords> = {
  fr: {
    code: 'Code de retrait',
    qr: 'QR code de votre commande',
    phone: 'Tél.',
    openThatDay: 'Ouvert ce jour-là',
    total: 'Total',
    struck: 'retiré',
    order: 'commande',
    seeTerms: 'Conditions de vente',
    preferences: 'Choisir mes messages',
    stopReminders: 'Ne plus recevoir de rappel',
  },
  en: {
    code: 'Pickup code',
    qr: 'QR code of your order',
    phone: 'Tel.',
    openThatDay: 'Open that day',
    total: 'Total',
    struck: 'taken out',
    order: 'order',
    seeTerms: 'Terms of sale',
    preferences: 'Choose my messages',
    stopReminders: 'No more reminders',
  },
};

const ZONE = 'Europe/Paris';
const DAY = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', timeZone: ZONE });
const HOUR = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: ZONE });
const MONEY = new Intl.NumberFormat('en-IE', { style: 'currency', currency: 'EUR' });

/** « mardi 24 novembre, 11 h – 11 h 30 », “Tuesday 24 November, 11:00–11:30”. */
export function whenText({ slot, language }: OrderDetails): string {
  if (language === 'fr') return slotText(slot);
  const [start, end] = [new Date(slot.start), new Date(slot.end)];
  return `${DAY.format(start)}, ${HOUR.format(start)}–${HOUR.format(end)}`;
}

/** The day of the slot. */
export const dayOf = ({ slot, language }: OrderDetails): string =>
  language === 'fr' ? dayText(slot.localDate) : DAY.format(new Date(slot.start));

/** « mardi 24 novembre à 11 h » for an ISO instant. */
export function atText(instant: string, language: Language): string {
  if (language === 'en') return `${DAY.format(new Date(instant))} at ${HOUR.format(new Date(instant))}`;
  const at = Temporal.Instant.from(instant);
  return `${dayText(at.toZonedDateTimeISO(ZONE).toPlainDate().toString())} à ${hourText(wallAt(at))}`;
}

/** The day of an ISO instant. */
export const dayAtText = (instant: string, language: Language): string =>
  language === 'en'
    ? DAY.format(new Date(instant))
    : dayText(Temporal.Instant.from(instant).toZonedDateTimeISO(ZONE).toPlainDate().toString());

export const moneyText = (cents: number, language: Language): string =>
  language === 'fr' ? formatCents(cents) : MONEY.format(cents / 100);

const PAID: Record<Language, Record<'shop' | 'awaiting' | 'authorised' | 'captured' | 'released', string>> = {
  fr: {
    shop: 'à payer à la boutique',
    awaiting: 'à payer par carte',
    authorised: 'carte autorisée, débitée quand la commande est prête',
    captured: 'payé par carte',
    released: 'rien n’a été débité',
  },
  en: {
    shop: 'to pay at the shop',
    awaiting: 'to pay by card',
    authorised: 'card authorised, charged when the order is ready',
    captured: 'paid by card',
    released: 'nothing was charged',
  },
};

/** How the total is paid, after « Total ». */
export const payText = ({ payment, language }: OrderDetails): string =>
  PAID[language][!payment || payment.status === 'failed' ? 'shop' : payment.status];
