import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { projectRoot } from '#libs/platform';

const text = (max: number) => z.string().trim().max(max).optional();

/**
 * What the law asks a shop to say of itself, as far as it is not a column of its own (telephone, e-mail, SIRET are).
 * Sources: LCEN art. 6 III and 19, Code de commerce R123-237, Code de la consommation L111-1, L612-1.
 */
export const legalNoticeInput = z.strictObject({
  /** Names of a sole trader, or the company's. */
  publisherName: text(200),
  /** EI, SARL, SAS... */
  legalForm: text(100),
  /** Registered office, or the establishment. */
  publisherAddress: text(300),
  /** Share capital, companies only. */
  capital: text(100),
  /** « RCS Tours », « RNE 37 ». */
  registration: text(100),
  vatNumber: text(20),
  /** « TVA non applicable, art. 293 B du CGI ». */
  vatExempt: z.boolean().optional(),
  publicationDirector: text(200),
  /** Where there is one beside the director. */
  editorInCharge: text(200),
  /** Regulated trades: the body, the title and where it was granted. */
  regulatedProfession: text(300),
  mediatorName: text(200),
  mediatorContact: text(300),
  /** Terms of sale, plain text, paragraphs parted by a blank line. */
  terms: text(30_000),
});

export type LegalNotice = z.infer<typeof legalNoticeInput>;

interface Identity {
  name: string;
  legalName?: string | null;
  addressLine?: string | null;
  postcode?: string | null;
  communeName: string;
}

/** What a register already knows; the owner completes it before the shop opens. */
export function draftLegalNotice({ name, legalName, addressLine, postcode, communeName }: Identity): LegalNotice {
  const place = [postcode, communeName].filter(Boolean).join(' ');
  return {
    publisherName: (legalName || name).slice(0, 200),
    ...(addressLine ? { publisherAddress: `${addressLine}, ${place}`.slice(0, 300) } : {}),
  };
}

/** `FR` + key + SIREN (Code général des impôts, annexe II, 215 quater). Only a proposal: small shops may be exempt. */
export function vatNumberOf(siret: string): string {
  const siren = siret.slice(0, 9);
  return `FR${String((12 + 3 * (Number(siren) % 97)) % 97).padStart(2, '0')}${siren}`;
}

/** Terms of sale to begin with, for reservations paid in the shop; the owner reads and completes them. Plain text. */
export function draftTerms(shop: Omit<Identity, 'legalName'> & { phone?: string | null }): string {
  const model = readFileSync(path.join(projectRoot, 'libs/shops/data/terms.fr.txt'), 'utf8').trim();
  const place = [shop.postcode, shop.communeName].filter(Boolean).join(' ');
  const values: Record<string, string> = {
    name: shop.name,
    address: [shop.addressLine, place].filter(Boolean).join(', '),
    contact: shop.phone ? ` (${shop.phone})` : '',
  };
  return model.replace(/\{(\w+)\}/g, (_, field: string) => values[field] ?? '');
}
