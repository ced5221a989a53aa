import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS, type Settings } from '#libs/platform';
import { Tenancy } from '#libs/tenancy';
import { allTrades, loadTerritory } from '#libs/territory';
import { matchText } from './match-query.js';
import { queryWords } from './query-words.js';
import type { Suggestion } from './search-result.js';
import { Vocabulary } from './vocabulary.service.js';

const MOST = 8;
const MOST_WORDS = 4;
const MOST_SHOPS = 2;
const MOST_COMMUNES = 2;

/** What a visitor may want to type next. */
@Injectable()
export class Suggestions {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly vocabulary: Vocabulary,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Up to 8 completions: words first, then trades, shops and communes. Empty for blank text or more than 200 characters. */
  async suggest(text: string): Promise<Suggestion[]> {
    const words = text.length > 200 ? [] : queryWords(text);
    const last = words.at(-1);
    if (last === undefined) return [];
    const before = words.slice(0, -1);
    const [completions, shops] = await Promise.all([this.words(before, last), this.shops(words)]);
    const communes = this.communes(text);
    const others = [...trades(words), ...shops, ...communes];
    const places = new Set(communes.map(({ label }) => queryWords(label).join(' ')));
    const own = completions.filter(({ label }) => !places.has(queryWords(label).join(' ')));
    return [...own.slice(0, Math.max(MOST_WORDS, MOST - others.length)), ...others].slice(0, MOST);
  }

  private async words(before: string[], last: string): Promise<Suggestion[]> {
    const meanings = await this.vocabulary.meanings(before);
    const known = meanings.flatMap((word) => (word.lexemes.length === 1 ? word.lexemes : []));
    const rows = await this.tenancy.replicaRead<Completion>(
      'select label, lexeme from search_completions($1, $2, $3)',
      [last, known, MOST * 2],
    );
    const typed = meanings.map((word) => word.correction ?? word.typed);
    return onePerLexeme(rows).map((row): Suggestion => ({
      kind: 'words',
      label: [...typed, row.label].join(' '),
      value: null,
    }));
  }

  private async shops(words: string[]): Promise<Suggestion[]> {
    if (words.join('').length < 2) return [];
    const text = matchText({ all: [{ marker: 'kind=shop' }, ...words.map((beginning) => ({ beginning }))] });
    const rows = await this.tenancy.replicaRead<{ name: string; slug: string }>(SHOPS_SQL, [text, MOST_SHOPS]);
    return rows.map((row): Suggestion => ({ kind: 'shop', label: row.name, value: row.slug }));
  }

  private communes(text: string): Suggestion[] {
    const found = loadTerritory(this.settings.regionCode).suggestCommunes(text, MOST_COMMUNES);
    return found.map(({ commune, label }): Suggestion => ({ kind: 'commune', label, value: commune.insee }));
  }
}

interface Completion {
  label: string;
  lexeme: string;
}

/** Of « chaussure » and « chaussures » the more frequent one. */
const onePerLexeme = (rows: Completion[]): Completion[] =>
  rows.filter((row, place) => rows.findIndex((other) => other.lexeme === row.lexeme) === place);

function trades(words: string[]): Suggestion[] {
  return allTrades()
    .filter(({ code, labelFr }) => {
      if (code === 'autres') return false;
      const label = queryWords(labelFr);
      return words.every((word) => label.some((part) => part.startsWith(word)));
    })
    .slice(0, 2)
    .map(({ code, labelFr }): Suggestion => ({ kind: 'category', label: labelFr, value: code }));
}

const SHOPS_SQL = `select s.name, s.slug from search_named_shops($1::tsquery, $2) s`;
