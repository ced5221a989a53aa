import { z } from 'zod';
import { type ClosureInput, closureInput } from '#libs/closures';
import { InvalidInputError } from '#libs/kernel';
import type { Territory } from '#libs/territory';
import { parseForm } from '../../http/form.js';

const text = z.string().catch('');
const many = z.preprocess((value) => (value === undefined ? [] : [value].flat()), z.array(z.string())).catch([]);

const typed = z.object({
  title: text,
  reason: text,
  from: text,
  until: text,
  kind: z.enum(['region', 'departement', 'epci', 'commune']).catch('region'),
  departements: many,
  epci: text,
  communes: text,
  trades: many,
  nafs: text,
  exemptTrades: many,
  exemptNafs: text,
  collection: z.enum(['door', 'none']).catch('door'),
  collectFrom: text,
  collectUntil: text,
  step: z.enum(['preview', 'apply']).catch('preview'),
});

export type TypedClosure = z.output<typeof typed>;

/** The form as it was typed, whatever was sent. */
export const typedClosure = (body: unknown): TypedClosure => typed.parse(body ?? {});

const words = (list: string): string[] =>
  list
    .split(/[\n,;]+/)
    .map((word) => word.trim())
    .filter(Boolean);

/** What the form says, as the region's orders take it. @throws InvalidInputError; errors stand at the form's fields */
export function closureOfForm(form: TypedClosure, territory: Territory): ClosureInput {
  return parseForm(closureInput, {
    title: form.title,
    reason: form.reason,
    from: form.from,
    until: form.until || null,
    territory: { kind: form.kind, codes: codesOf(form, territory) },
    trades: form.trades,
    nafs: words(form.nafs),
    exemptTrades: form.exemptTrades,
    exemptNafs: words(form.exemptNafs),
    collects: form.collection === 'door',
    collectFrom: form.collectFrom || null,
    collectUntil: form.collectUntil || null,
  });
}

function codesOf({ kind, departements, epci, communes }: TypedClosure, territory: Territory): string[] {
  if (kind === 'region') return [];
  if (kind === 'departement') return departements;
  if (kind === 'epci') return epci ? [epci] : [];
  return words(communes).map((named) => {
    const { commune } = territory.findCommune(/^\d[\dAB]\d{3}$/.test(named) ? { insee: named } : { name: named });
    if (commune === null) throw new InvalidInputError([{ path: 'communes', code: 'closures.place_unknown' }]);
    return commune.insee;
  });
}

/** Where each error of an order stands in the form. */
export function atFields(error: unknown, kind: TypedClosure['kind']): unknown {
  if (!(error instanceof InvalidInputError)) return error;
  const place = { region: 'kind', departement: 'departements', epci: 'epci', commune: 'communes' }[kind];
  return new InvalidInputError(
    error.errors.map((each) => {
      const [first = ''] = each.path.split('.');
      return { ...each, path: first === 'territory' ? place : first };
    }),
  );
}
