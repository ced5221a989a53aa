import type { Question } from './titles.js';

/** How one question was answered. */
export interface Verdict {
  question: Question;
  found: string[];
  /** The wanted title is among the first three. */
  isFound: boolean;
  /** At most three titles hold every word that was meant: the question tells which one is wanted. */
  isDecidable: boolean;
  /** The first result holds every word that was meant. */
  isFitting: boolean;
}

const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .replace(/œ/g, 'oe')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .match(/[a-z0-9]+/g) ?? [];

const singular = (word: string): string => (word.length > 3 ? word.replace(/[sx]$/, '') : word);

/** Letters that differ, bounded; a beginning costs next to nothing. */
function cost(typed: string, meant: string): number {
  if (meant.startsWith(typed)) return (meant.length - typed.length) / 100;
  let line = Array.from({ length: meant.length + 1 }, (_, i) => i);
  for (const [row, letter] of [...typed].entries()) {
    const next = [row + 1];
    for (const [column, other] of [...meant].entries())
      next.push(
        Math.min((line[column] ?? 0) + Number(letter !== other), (line[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1),
      );
    line = next;
  }
  return line[meant.length] ?? 0;
}

/** Judges answers against all titles; what was meant by a word is the nearest word of the wanted title. */
export class Judge {
  private readonly titles: { name: string; words: Set<string> }[];

  constructor(names: Iterable<string>) {
    this.titles = [...new Set(names)].map((name) => ({ name, words: new Set(wordsOf(name).map(singular)) }));
  }

  judge(question: Question, found: string[]): Verdict {
    const own = wordsOf(question.wanted);
    const meant = wordsOf(question.query)
      .filter((word) => word.length > 2)
      .map((word) => own.toSorted((a, b) => cost(word, a) - cost(word, b))[0] ?? word)
      .map(singular);
    const fitting = this.titles.filter(({ words }) => meant.every((word) => words.has(word)));
    return {
      question,
      found,
      isFound: found.slice(0, 3).includes(question.wanted),
      isDecidable: fitting.length <= 3,
      isFitting: fitting.some(({ name }) => name === found[0]),
    };
  }
}
