import { Temporal } from 'temporal-polyfill';
import { formatCents } from '#libs/kernel';
import type { OrderDetails } from '#libs/orders';
import { dateAt, dayText, hourText, wallAt } from '#libs/pickup';
import type { WithdrawalOffer } from './withdrawal-period.js';

/** The declaration, in the customer's language, in the words of the model form (Code de la consommation, annex to R221-1), with the moment at which it came in. */
export function withdrawalText(
  { number, placedAt, language }: OrderDetails,
  lines: WithdrawalOffer['lines'],
  who: { name: string; email: string; shop: string; at: Temporal.Instant },
): string {
  const goods = lines.map(
    ({ pieces, name, options, cents }) => `${pieces} × ${[name, ...options].join(', ')} (${formatCents(cents)})`,
  );
  const placed = Temporal.Instant.from(placedAt);
  if (language === 'en') {
    return [
      `To ${who.shop}: I hereby give notice that I withdraw from my contract of sale of the following goods: ${goods.join('; ')}.`,
      `Order ${number}, placed on ${momentTextEn(placed)}.`,
      `Name: ${who.name}. E-mail: ${who.email}.`,
      `Declaration received on ${momentTextEn(who.at)} (Paris time).`,
    ].join('\n');
  }
  return [
    `À l’attention de ${who.shop} : je vous notifie ma rétractation du contrat portant sur la vente des biens suivants : ${goods.join(' ; ')}.`,
    `Commande ${number}, passée le ${momentText(placed)}.`,
    `Nom : ${who.name}. Adresse e-mail : ${who.email}.`,
    `Déclaration reçue le ${momentText(who.at)} (heure de Paris).`,
  ].join('\n');
}

function momentText(at: Temporal.Instant): string {
  const date = dateAt(at);
  return `${dayText(date.toString())} ${date.year} à ${hourText(wallAt(at))}`;
}

const ENGLISH = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'short', timeZone: 'Europe/Paris' });

const momentTextEn = (at: Temporal.Instant): string => ENGLISH.format(at.epochMilliseconds);
