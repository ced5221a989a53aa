import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ProductInput } from '#libs/catalog';

/** The naughty strings and the script payloads of a corpus folder, each once. */
export function words(folder: string): string[] {
  const naughty = JSON.parse(readFileSync(path.join(folder, 'strings', 'blns.json'), 'utf8')) as string[];
  const scripts = ['IntrudersXSS.txt', 'JHADDIX_XSS.txt'].flatMap((file) =>
    readFileSync(path.join(folder, 'xss', file), 'utf8').split(/\r?\n/),
  );
  return [...new Set([...naughty, ...scripts])];
}

export const chunks = <T>(list: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, at) => list.slice(at * size, (at + 1) * size));

/** As one line of a form comes out: no control character, no blank at the ends. */
const line = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();

/** As many as fit into a line of so many characters, one after another. */
export function packed(list: readonly string[], most: number): string[] {
  const lines: string[] = [];
  for (const word of list.map((one) => one.trim()).filter((one) => one !== '' && one.length <= most)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < most) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

const MOST = { name: 300, option: 100, category: 200 };

/**
 * Products whose names and categories are the words, a few of them in each line; the first ones hold them as options and
 * in descriptions too. `refused`: no name at all, or too long a one.
 */
export function productsOf(hostile: readonly string[]): { accepted: ProductInput[]; refused: ProductInput[] } {
  const lines = [...new Set(hostile.map(line))].filter((text) => text !== '');
  const options = chunks(
    lines.filter((text) => text.length <= MOST.option),
    10,
  );
  const texts = chunks(hostile, 10);
  const long = lines.filter((text) => text.length > MOST.category && text.length <= MOST.name);
  const names = [...packed(lines, MOST.category), ...long];
  const accepted = names.map((name, at) => ({
    name,
    category: name.length <= MOST.category ? name : null,
    descriptionHtml: texts[at]?.join('\n') ?? '',
    published: true,
    optionNames: options[at] ? ['Choix'] : [],
    variants: (options[at] ?? [null]).map((option) => ({
      options: option === null ? [] : [option],
      priceCents: 1250,
      onHand: 3,
    })),
  }));
  const refused = hostile.filter((text) => line(text) === '' || text.length > MOST.name);
  return { accepted, refused: refused.map((name) => ({ name, variants: [{ priceCents: 1250 }] })) };
}
