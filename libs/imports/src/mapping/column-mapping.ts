import { createHash } from 'node:crypto';
import { distinctNames, foldText, readHeaderName } from '#libs/platform';
import { MappedColumnUnknownError } from './mapping.errors.js';

/** Which columns each field is; columns go by the names that `distinctNames` gives them. */
export type MappedColumns<Field extends string> = Partial<Record<Field, string[]>>;

/** The fields a file may have, in the order in which they are offered. `several`: how many columns a field may be; one, where nothing is said. */
export interface MappedKind<Field extends string> {
  fields: readonly Field[];
  several: Partial<Record<Field, number>>;
}

/** The columns that a report adds do not make it another file. */
const ADDED = new Set(['ligne', 'motif']);

/** The same for files with the same columns, whatever their order and case. */
export function headerSignature(header: readonly string[]): string {
  const names = distinctNames(header)
    .map((name) => foldText(name))
    .filter((name) => !ADDED.has(name));
  return createHash('sha256').update(JSON.stringify(names.sort())).digest('hex');
}

/** Where each field stands in a header. @throws MappedColumnUnknownError. */
export function locateColumns<Field extends string>(
  columns: MappedColumns<Field>,
  header: readonly string[],
  { fields, several }: MappedKind<Field>,
): Map<Field, number[]> {
  const names = distinctNames(header).map((name) => foldText(name));
  const located = new Map<Field, number[]>();
  for (const field of fields) {
    const indexes = (columns[field] ?? []).slice(0, several[field] ?? 1).map((column) => {
      const index = names.indexOf(foldText(column));
      if (index < 0) throw new MappedColumnUnknownError({ column, columns: listOf(header) });
      return index;
    });
    if (indexes.length > 0) located.set(field, indexes);
  }
  return located;
}

/** The columns of a file, for a sentence. */
export const listOf = (header: readonly string[]): string =>
  distinctNames(header).slice(0, 50).join(', ').slice(0, 1000);

const plain = (text: string): string =>
  foldText(text)
    .replace(/[_./-]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

/**
 * What the columns seem to be. `words`: names of columns, folded and parted by `|`, that tell a field: the whole name, or what
 * it begins with; the surest fields first.
 */
export function guessColumns<Field extends string>(
  header: readonly string[],
  words: Partial<Record<Field, string>>,
  several: Partial<Record<Field, number>>,
): MappedColumns<Field> {
  const names = distinctNames(header);
  const keys = header.map((name) => plain(readHeaderName(name).key).replace(/ (fr|en|uk)$/, ''));
  const columns: MappedColumns<Field> = {};
  const taken = new Set<number>();
  const wishes = [sameName, beginsWith].flatMap((isSame) =>
    (Object.entries(words) as [Field, string][]).flatMap(([field, each]) =>
      columnsFor(keys, each.split('|'), isSame).map((index) => ({ field, index })),
    ),
  );
  for (const { field, index } of wishes) {
    const isFree = !taken.has(index) && (columns[field]?.length ?? 0) < (several[field] ?? 1);
    if (!isFree) continue;
    taken.add(index);
    (columns[field] ??= []).push(names[index] ?? '');
  }
  return columns;
}

type Likeness = (key: string, word: string) => boolean;
const sameName: Likeness = (key, word) => key === word || key.replace(/ ?\d+$/, '') === word;
const beginsWith: Likeness = (key, word) => key.startsWith(`${word} `);

/** In the order of the words, for the first ones are the surest. */
const columnsFor = (keys: string[], words: string[], isSame: Likeness): number[] =>
  words.flatMap((word) => keys.flatMap((key, i) => (key !== '' && isSame(key, word) ? [i] : [])));
