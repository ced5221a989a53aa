import { endOfDay, type SearchQuery } from '#libs/search';
import { Random } from '../../../apps/console/src/scale/random.js';
import { inventWords } from '../../../apps/console/src/scale/words.js';

const SEED = 1;

/** One letter doubled, dropped, swapped or replaced, in turn. */
function misspell(word: string, i: number): string {
  const at = 1 + (i % Math.max(1, word.length - 2));
  const rest = word.slice(at + 1);
  const [before, letter = '', after = ''] = [word.slice(0, at), word[at], word[at + 1]];
  if (i % 4 === 0) return before + letter + letter + rest;
  if (i % 4 === 1) return before + rest;
  if (i % 4 === 2) return before + after + letter + rest.slice(1);
  return `${before}y${rest}`;
}

/** Queries as people would type them: words as frequent as in titles, so common ones come often. */
export function queries(): Record<string, SearchQuery[]> {
  const random = new Random(77);
  const words = inventWords(SEED);
  const nouns = ['rose', 'collier', 'jouet', 'livre', 'robe', 'chaussures', 'lampe', 'miel', 'pain', 'savon'];
  const many = <T>(make: (i: number) => T): T[] => Array.from({ length: 200 }, (_, i) => make(i));
  const word = (i: number): string => (i % 2 ? random.zipf(words) : random.pick(nouns));
  return {
    'one word': many((i) => ({ q: word(i) })),
    'very common word': [{ q: 'rouge' }, { q: 'bois' }, { q: 'rose' }],
    'two words': many((i) => ({ q: `${random.pick(nouns)} ${word(i)}` })),
    'two very common words': [{ q: 'rose rouge' }, { q: 'bouquet bois' }, { q: 'rose bois' }, { q: 'rouge bois' }],
    'word beginning': many(() => ({ q: random.zipf(words).slice(0, 3 + random.below(4)) })),
    'typing error': many((i) => ({ q: misspell(random.zipf(words), i) })),
    'word + commune in words': many((i) => ({
      q: `${word(i)} ${random.pick(['Loches', 'Bourges', 'Tours', 'Chartres'])}`,
    })),
    'word + 10 km': many((i) => ({ q: word(i), commune: random.pick(['37132', '18033', '45234']), radiusKm: 10 })),
    'collectable tomorrow': many((i) => ({ q: word(i), collectableBefore: endOfDay(1) })),
    'word + price': many((i) => ({ q: word(i), priceMin: 1000, priceMax: 1999 })),
    'word + trade': many((i) => ({ q: word(i), category: random.pick(['fleurs', 'jouets', 'bijoux']) })),
    'browse a commune': [{ commune: '37261' }, { commune: '37132' }, { category: 'fleurs' }, {}],
  };
}
