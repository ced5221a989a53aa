import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { projectPath } from '../assets.js';
import { SentenceBook } from '../sentences.js';
import { type Findings, lineOf } from './findings.js';
import { parseJson, type ThemeFolder } from './theme-folder.js';

const LOCALES = ['fr', 'en'] as const;

interface Language {
  file: string;
  text: string;
  /** Null: the file cannot be used. */
  sentences: Map<string, string> | null;
}

/** T051 to T054. Answers whether the sentences can be loaded. */
export function checkLocales(folder: ThemeFolder, findings: Findings): boolean {
  const [fr, en] = LOCALES.map((locale) => readLanguage(folder.dir, locale, findings)) as [Language, Language];
  checkUnused(fr, folder, findings);
  checkPair(fr, en, findings);
  return fr.sentences !== null && en.sentences !== null;
}

function readLanguage(dir: string, locale: string, findings: Findings): Language {
  const file = path.join('locales', `${locale}.json`);
  const full = path.join(dir, file);
  const text = existsSync(full) ? readFileSync(full, 'utf8') : '';
  const tree = parseJson(text);
  const sentences = new Map<string, string>();
  const wrong = isTree(tree) ? flatten(tree, '', sentences) : [file];
  for (const key of wrong) findings.add('T054', file, lineOf(text, `"${key.split('.').at(-1)}"`), key);
  return { file, text, sentences: wrong.length === 0 ? sentences : null };
}

const isTree = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Fills `into` and answers the keys that hold no sentence. */
function flatten(tree: Record<string, unknown>, prefix: string, into: Map<string, string>): string[] {
  return Object.entries(tree).flatMap(([key, value]) => {
    if (isTree(value)) return flatten(value, `${prefix}${key}.`, into);
    if (typeof value !== 'string' || value.trim() === '') return [prefix + key];
    into.set(prefix + key, value);
    return [];
  });
}

function checkPair(fr: Language, en: Language, findings: Findings): void {
  if (!fr.sentences || !en.sentences) return;
  const values = (sentence: string): string => [...new Set(sentence.match(/\{\w+\}/g) ?? [])].sort().join(' ');
  for (const [one, other] of [
    [fr, en],
    [en, fr],
  ] as const) {
    for (const key of one.sentences!.keys()) if (!other.sentences!.has(key)) findings.add('T051', other.file, 1, key);
  }
  for (const [key, sentence] of fr.sentences) {
    const english = en.sentences.get(key);
    // « Une boutique » counts without showing the number.
    const isPluralForm = /\.(zero|one)$/.test(key);
    if (english === undefined || isPluralForm || values(english) === values(sentence)) continue;
    findings.add('T052', en.file, lineOfKey(en, key), `${key}: ${values(sentence)} / ${values(english)}`);
  }
}

const lineOfKey = ({ text, sentences }: Language, key: string): number =>
  lineOf(text, JSON.stringify(sentences?.get(key) ?? key));

/**
 * A sentence of the house in the theme's own words is used by the house. A key built at run time (`t (concat "state." x)`) uses every key that
 * starts with the same words.
 */
function checkUnused({ file, text, sentences }: Language, { templates }: ThemeFolder, findings: Findings): void {
  const written = templates.flatMap(({ text }) =>
    [...text.matchAll(/"([\w.-]+)"|'([\w.-]+)'/g)].map((m) => m[1] ?? m[2]!),
  );
  const whole = new Set(written);
  const starts = written.filter((word) => word.endsWith('.'));
  const house = new SentenceBook([projectPath('themes', 'base', 'locales')]);
  for (const key of sentences?.keys() ?? []) {
    const plural = key.replace(/\.(zero|one|other)$/, '');
    const isUsed =
      house.has(key) || whole.has(key) || whole.has(plural) || starts.some((start) => key.startsWith(start));
    if (!isUsed) findings.add('T053', file, lineOf(text, `"${plural.split('.').at(-1)}"`), key);
  }
}
