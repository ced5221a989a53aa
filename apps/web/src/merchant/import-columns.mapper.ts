import { type FileColumns, MAPPED_FIELDS } from '#libs/imports';
import type { FormView } from '../http/form.js';
import { RATES } from './import-columns.form.js';
import { rateText } from '../http/wording.js';

type Say = (key: string, values?: Record<string, unknown>) => string;

/** Columns of the table of first rows. */
const MOST_SHOWN = 12;

/** The rates of France as choices; the blank one leaves it open. */
export const rateChoices = (say: Say, chosen: unknown, open = 'vat_open') => [
  { value: '', label: say(open), isSelected: chosen == null || chosen === '' },
  ...RATES.map((value) => ({
    value,
    label: rateText(Number(value)),
    isSelected: value === String(chosen),
  })),
];

export const taxChoices = (say: Say, chosen: unknown, kinds: readonly string[]) =>
  kinds.map((value) => ({
    value,
    label: say(`tax_${value}`),
    hint: value === 'excluded' ? say('tax_excluded_hint') : undefined,
    isSelected: value === chosen,
  }));

/** The page where a merchant says what each column is; what was sent comes back as it was. */
export function columnsView(say: Say, file: FileColumns, form: FormView) {
  const { columns, mapping, rows } = file;
  const fieldOf = (column: string): string =>
    MAPPED_FIELDS.find((each) => mapping.columns[each]?.includes(column)) ?? '';
  const isSent = 'c0' in form.values;
  const tax = form.values['tax'] ?? (mapping.priceIncludesTax === false ? 'excluded' : 'included');
  return {
    isGuess: file.isGuess,
    fields: columns.map((label, i) => {
      const chosen = isSent ? form.values[`c${i}`] : fieldOf(label);
      const options = ['', ...MAPPED_FIELDS].map((value) => ({
        value,
        label: say(`field.${value || 'none'}`),
        isSelected: value === chosen,
      }));
      return {
        name: `c${i}`,
        label: unbroken(label),
        hint: samplesOf(say, rows, i),
        options,
        error: form.errors[`c${i}`],
      };
    }),
    rates: rateChoices(say, form.values['vat'] ?? mapping.vatRate),
    taxes: taxChoices(say, tax, ['included', 'excluded']),
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

function samplesOf(say: Say, rows: string[][], i: number): string {
  const samples = [...new Set(rows.map((cells) => short(cells[i] ?? '', 40)).filter(Boolean))].slice(0, 3);
  return samples.length > 0 ? say('samples', { samples: samples.join(' · ') }) : say('samples_none');
}

/** « En stock ? » stays on one line. */
const unbroken = (header: string): string => header.replace(/ (?=[?!:;])/g, '\u00a0');
