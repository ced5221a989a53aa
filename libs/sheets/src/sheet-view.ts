import { z } from 'zod';
import { InvalidInputError } from '#libs/kernel';

/** What the region knows of a barcode. `ean` has 14 digits, `vatRate` is in percent. */
export interface Sheet {
  ean: string;
  name: string;
  /** Sanitised. */
  descriptionHtml: string;
  brand: string | null;
  category: string | null;
  vatRate: 20 | 10 | 5.5 | 2.1 | 0;
  publicCategory: string | null;
  /** What is in one piece, for its unit price. */
  content: { amount: number; unit: 'g' | 'kg' | 'ml' | 'cl' | 'l' | 'm' | 'm2' | 'piece' } | null;
  optionNames: string[];
  optionValues: string[];
  hasPhoto: boolean;
}

const line = (most: number) => z.string().trim().min(1).max(most);

/** Fields of a sheet that a proposal may change; what is left out stays. */
const sheetChanges = z
  .strictObject({
    name: line(300),
    descriptionHtml: z.string().max(50_000),
    brand: line(200),
    category: line(200),
    vatRate: z.literal([20, 10, 5.5, 2.1, 0]),
  })
  .partial();

export type SheetChanges = z.output<typeof sheetChanges>;

export interface SheetProposal {
  proposalId: string;
  /** 14 digits. */
  ean: string;
  /** As the sheet is now. */
  name: string;
  /** `photo`: the id of a copy of a shop's photo. */
  changes: SheetChanges & { photo?: string };
  createdAt: string;
}

/** @throws InvalidInputError */
export function checkChanges(changes: unknown): SheetChanges {
  const result = sheetChanges.safeParse(changes);
  if (result.success) return result.data;
  throw new InvalidInputError(result.error.issues.map(({ path }) => ({ path: path.join('.'), code: 'sheets.field' })));
}

/** The fields of `wanted` that the sheet does not say already. */
export function differences(sheet: Sheet, wanted: SheetChanges): SheetChanges {
  return Object.fromEntries(
    Object.entries(wanted).filter(([field, value]) => value !== sheet[field as keyof SheetChanges]),
  );
}
