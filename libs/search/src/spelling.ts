/** A known word that an unknown one may have been meant to be. */
export interface Candidate {
  word: string;
  label: string;
  lexeme: string;
  /** Documents that hold it. */
  n: number;
  same_sound: boolean;
}

/** Letters inserted, left out, replaced or swapped with their neighbour (optimal string alignment). */
export function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const line = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1] ? 0 : 1;
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      const best = Math.min((above[column] ?? 0) + 1, (line[column - 1] ?? 0) + 1, (above[column - 1] ?? 0) + same);
      line[column] = swapped ? Math.min(best, (before[column - 2] ?? 0) + 1) : best;
    }
    [before, above] = [above, line];
  }
  return above[b.length] ?? 0;
}

const mistakesAllowed = (word: string): number => (word.length < 4 ? 1 : word.length < 8 ? 2 : 3);

/**
 * The word that was most probably meant, or null when none is near: fewest mistakes first (one that sounds the same
 * counts one less), then the more frequent. Plural and singular of one word are one.
 */
export function bestCandidate(typed: string, candidates: readonly Candidate[]): Candidate | null {
  const judged = candidates
    .map((candidate) => ({
      candidate,
      mistakes: editDistance(typed, candidate.word) - (candidate.same_sound ? 1.5 : 0),
    }))
    .filter(({ candidate, mistakes }) => candidate.same_sound || mistakes <= mistakesAllowed(typed))
    .map((each) => ({ ...each, cost: each.mistakes - Math.log10(1 + each.candidate.n) / 4 }));
  return (
    judged.sort((a, b) => a.cost - b.cost || a.candidate.word.localeCompare(b.candidate.word))[0]?.candidate ?? null
  );
}
