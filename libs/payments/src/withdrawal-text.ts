import { Temporal } from 'temporal-polyfill';
import { formatCents } from '#libs/kernel';
import type { OrderDetails } from '#libs/orders';
import { dateAt, dayText, hourText, wallAt } from '#libs/pickup';
import type { WithdrawalOffer } from './withdrawal-period.js';

/** The declaration in the words of the model form (Code de la consommation, annex to R221-1), with the moment at which it came in. */
export function withdrawalText(
  { number, placedAt }: OrderDetails,
  lines: WithdrawalOffer['lines'],
  who: { name: string; email: string; shop: string; at: Temporal.Instant },
): string {
  const goods = lines.map(
    ({ pieces, name, options, cents }) => `${pieces} × ${[name, ...options].join(', ')} (${formatCents(cents)})`,
  );
  return [
    `À l’attention de ${who.shop} : je vous notifie ma rétractation du contrat portant sur la vente des biens suivants : ${goods.join(' ; ')}.`,
    `Commande ${number}, passée le ${momentText(Temporal.Instant.from(placedAt))}.`,
    `Nom : ${who.name}. Adresse e-mail : ${who.email}.`,
    `Déclaration reçue le ${momentText(who.at)} (heure de Paris).`,
  ].join('\n');
}

function momentText(at: Temporal.Instant): string {
  const date = dateAt(at);
  return `${dayText(date.toString())} ${date.year} à ${hourText(wallAt(at))}`;
}
