import { z } from 'zod';
import { InvalidInputError } from '#libs/kernel';
import {
  foundingIdentityInput,
  hasCapital,
  LEGAL_FORMS,
  legalNoticeInput,
  MEDIATORS,
  siretInput,
  slugInput,
  tradeInput,
} from '#libs/shops';
import type { Territory } from '#libs/territory';

export const accountForm = z.object({
  name: z.string().trim().min(1).max(200),
  email: z.string().trim().min(3).max(254),
  password: z.string().max(400).default(''),
});

export const tokenForm = z.object({ jeton: z.string().max(200).default('') });

export const siretForm = z.object({ siret: siretInput });

/** The search for whoever does not have the SIRET at hand. */
export const searchForm = z.object({
  nom: z.string().trim().max(200).default(''),
  commune: z.string().trim().max(200).default(''),
});

export const codeForm = siretForm.extend({ code: z.string().trim().min(1).max(40) });

export const requestForm = siretForm.extend({ note: z.string().trim().min(1).max(1000) });

/** `postcode` and `commune` are read by `communeOfForm`, and only while there is no shop yet. */
export const identityForm = foundingIdentityInput.extend({
  postcode: z.string().trim().max(10).default(''),
  commune: z.string().trim().max(200).default(''),
});

export const tradeForm = z.object({ trade: tradeInput, slug: slugInput });

export const slugForm = z.object({ slug: slugInput });

export const photoForm = z.object({ alt: z.string().trim().max(300).default('') });

const OTHER = 'autre';
const LATER = 'plus-tard';

/** Confirms what is drafted; a mediator from the list brings its address. */
export const legalForm = z
  .object({
    publisherName: z.string().trim().min(1).max(200),
    legalForm: z.enum(LEGAL_FORMS, { error: 'shops.legal_form_missing' }),
    capital: z.string().trim().max(100).default(''),
    publisherAddress: z.string().trim().min(1).max(300),
    registration: z.string().trim().min(1).max(100),
    publicationDirector: z.string().trim().min(1).max(200),
    vat: z.enum(['number', 'exempt'], { error: 'shops.vat_missing' }),
    vatNumber: z.string().trim().max(20).default(''),
    mediator: z.enum([...MEDIATORS.map(({ code }) => code), OTHER, LATER], { error: 'shops.mediator_missing' }),
    mediatorName: z.string().trim().max(200).default(''),
    mediatorContact: z.string().trim().max(300).default(''),
  })
  .superRefine((form, context) => {
    const need = (path: 'capital' | 'vatNumber' | 'mediatorName' | 'mediatorContact') => {
      if (form[path] === '') context.addIssue({ code: 'custom', path: [path], message: 'field.required' });
    };
    if (hasCapital(form.legalForm)) need('capital');
    if (form.vat === 'number') need('vatNumber');
    if (form.mediator === OTHER) ['mediatorName' as const, 'mediatorContact' as const].forEach(need);
  })
  .transform(({ vat, vatNumber, mediator, mediatorName, mediatorContact, ...notice }) => {
    const listed = MEDIATORS.find(({ code }) => code === mediator);
    const isLater = mediator === LATER;
    return legalNoticeInput.parse({
      ...notice,
      vatExempt: vat === 'exempt',
      vatNumber: vat === 'exempt' ? '' : vatNumber,
      mediatorName: listed?.name ?? (isLater ? '' : mediatorName),
      mediatorContact: listed?.contact ?? (isLater ? '' : mediatorContact),
    });
  });

/** The commune that was typed. @throws InvalidInputError at the field `commune` when it is none, several, or of another region. */
export function communeOfForm(territory: Territory, { postcode, commune }: { postcode: string; commune: string }) {
  const found = territory.findCommune({ postcode, name: commune });
  if (found.commune) return found.commune;
  const refuse = (code: string, details: Record<string, unknown> = {}): never => {
    throw new InvalidInputError([{ path: 'commune', code, details }]);
  };
  if (found.reason === 'commune_outside_region') {
    return refuse('shops.commune_outside', { region: found.region.name, own: territory.region.name });
  }
  if (found.reason === 'commune_missing') return refuse('field.required');
  const names = territory.communes.filter(({ postcodes }) => postcodes.includes(postcode)).map(({ name }) => name);
  if (names.length > 1) return refuse('shops.commune_ambiguous', { names: names.slice(0, 12).join(', ') });
  return refuse('shops.commune_unknown');
}
