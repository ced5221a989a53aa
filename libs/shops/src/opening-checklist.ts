import type { LegalNotice } from './legal-notice.js';

/** What a shop needs before it takes orders, in the order in which the page shows it. */
export const CHECKLIST = ['contact', 'legal_notice', 'vat', 'mediator', 'terms', 'hours', 'product', 'safety'] as const;

export type MissingPiece = (typeof CHECKLIST)[number];

/** `fields` names what is still empty of a piece; of `safety`, the products. */
export interface ChecklistItem {
  piece: MissingPiece;
  isDone: boolean;
  fields: string[];
}

export interface ChecklistFacts {
  siret: string | null;
  phone: string | null;
  email: string | null;
  addressLine: string | null;
  legal: LegalNotice;
  hoursCount: number;
  hasProduct: boolean;
  /** Published products whose category asks for the maker and that do not say it; five at most. */
  unsafe: string[];
}

/** SA, SARL, EURL, SAS, SASU, SNC: a company's notice names its capital (Code de commerce R123-238). */
export const hasCapital = (legalForm = ''): boolean =>
  /\b(?:SA|SARL|EURL|SASU?|SNC|SELARL)\b/i.test(legalForm.replaceAll('.', ''));

/** Sources of what the law asks: LCEN art. 6 III and 19; Code de la consommation L111-1, L612-1, R616-1; Regulation (EU) 2023/988, article 19. */
export function openingChecklist(facts: ChecklistFacts): ChecklistItem[] {
  const { legal } = facts;
  const needed: Record<MissingPiece, Record<string, unknown>> = {
    contact: { phone: facts.phone, email: facts.email, addressLine: facts.addressLine },
    legal_notice: {
      publisherName: legal.publisherName,
      legalForm: legal.legalForm,
      publisherAddress: legal.publisherAddress,
      registration: legal.registration,
      publicationDirector: legal.publicationDirector,
      siret: facts.siret,
      capital: legal.capital || !hasCapital(legal.legalForm),
    },
    vat: { vatNumber: legal.vatNumber || legal.vatExempt },
    mediator: { mediatorName: legal.mediatorName, mediatorContact: legal.mediatorContact },
    terms: { terms: legal.terms },
    hours: { hours: facts.hoursCount > 0 },
    product: { product: facts.hasProduct },
    safety: Object.fromEntries(facts.unsafe.map((name) => [name, false])),
  };
  return CHECKLIST.map((piece) => {
    const fields = Object.entries(needed[piece]).flatMap(([field, value]) => (value ? [] : [field]));
    return { piece, isDone: fields.length === 0, fields };
  });
}
