import { viewShapes, type FieldShape } from './shapes.js';

/** How a view is made up: every optional field there or not, lists of so many, flags up or down. */
export interface SampleWay {
  optional: 'given' | 'null' | 'left out';
  many: number;
  flag: boolean;
  /** Which of its words a field takes: the n-th, round and round. */
  word: number;
}

const TEXTS: [RegExp, string][] = [
  [/^(start|end|at|updatedAt)$/, '2026-11-24T14:00:00+01:00'],
  [/^date$/, '2026-11-24'],
  [/^(opens|closes)$/, '09:30'],
  [/^color$/, '#e2cfb8'],
  [/^qr$/, 'data:image/svg+xml;base64,PHN2Zy8+'],
  [/^(src|canonical|action|.*[uU]rl)$/, '/exemple'],
  [/html$/i, '<h2>Titre</h2><p>Texte</p>'],
  [/^phone$/, '0247590000'],
  [/^email$/, 'a@exemple.fr'],
  [/^lang$/, 'fr'],
];

/** A whole view of this shape, made of nothing but its types: what the theme may be given some day. */
export function sampleView(shape: string, way: SampleWay): Record<string, unknown> {
  const view: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(viewShapes()[shape] ?? {})) {
    const isAbsent = way.optional !== 'given' && (field.optional || field.nullable);
    if (isAbsent && way.optional === 'left out' && field.optional) continue;
    view[name] = isAbsent ? null : valueOf(name, field, way);
  }
  return view;
}

function valueOf(name: string, field: FieldShape, way: SampleWay): unknown {
  const { many, ...one } = field;
  if (many) return Array.from({ length: way.many }, (_, at) => unique(valueOf(name, one, way), at));
  if (field.words) return field.words[way.word % field.words.length];
  if (field.type === 'string') return TEXTS.find(([names]) => names.test(name))?.[1] ?? 'Texte';
  if (field.type === 'number') return 2;
  if (field.type === 'boolean') return way.flag;
  return sampleView(field.type, way);
}

/** Ids of a list differ, as they do in a shop. */
function unique(value: unknown, at: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const ids = Object.keys(value).filter((key) => /^(id|\w+Id)$/.test(key));
  return Object.assign(value, Object.fromEntries(ids.map((id) => [id, `n${at}`])));
}
