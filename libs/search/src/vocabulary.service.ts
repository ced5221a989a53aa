import { Injectable } from '@nestjs/common';
import { Engines } from './engines.service.js';
import { Synonyms } from './synonyms.service.js';
import { meaningOf, type WordFacts, type WordMeaning, wideMeaningOf, withOthers } from './word-meaning.js';

/** Remembered this long: only how frequent a word is, never that it is unknown. */
const REMEMBER_MS = 60_000;
const REMEMBER_WORDS = 5_000;

/** What typed words mean in the vocabulary of what is published. */
@Injectable()
export class Vocabulary {
  private readonly known = new Map<string, { meaning: WordMeaning | null; until: number }>();

  constructor(
    private readonly engines: Engines,
    private readonly synonyms: Synonyms,
  ) {}

  /** In the order typed, words that say nothing (« le », « de ») left out. `words` as `queryWords` gives them. */
  async meanings(words: string[]): Promise<WordMeaning[]> {
    const now = Date.now();
    const asked = [...new Set(words)].filter((word) => (this.known.get(word)?.until ?? 0) < now);
    const found = new Map<string, WordMeaning | null>();
    if (asked.length > 0) {
      const rows = await this.engines.current().wordFacts(asked, false);
      for (const facts of rows) found.set(facts.word, await this.learn(facts, now + REMEMBER_MS));
    }
    const meanings = words
      .map((word) => (found.has(word) ? found.get(word) : this.known.get(word)?.meaning))
      .filter((meaning) => meaning !== null && meaning !== undefined);
    return withOthers(meanings);
  }

  /** Everything the words may stand for: mistakes in words that exist, beginnings in the last one. */
  async wideMeanings(words: string[]): Promise<WordMeaning[]> {
    const rows = await this.engines.current().wordFacts([...new Set(words)], true);
    const facts = new Map(rows.map((row) => [row.word, row]));
    return words.flatMap((word, place) => {
      const known = facts.get(word);
      const meaning = known ? wideMeaningOf(known, place === words.length - 1) : null;
      return meaning ? [meaning] : [];
    });
  }

  private async learn(facts: WordFacts, until: number): Promise<WordMeaning | null> {
    const own = facts.n > 0 || facts.lexeme === null ? [] : await this.synonyms.of(facts.lexeme);
    const meaning = meaningOf(own.length > 0 ? { ...facts, n: 1, spelled: true } : facts);
    const synonyms = meaning?.correction === null ? await this.synonyms.of(meaning.lexemes[0]) : [];
    if (meaning && synonyms.length > 0) meaning.synonyms = synonyms;
    if (meaning === null || facts.n > 0) {
      if (this.known.size >= REMEMBER_WORDS) this.known.clear();
      this.known.set(facts.word, { meaning, until });
    }
    return meaning;
  }
}
