/** Keys beside each other, on the French keyboard or the other one. */
const NEIGHBOURS: Record<string, string> = {
  a: 'zqs',
  b: 'vnhg',
  c: 'xvdf',
  d: 'sfercx',
  e: 'zrdsw',
  f: 'dgrtvc',
  g: 'fhtyvb',
  h: 'gjyunb',
  i: 'uojk',
  j: 'hkuin',
  k: 'jlio',
  l: 'kmop',
  m: 'lpn',
  n: 'bhjm',
  o: 'ipkl',
  p: 'olm',
  q: 'aswz',
  r: 'etdf',
  s: 'qdzewxa',
  t: 'ryfg',
  u: 'yihj',
  v: 'cbfg',
  w: 'xsqe',
  x: 'wcsd',
  y: 'tugh',
  z: 'aesq',
};
const VOWELS = 'aeiouy';

const SWAPPED = 0.8;
const DOUBLED = 0.5;
const NEAR_KEY = 0.8;
const OTHER_VOWEL = 0.9;
/** Nobody mistakes the first letter as easily. */
const FIRST_LETTER = 0.4;

function replaced(typed: string, meant: string): number {
  if (typed === meant) return 0;
  if (NEIGHBOURS[meant]?.includes(typed)) return NEAR_KEY;
  return VOWELS.includes(typed) && VOWELS.includes(meant) ? OTHER_VOWEL : 1;
}

/** A letter too many or too few costs less where it stands beside the same one. */
const besideItself = (word: string, place: number): number =>
  word[place] === word[place - 1] || word[place] === word[place + 1] ? DOUBLED : 1;

/** How unlikely it is that `meant` was meant by `typed`: letters inserted, left out, replaced or swapped, each at its price. */
export function typingCost(typed: string, meant: string): number {
  let before: number[] = [];
  let above = [0];
  for (let column = 1; column <= meant.length; column++)
    above.push((above[column - 1] ?? 0) + besideItself(meant, column - 1));
  for (let row = 1; row <= typed.length; row++) {
    const line = [(above[0] ?? 0) + besideItself(typed, row - 1)];
    for (let column = 1; column <= meant.length; column++) {
      const best = Math.min(
        (above[column] ?? 0) + besideItself(typed, row - 1),
        (line[column - 1] ?? 0) + besideItself(meant, column - 1),
        (above[column - 1] ?? 0) + replaced(typed[row - 1] ?? '', meant[column - 1] ?? ''),
      );
      const isSwapped =
        row > 1 && column > 1 && typed[row - 1] === meant[column - 2] && typed[row - 2] === meant[column - 1];
      line[column] = isSwapped ? Math.min(best, (before[column - 2] ?? 0) + SWAPPED) : best;
    }
    [before, above] = [above, line];
  }
  const isFirstKept = typed[0] === meant[0] || (typed[0] === meant[1] && typed[1] === meant[0]);
  return (above[meant.length] ?? 0) + (isFirstKept ? 0 : FIRST_LETTER);
}
