import type { PlaceGroup } from './place-graph.js';
import type { PlaceNode } from './place-node.js';

/** One field of a card, and who said so. */
export interface CardField {
  field: string;
  value: string | number;
  source: string;
  sourceId: string;
}

/** A place as all its sources together describe it. Its id is that of its oldest description. */
export interface PlaceCard {
  placeId: string;
  createdAt: string;
  fields: CardField[];
  /** The strongest source. */
  lead: PlaceNode;
  sources: string[];
}

/** Fields that only make sense together. */
const WITH: Record<string, string> = { lon: 'lat' };

/** Each field from the source whose word counts most; between equals the older description. */
export function cardOf(group: PlaceGroup): PlaceCard {
  const ranked = group.toSorted((a, b) => b.rank - a.rank);
  const names = [...new Set(ranked.flatMap(({ facts }) => Object.keys(facts)))].sort();
  const fields = names.map((field): CardField => {
    const teller = ranked.find(({ facts }) => valueOf(facts, WITH[field] ?? field) !== undefined)!;
    return { field, value: valueOf(teller.facts, field)!, source: teller.source, sourceId: teller.id };
  });
  const [oldest] = group as [PlaceNode];
  const sources = [...new Set(ranked.map(({ source }) => source))];
  return { placeId: oldest.id, createdAt: oldest.createdAt, fields, lead: ranked[0]!, sources };
}

export const fieldOf = (card: PlaceCard, name: string): string | null => {
  const found = card.fields.find(({ field }) => field === name);
  return found === undefined ? null : String(found.value);
};

export const numberOf = (card: PlaceCard, name: string): number | null => {
  const found = card.fields.find(({ field }) => field === name);
  return found === undefined ? null : Number(found.value);
};

const valueOf = (facts: PlaceNode['facts'], field: string): string | number | undefined =>
  (facts as Record<string, string | number | undefined>)[field];
