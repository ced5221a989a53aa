import { type Commune, type FormerCommune } from './commune.js';
import { spellOut, wordsOf } from './place-name.js';

export interface CommuneSuggestion {
  commune: Commune;
  /** What to show: « Loches », or « Laverdines, ancienne commune (Baugy) ». */
  label: string;
  /** The former name that was typed, when the present one was not. */
  formerName: string | null;
}

interface Entry {
  commune: Commune;
  formerName: string | null;
  words: string[];
}

/** Word beginnings over present and former names. One region is a few thousand entries: a scan takes under a millisecond. */
export class CommuneSuggester {
  private readonly entries: Entry[];

  constructor(communes: readonly Commune[], former: FormerCommune[]) {
    const byCode = new Map(communes.map((c) => [c.insee, c]));
    const present = communes.map((commune) => ({ commune, formerName: null, words: wordsOf(commune.name) }));
    const earlier = former.flatMap(({ name, current }): Entry[] => {
      const commune = byCode.get(current);
      return commune && name ? [{ commune, formerName: name, words: wordsOf(name) }] : [];
    });
    this.entries = [...present, ...earlier].sort((a, b) => b.commune.population - a.commune.population);
  }

  suggest(text: string, limit: number): CommuneSuggestion[] {
    const typed = wordsOf(text.slice(0, 100));
    if (typed.length === 0 || limit < 1) return [];
    const matches = this.entries.filter((entry) => matchesAll(entry, typed));
    const same = typed.map(spellOut).join(' ');
    const exact = matches.filter((entry) => entry.words.join(' ') === same);
    return distinct([...exact, ...matches], limit).map(toSuggestion);
  }
}

function matchesAll(entry: Entry, typed: string[]): boolean {
  const [only = ''] = typed;
  if (typed.length === 1 && /^\d{2,5}$/.test(only)) {
    return entry.formerName === null && entry.commune.postcodes.some((postcode) => postcode.startsWith(only));
  }
  return typed.every((word) => entry.words.some((w) => w.startsWith(word) || w === spellOut(word)));
}

/** One line a commune: its present name wins over its former ones, unless a former one was typed in full. */
function distinct(entries: Entry[], limit: number): Entry[] {
  const chosen = new Map<Commune, Entry>();
  for (const entry of entries) {
    if (!chosen.has(entry.commune)) chosen.set(entry.commune, entry);
    if (chosen.size === limit) break;
  }
  return [...chosen.values()];
}

const toSuggestion = ({ commune, formerName }: Entry): CommuneSuggestion => ({
  commune,
  formerName,
  label: formerName === null ? commune.name : `${formerName}, ancienne commune (${commune.name})`,
});
