import { type Candidate, type Guess, guesses, type KnownWord, oftenness } from './spelling.js';

import type { Synonym } from './synonyms.service.js';

/** A word as titles are compared with it: written so, without its plural, its stem. */
export interface WordForm {
  w: string;
  p: string;
  s: string;
  /** What else may have been meant; null: nothing. */
  a: string | null;
}

/** What one typed word is searched as. */
export interface WordMeaning {
  typed: string;
  /** Any of them must be there: one lexeme, those a beginning may become, or none when nothing is known. */
  lexemes: string[];
  /** At most this many documents hold it. */
  n: number;
  /** The word meant instead, as people write it; null when it was understood as typed. */
  correction: string | null;
  form: WordForm;
  /** What else may have been meant, the most probable first. */
  others: Guess[];
  /** What shops of a trade call the same thing; counts in that trade alone. */
  synonyms?: Synonym[];
}

/** As `search_word_facts` answers. */
export interface WordFacts {
  word: string;
  lexeme: string | null;
  n: number;
  spelled: boolean;
  beginnings: KnownWord[] | null;
  candidates: Candidate[] | null;
}

/** Frequent ones are enough: words with thousands of documents fill more pages than anybody reads. */
const COMPLETED_ENOUGH = 5_000;
const INFLECTED = 0.35;
const BEGUN = 0.3;
const MISSING_LETTER = 0.05;
/** Guesses within so much of the best one are worth asking together with it. */
const ABOUT_AS_PROBABLE = 0.7;
/** What so few documents write may as well be a mistake. */
const RARE = 5;
/** Alone, a word is asked together with what is this much less probable. */
const ALMOST = 0.35;

const singular = (word: string): string => (word.length > 3 ? word.replace(/(?:es|[esx])$/, '') : word);

export const formOf = (word: string, lexeme: string, other?: Guess): WordForm => ({
  w: word,
  p: singular(word),
  s: lexeme,
  a: other ? singular(other.word) : null,
});

const asTyped = ({ word, lexeme, n }: WordFacts, lexemes: string[]): WordMeaning => ({
  typed: word,
  lexemes,
  n,
  correction: null,
  form: formOf(word, lexeme ?? word),
  others: [],
});

/** Null: the word says nothing (« le », « de »). */
export function meaningOf(facts: WordFacts): WordMeaning | null {
  const { word, lexeme, n, spelled } = facts;
  if (lexeme === null) return null;
  if (n > 0 && spelled) return asTyped(facts, [lexeme]);
  const begun = facts.beginnings ?? [];
  const meant = guesses(word, facts.candidates ?? []).filter((guess) => guess.lexeme !== lexeme);
  const own = Math.min(n > 0 ? INFLECTED - oftenness(n) : Infinity, ...begun.map((each) => beginningCost(word, each)));
  const [best] = meant;
  const completed = completions(begun);
  const isRare = word.length > 3 && n === 0 && completed.n > 0 && completed.n <= RARE;
  if (best && best.cost < own && !isRare) return corrected(word, best, meant);
  const others = meant
    .filter(({ cost }) => cost <= Math.max(own, isRare ? (best?.cost ?? 0) : 0) + ABOUT_AS_PROBABLE)
    .slice(0, 3)
    .map((guess) => ({ ...guess, isClose: isRare || guess.cost <= own + ALMOST }));
  const form = n > 0 ? formOf(word, lexeme, others[0]) : { w: word, p: word, s: word, a: others[0]?.word ?? null };
  return {
    ...asTyped(facts, [...new Set([...(n > 0 ? [lexeme] : []), ...completed.lexemes])]),
    n: n + completed.n,
    form,
    others,
  };
}

function corrected(typed: string, best: Guess, meant: readonly Guess[]): WordMeaning {
  const others = meant
    .filter(({ cost }) => cost <= best.cost + ABOUT_AS_PROBABLE)
    .slice(1, 4)
    .map((guess) => ({ ...guess, isClose: guess.cost <= best.cost + ALMOST }));
  return {
    typed,
    lexemes: [best.lexeme],
    n: best.n,
    correction: best.label,
    form: formOf(best.word, best.lexeme, others[0]),
    others,
  };
}

/** Everything that a word may stand for, where nothing was found otherwise. `isLast`: it may be a beginning. */
export function wideMeaningOf(facts: WordFacts, isLast: boolean): WordMeaning | null {
  const narrow = meaningOf(facts);
  if (narrow === null) return null;
  const meant = guesses(facts.word, facts.candidates ?? []).filter(({ lexeme }) => !narrow.lexemes.includes(lexeme));
  const begun = isLast ? completions(facts.beginnings ?? []).lexemes : [];
  const lexemes = new Set([...narrow.lexemes, ...begun, ...meant.map(({ lexeme }) => lexeme)]);
  return { ...narrow, lexemes: [...lexemes], others: meant };
}

const beginningCost = (typed: string, { word, n }: KnownWord): number =>
  BEGUN + MISSING_LETTER * (word.length - typed.length) - oftenness(n);

function completions(begun: readonly KnownWord[]): { lexemes: string[]; n: number } {
  const weights = new Map<string, number>();
  for (const { lexeme, n } of begun) weights.set(lexeme, Math.max(weights.get(lexeme) ?? 0, n));
  const sorted = [...weights].sort((a, b) => b[1] - a[1]);
  let n = 0;
  const kept = sorted.filter(([, weight]) => {
    const isRoom = n < COMPLETED_ENOUGH;
    if (isRoom) n += weight;
    return isRoom;
  });
  return { lexemes: kept.map(([lexeme]) => lexeme), n };
}

/** The other guesses count too, where more words decide between them, or where they are almost as probable. */
export function withOthers(words: readonly WordMeaning[]): WordMeaning[] {
  return words.map((word) => {
    const others = words.length > 1 ? word.others : word.others.filter(({ isClose }) => isClose);
    return { ...word, lexemes: [...new Set([...word.lexemes, ...others.map(({ lexeme }) => lexeme)])] };
  });
}
