import { Injectable } from '@nestjs/common';
import type { Temporal } from 'temporal-polyfill';
import { Tenancy } from '#libs/tenancy';
import type { CountAnswer, PageWish, SearchEngine } from '../search-engine.js';
import { filtersJson, planText, type SearchPlan, type Understood } from '../search-plan.js';
import type { CountRow, PageRow } from '../search-sql.js';
import type { WordFacts } from '../word-meaning.js';
import { countFacets } from './count-facets.js';
import { CARDS_SQL, STEMS_SQL } from './memory-sql.js';
import type { Matching } from './matching.js';
import type { Card } from './recent-cards.js';
import { type Placed, rankPage } from './rank-page.js';
import { SearchMemory } from './search-memory.js';

interface Stem {
  word: string;
  lexeme: string | null;
  sound: string;
}

/** Counts of so many matches are remembered for two seconds. */
const MANY = 20_000;
const REMEMBER_MS = 2_000;
const REMEMBER_MOST = 500;
const STEMS_KEPT = 20_000;
const BEGINNINGS = 40;
const CANDIDATES = { mistake: 60, sound: 20, similar: 15 };

/** Answers from a copy of the index in memory; only what a card shows of its twenty results is read from the database. */
@Injectable()
export class MemoryEngine implements SearchEngine {
  private memory: SearchMemory | null = null;
  private readonly counted = new Map<string, { rows: CountRow[]; until: number }>();
  private last: { plan: SearchPlan; matching: Matching } | null = null;
  private readonly stems = new Map<string, Stem>();

  constructor(private readonly tenancy: Tenancy) {}

  get isReady(): boolean {
    return this.memory !== null;
  }

  /** The copy from which answers are given from now on; null: none is trusted. */
  serve(memory: SearchMemory | null): void {
    this.memory = memory;
    this.counted.clear();
    this.last = null;
  }

  async page(plan: SearchPlan, wish: PageWish, at: Temporal.Instant): Promise<PageRow[]> {
    const memory = this.served();
    const { placed, candidates } = rankPage(memory, this.matching(plan), plan, wish, at);
    const cards = await this.cardsOf(memory, placed);
    return placed.flatMap((place): PageRow[] => {
      const card = cards.get(memory.documents.ids[place.document]!);
      return card ? [toRow(memory, place, card, candidates)] : [];
    });
  }

  async count(plan: SearchPlan, _: Understood | null, at: Temporal.Instant): Promise<CountAnswer> {
    return { rows: this.countRows(plan, at), isExact: true, isSampled: false };
  }

  async wordFacts(words: readonly string[], wide: boolean): Promise<WordFacts[]> {
    const memory = this.served();
    const stems = await this.stemsOf(words);
    return words.map((word) => factsOf(memory, stems.get(word)!, wide));
  }

  /** Those shown lately are remembered until they change. */
  private async cardsOf(
    { documents, shops, cards }: SearchMemory,
    placed: readonly Placed[],
  ): Promise<Map<string, Card>> {
    const found = new Map<string, Card>();
    const unknown: number[] = [];
    for (const { document } of placed) {
      const card = cards.get(document);
      if (card) found.set(card.document_id, card);
      else unknown.push(document);
    }
    if (unknown.length === 0) return found;
    const numbers = new Map(unknown.map((document) => [documents.ids[document]!, document]));
    const asOf = cards.version;
    const rows = await this.tenancy.replicaRead<Card>(CARDS_SQL, [
      unknown.map((document) => shops.all[documents.shop.values[document]!]!.shop_id),
      [...numbers.keys()],
    ]);
    for (const card of rows) {
      found.set(card.document_id, card);
      cards.set(numbers.get(card.document_id)!, card, asOf);
    }
    return found;
  }

  private countRows(plan: SearchPlan, at: Temporal.Instant): CountRow[] {
    const memory = this.served();
    const key = planText(plan.counted) + filtersJson(plan);
    const known = this.counted.get(key);
    if (known && known.until > Date.now()) return known.rows;
    const { rows, visited } = countFacets(memory, this.matching(plan), plan, at);
    if (visited > MANY) {
      if (this.counted.size >= REMEMBER_MOST) this.counted.clear();
      this.counted.set(key, { rows, until: Date.now() + REMEMBER_MS });
    }
    return rows;
  }

  /** Page and counts of one question share what it has worked out. */
  private matching(plan: SearchPlan): Matching {
    if (this.last?.plan !== plan) this.last = { plan, matching: this.served().matching() };
    return this.last.matching;
  }

  /** The stemmer is the database's; a word has the same stem for ever. */
  private async stemsOf(words: readonly string[]): Promise<ReadonlyMap<string, Stem>> {
    const memory = this.served();
    const unknown = words.filter((word) => !this.stems.has(word) && !memory.words.get(word));
    if (unknown.length > 0) {
      if (this.stems.size + unknown.length > STEMS_KEPT) this.stems.clear();
      for (const stem of await this.tenancy.replicaRead<Stem>(STEMS_SQL, [unknown])) this.stems.set(stem.word, stem);
    }
    return new Map(words.map((word) => [word, memory.words.get(word) ?? this.stems.get(word)!]));
  }

  private served(): SearchMemory {
    if (!this.memory) throw new Error('The copy of the index is not loaded');
    return this.memory;
  }
}

/** The answer of `search_word_facts`. */
function factsOf({ words, documents }: SearchMemory, { word, lexeme, sound }: Stem, wide: boolean): WordFacts {
  const exists = (known: { lexeme: string }): boolean => documents.postings.count(known.lexeme, documents.alive) > 0;
  const n = lexeme === null ? 0 : documents.postings.count(lexeme, documents.alive);
  const spelled = words.get(word) !== undefined;
  const isAsked = lexeme !== null && (wide || n === 0 || !spelled);
  const beginnings = isAsked && word.length >= 2 ? words.beginning(word, BEGINNINGS).filter(exists) : [];
  const meant = new Set(
    isAsked && word.length >= 3
      ? [
          ...words.oneMistake(word, CANDIDATES.mistake),
          ...words.soundingAs(sound, CANDIDATES.sound),
          ...words.similar(word, CANDIDATES.similar),
        ].filter(exists)
      : [],
  );
  const candidates = [...meant].map((known) => ({ ...known, same_sound: known.sound === sound }));
  return {
    word,
    lexeme,
    n,
    spelled,
    beginnings: beginnings.length > 0 ? beginnings : null,
    candidates: candidates.length > 0 ? candidates : null,
  };
}

function toRow({ documents, shops }: SearchMemory, place: Placed, card: Card, candidates: number): PageRow {
  const shop = shops.all[documents.shop.values[place.document]!]!;
  const { document_id: id, ...shown } = card;
  return {
    ...shown,
    id,
    collectable_from: place.start === null ? null : new Date(place.start),
    slug: shop.slug,
    name: shop.name,
    state: shop.state,
    trade: shop.trade,
    commune_name: shop.commune_name,
    commune_insee: shop.commune_insee,
    lat: shop.lat,
    lon: shop.lon,
    km: place.away,
    candidates,
  };
}
