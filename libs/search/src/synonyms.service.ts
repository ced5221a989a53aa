import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { Tenancy } from '#libs/tenancy';

/** What shops of a trade call by other words. */
export interface Synonym {
  trade: string;
  lexemes: string[];
}

interface Group {
  trade: string;
  words: string[];
}

/** The groups of `libs/search/data/synonyms/<trade>.txt`. */
function readGroups(): Group[] {
  let root = import.meta.dirname;
  while (!existsSync(join(root, 'package.json')) && dirname(root) !== root) root = dirname(root);
  const folder = join(root, 'libs/search/data/synonyms');
  const files = readdirSync(folder).filter((name) => name.endsWith('.txt'));
  return files.flatMap((name) =>
    readFileSync(join(folder, name), 'utf8')
      .split('\n')
      .filter((line) => line.trim() !== '' && !line.startsWith('#'))
      .map((line) => ({
        trade: name.slice(0, -'.txt'.length),
        words: line.split(',').map((word) => word.trim().replace(/(?<=\p{L})-(?=\p{L})/gu, '')),
      })),
  );
}

/** Words that mean the same in a trade, by their lexemes. */
@Injectable()
export class Synonyms {
  private known: Promise<Map<string, Synonym[]>> | null = null;

  constructor(private readonly tenancy: Tenancy) {}

  /** Empty for most words. */
  async of(lexeme: string | undefined): Promise<Synonym[]> {
    this.known ??= this.read();
    this.known.catch(() => (this.known = null));
    return lexeme === undefined ? [] : ((await this.known).get(lexeme) ?? []);
  }

  /** The stemmer is the database's. */
  private async read(): Promise<Map<string, Synonym[]>> {
    const groups = readGroups();
    const rows = await this.tenancy.publicRead<{ word: string; lexeme: string | null }>(
      'select word, (tsvector_to_array(search_words(word)))[1] as lexeme from unnest($1::text[]) word',
      [[...new Set(groups.flatMap(({ words }) => words))]],
    );
    const lexemeOf = new Map(rows.map(({ word, lexeme }) => [word, lexeme]));
    const found = new Map<string, Synonym[]>();
    for (const { trade, words } of groups) {
      const lexemes = [...new Set(words.flatMap((word) => lexemeOf.get(word) ?? []))];
      for (const lexeme of lexemes)
        found.set(lexeme, [
          ...(found.get(lexeme) ?? []),
          { trade, lexemes: lexemes.filter((other) => other !== lexeme) },
        ]);
    }
    return found;
  }
}
