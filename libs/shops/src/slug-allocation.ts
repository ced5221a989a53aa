import { isSlug, slugify } from '#libs/kernel';
import { isReservedName } from './reserved-names.js';

const LONGEST = 40;
const COMMUNE_LONGEST = 20;
const NAMELESS = 'boutique';
const NUMBERS_A_ROUND = 20;

/** Which of these names shop_address holds, current or former. */
export type TakenNames = (slugs: string[]) => Promise<Iterable<string>>;

interface Named {
  name: string;
  communeName: string;
}

/**
 * One free address per shop, in their order: its name; with its commune when taken or reserved; then with a number.
 * Asks `taken` once for all of them, and again only for the few whose first candidates are all taken.
 */
export async function allocateSlugs(shops: readonly Named[], taken: TakenNames): Promise<string[]> {
  const slugs: string[] = [];
  const given = new Set<string>();
  let waiting = shops.map((_, i) => i);
  for (let round = 0; waiting.length > 0; round++) {
    const candidates = new Map(waiting.map((i) => [i, candidatesOf(shops[i]!, round)]));
    for (const slug of await taken([...new Set([...candidates.values()].flat())])) given.add(slug);
    for (const [i, names] of candidates) {
      const free = names.find((name) => !given.has(name));
      if (free === undefined) continue;
      slugs[i] = free;
      given.add(free);
    }
    waiting = waiting.filter((i) => slugs[i] === undefined);
  }
  return slugs;
}

/** Round 0: the name, and with its commune; then twenty numbers a round. Only names that a shop may have. */
function candidatesOf({ name, communeName }: Named, round: number): string[] {
  const commune = slugify(communeName, COMMUNE_LONGEST) || 'france';
  const plain = slugify(name, LONGEST) || NAMELESS;
  const inCommune = (ending: string): string => `${slugify(name, LONGEST - ending.length) || NAMELESS}${ending}`;
  if (round === 0) return [plain, inCommune(`-${commune}`)].filter(isAllowed);
  const first = (round - 1) * NUMBERS_A_ROUND + 2;
  const numbers = Array.from({ length: NUMBERS_A_ROUND }, (_, i) => first + i);
  return numbers.map((number) => inCommune(`-${commune}-${number}`)).filter(isAllowed);
}

const isAllowed = (slug: string): boolean => isSlug(slug) && !isReservedName(slug);

const LINK_WORDS = new Set(['le', 'la', 'les', 'l', 'de', 'du', 'des', 'd', 'et', 'a', 'au', 'aux', 'en']);

/** Two to four capitals that begin a shop's order numbers: « Fleurs Martin » is FM. */
export function orderPrefix(name: string): string {
  const words = slugify(name, 200)
    .split('-')
    .map((word) => word.replace(/[^a-z]/g, ''))
    .filter(Boolean);
  const telling = words.filter((word) => !LINK_WORDS.has(word));
  const initials = telling.map((word) => word.charAt(0)).join('');
  const letters = initials.length >= 2 ? initials : words.join('');
  const prefix = (initials.length >= 2 ? letters.slice(0, 4) : letters.slice(0, 2)).toUpperCase();
  return prefix.length >= 2 ? prefix : 'CMD';
}
