import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '#libs/platform';

const read = (file: string): unknown => JSON.parse(readFileSync(path.join(projectRoot, file), 'utf8'));

/** `orders.done.ready` to its sentence. */
function sentencesOf(tree: unknown, prefix = ''): [string, string][] {
  if (typeof tree === 'string') return [[prefix, tree]];
  return Object.entries(tree as object).flatMap(([key, value]) =>
    sentencesOf(value, prefix === '' ? key : `${prefix}.${key}`),
  );
}

const placeholders = (sentence: string): string => (sentence.match(/\{\w+\}/g) ?? []).sort().join(' ');

const folders = globSync('{apps/web/src,themes,libs}/**/locales/**/fr.json', { cwd: projectRoot }).map((file) =>
  path.dirname(file),
);

describe('sentences', () => {
  it('are looked for where they are', () => expect(folders.length).toBeGreaterThan(8));

  it.each(folders.sort())('of %s say the same things in French and in English', (folder) => {
    const french = sentencesOf(read(`${folder}/fr.json`));
    const english = new Map(sentencesOf(read(`${folder}/en.json`)));
    expect([...english.keys()].sort()).toEqual(french.map(([key]) => key).sort());
    const shape = (sentence: string): unknown[] => [sentence.trim() !== '', placeholders(sentence)];
    const other = french.filter(([key, sentence]) => {
      const said = english.get(key) ?? '';
      return JSON.stringify(shape(said)) !== JSON.stringify(shape(sentence));
    });
    expect(other).toEqual([]);
  });

  it.each(globSync('apps/web/src/locales/errors.*.json', { cwd: projectRoot }).sort())(
    'of %s fill in the same values in both languages',
    (file) => {
      const errors = Object.entries(read(file) as Record<string, { fr: string; en: string }>);
      const other = errors.filter(([, { fr, en }]) => placeholders(fr) !== placeholders(en));
      expect(other).toEqual([]);
    },
  );
});
