import type { FileColumns, MappedColumns, MappedKind } from '#libs/imports';
import { type FieldError, InvalidInputError } from '#libs/kernel';
import type { FormView } from './form.js';

/** `label`: what a field is called; `say`: the sentences that all imports share. */
interface Words {
  label: (field: string) => string;
  say: (key: string, values?: Record<string, unknown>) => string;
}

/** Columns of the table of first rows. */
const MOST_SHOWN = 12;

/**
 * The page of columns as it was sent: `c0`, `c1`... are the fields of the columns in their order. @throws InvalidInputError when
 * a field is given to too many columns, or none is the name.
 */
export function readColumns<Field extends string>(
  columns: readonly string[],
  body: unknown,
  { fields, several }: MappedKind<Field>,
): MappedColumns<Field> {
  const sent = (body ?? {}) as Record<string, unknown>;
  const found: MappedColumns<Field> = {};
  const errors: FieldError[] = [];
  columns.forEach((column, i) => {
    const field = fields.find((each) => each === sent[`c${i}`]);
    if (field === undefined) return;
    const named = (found[field] ??= []);
    if (named.length < (several[field] ?? 1)) named.push(column);
    else errors.push({ path: `c${i}`, code: 'imports.field_twice', details: { most: several[field] ?? 1 } });
  });
  if (!('name' in found))
    errors.push({
      path: 'c0',
      code: 'imports.mapping_without_name',
      details: { columns: columns.slice(0, 20).join(', ') },
    });
  if (errors.length > 0) throw new InvalidInputError(errors);
  return found;
}

/** A select for each column with what stands in its first rows, and these rows as a table; what was sent comes back as it was. */
export function columnsView<Field extends string>(
  file: FileColumns<{ columns: MappedColumns<Field> }>,
  form: FormView,
  { fields }: MappedKind<Field>,
  { label: labelOf, say }: Words,
) {
  const { columns, mapping, rows } = file;
  const fieldOf = (column: string): string => fields.find((each) => mapping.columns[each]?.includes(column)) ?? '';
  const isSent = 'c0' in form.values;
  return {
    isGuess: file.isGuess,
    fields: columns.map((label, i) => {
      const chosen = isSent ? form.values[`c${i}`] : fieldOf(label);
      const options = ['', ...fields].map((value) => ({
        value,
        label: labelOf(value || 'none'),
        isSelected: value === chosen,
      }));
      const hint = samplesOf(say, rows, i);
      return { name: `c${i}`, label: unbroken(label), hint, options, error: form.errors[`c${i}`] };
    }),
    table: {
      columns: columns.slice(0, MOST_SHOWN).map((label) => ({ label: unbroken(label) })),
      rows: rows.map((cells) => ({
        cells: columns
          .slice(0, MOST_SHOWN)
          .map((label, i) => ({ label: unbroken(label), text: short(cells[i] ?? '', 80) })),
      })),
    },
  };
}

const short = (text: string, most: number): string => {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
};

function samplesOf(say: Words['say'], rows: string[][], i: number): string {
  const samples = [...new Set(rows.map((cells) => short(cells[i] ?? '', 40)).filter(Boolean))].slice(0, 3);
  return samples.length > 0 ? say('import.samples', { samples: samples.join(' · ') }) : say('import.samples_none');
}

/** « En stock ? » stays on one line. */
const unbroken = (header: string): string => header.replace(/ (?=[?!:;])/g, '\u00a0');
