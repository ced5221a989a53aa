import type { LegalNotice } from '#libs/shops';
import { say } from './sentences.js';

/** A part of the information that every shop owes its customers: a title and paragraphs of plain text. */
export interface LawPart {
  title: string;
  text: string;
}

export interface LawFacts {
  takesCard: boolean;
  /** Street, postcode and commune. */
  place: string;
  shopName: string;
  legal: LegalNotice;
}

/**
 * What the law wants a customer to read before ordering, whatever the merchant's own terms say. Sources: Code de la consommation
 * L111-1, L214-1, L217-3, D211-2, L221-5, L221-18 to L221-28, R221-1, L612-1; Code civil 1127-1 and 1641.
 */
export function lawAnnex({ takesCard, place, shopName, legal }: LawFacts): LawPart[] {
  const part = (key: string, values: Record<string, unknown> = {}): LawPart => ({
    title: say(`law.${key}.title`),
    text: say(`law.${key}.text`, values),
  });
  const mediator = [legal.mediatorName, legal.mediatorContact].filter(Boolean).join(', ');
  return [
    part(takesCard ? 'regime_card' : 'regime_shop'),
    part('steps'),
    part(takesCard ? 'payment_card' : 'payment_shop'),
    part('pickup', { place }),
    ...(takesCard ? [part('withdrawal'), part('withdrawal_form', { shop: shopName, place })] : []),
    part('guarantees'),
    ...(mediator ? [part('mediation', { mediator })] : []),
  ];
}
