import { Injectable } from '@nestjs/common';
import { Tenancy } from '#libs/tenancy';
import { bestCandidate, type Candidate } from './spelling.js';

/** What one typed word is searched as. */
export interface WordMeaning {
  typed: string;
  /** Any of them must be there: one lexeme, those a beginning may become, or none when nothing is known. */
  lexemes: string[];
  /** At most this many documents hold it. */
  n: number;
  /** The word meant instead, as people write it; null when it was understood as typed. */
  correction: string | null;
}

interface WordFacts {
  word: string;
  lexeme: string | null;
  n: number;
  completions: string[] | null;
  /** Documents that hold one of the completions, at most. */
  completed: number | null;
  candidates: Candidate[] | null;
}

/** Remembered this long: only how frequent a word is, never that it is unknown. */
const REMEMBER_MS = 60_000;
const REMEMBER_WORDS = 5_000;

/** What typed words mean in the vocabulary of what is published. */
@Injectable()
export class Vocabulary {
  private readonly known = new Map<string, { meaning: WordMeaning | null; until: number }>();

  constructor(private readonly tenancy: Tenancy) {}

  /** In the order typed, words that say nothing (« le », « de ») left out. `words` as `queryWords` gives them. */
  async meanings(words: string[]): Promise<WordMeaning[]> {
    const now = Date.now();
    const asked = [...new Set(words)].filter((word) => (this.known.get(word)?.until ?? 0) < now);
    const found = new Map<string, WordMeaning | null>();
    if (asked.length > 0) {
      const rows = await this.tenancy.publicRead<WordFacts>('select * from search_word_facts($1)', [asked]);
      for (const facts of rows) found.set(facts.word, this.learn(facts, now + REMEMBER_MS));
    }
    return words
      .map((word) => (found.has(word) ? found.get(word) : this.known.get(word)?.meaning))
      .filter((meaning) => meaning !== null && meaning !== undefined);
  }

  private learn(facts: WordFacts, until: number): WordMeaning | null {
    const meaning = meaningOf(facts);
    if (meaning === null || facts.n > 0) {
      if (this.known.size >= REMEMBER_WORDS) this.known.clear();
      this.known.set(facts.word, { meaning, until });
    }
    return meaning;
  }
}

function meaningOf({ word, lexeme, n, completions, completed, candidates }: WordFacts): WordMeaning | null {
  if (lexeme === null) return null;
  if (n > 0) return { typed: word, lexemes: [lexeme], n, correction: null };
  if (completions) return { typed: word, lexemes: completions, n: completed ?? 0, correction: null };
  const best = bestCandidate(word, candidates ?? []);
  if (best) return { typed: word, lexemes: [best.lexeme], n: best.n, correction: best.label };
  return { typed: word, lexemes: [], n: 0, correction: null };
}
