import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { projectRoot } from '#libs/platform';

const VOID = new Set('area base br col embed hr img input link meta source track wbr'.split(' '));
/** What people read or hear of an element beside its text. */
const SPOKEN = /\s(?:aria-label|placeholder|title|alt|content|data-[a-z-]+)="([^"]*)"/g;
const FRENCH =
  /(?:^|[\s«’(])(?:vous|votre|vos|les|la|le|des|du|une|est|sont|pour|avec|dans|sur|pas|ne|aux?|et|ou|par|ce|cette|qui|que)(?=[\s’,.;:!?»)]|$)/;
const KEY = /^(?!.*\.(?:csv|xlsx|xml)$)[a-z][a-z_]*(?:\.[a-z_0-9]+)+$/;
/** Words that an English sentence quotes. */
const QUOTED = /“[^”]*”/g;
/** So much of a text that people wrote is enough to know it again. */
const BEGINNING = 18;
/** Said to customers, in French, whoever reads the page. */
const FOR_CUSTOMERS = /(?:poster\.share_text|photo\.alt_draft)$/;

/** The texts of a page that are not marked as French, in order; code and style are none. */
export function textsOf(html: string): string[] {
  const found: string[] = [];
  const open: { name: string; isFrench: boolean }[] = [];
  for (const [, end, name = '', attributes = '', text] of html.matchAll(
    /<(\/?)([a-z][\w-]*)((?:"[^"]*"|[^">])*)>|([^<]+)/gi,
  )) {
    const inside = open.at(-1);
    if (text !== undefined) {
      if (!inside?.isFrench && !/^(?:script|style)$/.test(inside?.name ?? '')) found.push(text);
    } else if (end) {
      const at = open.findLastIndex((each) => each.name === name);
      if (at !== -1) open.length = at;
    } else {
      const isFrench = / lang="fr"/.test(attributes) || (!/ lang="/.test(attributes) && (inside?.isFrench ?? false));
      if (!isFrench) found.push(...[...attributes.matchAll(SPOKEN)].map(([, spoken = '']) => spoken));
      if (!VOID.has(name)) open.push({ name, isFrench });
    }
  }
  return [...new Set(found.map(plain))].filter((text) => /\p{L}{2}/u.test(text));
}

const plain = (text: string): string =>
  text
    .replace(/&(?:#39|#x27|apos);/g, '’')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&')
    .replaceAll("'", '’')
    .replace(/\s+/g, ' ')
    .trim();

/** `orders.done.ready` to its sentence. */
function sentencesOf(tree: unknown, prefix = ''): [string, string][] {
  if (typeof tree === 'string') return [[prefix, plain(tree)]];
  return Object.entries(tree as object).flatMap(([key, value]) => sentencesOf(value, `${prefix}.${key}`));
}

const patternOf = (sentence: string): RegExp =>
  new RegExp(`^${sentence.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{\w+\}/g, '.*?')}$`);

/** Sentences that are said otherwise in English, as patterns of what a French page says. */
function frenchSentences(): { wrong: RegExp[]; forCustomers: RegExp[] } {
  const files = globSync('{apps/web/src,themes/base}/**/locales/**/fr.json', { cwd: projectRoot });
  const read = (file: string) => sentencesOf(JSON.parse(readFileSync(path.join(projectRoot, file), 'utf8')));
  const english = files.flatMap((file) => read(file.replace(/fr\.json$/, 'en.json')));
  const isEnglish = new Set(english.map(([, sentence]) => sentence));
  const french = files.flatMap(read).filter(([, sentence]) => !isEnglish.has(sentence));
  const patterns = (isWanted: (key: string) => boolean): RegExp[] =>
    french
      .filter(([key, said]) => isWanted(key) && said.replace(/\{\w+\}/g, '').length > (said.includes('{') ? 12 : 3))
      .map(([, said]) => patternOf(said));
  return {
    wrong: patterns((key) => !FOR_CUSTOMERS.test(key)),
    forCustomers: patterns((key) => FOR_CUSTOMERS.test(key)),
  };
}

/** Everything that people have written: names, notes, whole texts. */
async function writtenBy(adminUrl: string): Promise<string> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  const { rows: tables } = await client.query<{ name: string }>(
    "select format('%I', relname) as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')",
  );
  const texts = await Promise.all(
    tables.map(({ name }) => client.query<{ row: string }>(`select t::text as row from ${name} t`)),
  );
  await client.end();
  return texts
    .flatMap(({ rows }) => rows.map(({ row }) => plain(row.replaceAll('""', '"').replace(/<[^>]*>/g, ' '))))
    .join('\n');
}

/** Answers what is French, or a bare key, on a page in English. `given`: texts that came in otherwise: files, names of places. */
export async function englishFaults(adminUrl: string, given: string[]): Promise<(html: string) => string[]> {
  const { wrong, forCustomers } = frenchSentences();
  const written = `${await writtenBy(adminUrl)}\n${given.map(plain).join('\n')}`;
  const isWritten = (text: string): boolean =>
    text
      .split(/ [·–×|(] |[(),;:\n]/)
      .every((piece) => !FRENCH.test(piece) || written.includes(piece.trim().slice(0, BEGINNING)));
  return (html) =>
    textsOf(html)
      .map((text) => text.replace(QUOTED, ' '))
      .filter((text) => !forCustomers.some((pattern) => pattern.test(text)))
      .filter(
        (text) =>
          KEY.test(text) || wrong.some((pattern) => pattern.test(text)) || (FRENCH.test(text) && !isWritten(text)),
      );
}
