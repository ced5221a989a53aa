import { typingCost } from './typing-cost.js';

/** A word of the vocabulary. */
export interface KnownWord {
  word: string;
  label: string;
  lexeme: string;
  /** Documents that hold it. */
  n: number;
}

export interface Candidate extends KnownWord {
  same_sound: boolean;
}

/** A known word that may have been meant, at its price: 0 as typed, 1 about one mistake. */
export interface Guess extends KnownWord {
  cost: number;
  /** Almost as probable as the best one. */
  isClose?: boolean;
}

const MOST_GUESSES = 6;
/** A word that sounds the same costs so much of its mistakes. */
const SAME_SOUND = 0.5;

const mistakesAllowed = (word: string): number => (word.length < 4 ? 1 : word.length < 8 ? 2 : 3);

/** Between two words as near, the more frequent one was meant. */
export const oftenness = (n: number): number => Math.min(0.8, Math.log10(1 + n) / 4);

/** What an unknown word was probably meant to be, the most probable first; one guess a lexeme. */
export function guesses(typed: string, candidates: readonly Candidate[]): Guess[] {
  const judged = candidates
    .map((candidate) => ({ ...candidate, mistakes: typingCost(typed, candidate.word) }))
    .filter(({ mistakes, same_sound }) => same_sound || mistakes <= mistakesAllowed(typed))
    .map(({ mistakes, same_sound, ...known }) => ({
      ...known,
      cost: mistakes * (same_sound ? SAME_SOUND : 1) - oftenness(known.n),
    }))
    .sort((a, b) => a.cost - b.cost || b.n - a.n || a.word.localeCompare(b.word));
  return judged
    .filter((guess, place) => judged.findIndex(({ lexeme }) => lexeme === guess.lexeme) === place)
    .slice(0, MOST_GUESSES);
}
