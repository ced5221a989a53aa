import type { Temporal } from 'temporal-polyfill';
import type { PageWish } from '../search-engine.js';
import type { SearchPlan } from '../search-plan.js';
import type { WordForm } from '../word-meaning.js';
import { KINDS, NO_PRICE } from './document-columns.js';
import { Filtered } from './filtered.js';
import type { Matching } from './matching.js';
import type { SearchMemory } from './search-memory.js';

/**
 * Candidates ranked among themselves for the first pages, and looked at for all the others or another order. The first ones stand before all the
 * others, so that every page is a piece of one order.
 */
const CANDIDATES = { first: 200, deep: 20_000 };

/** One place on the page. */
export interface Placed {
  document: number;
  /** Kilometres; null without a point on either side. */
  away: number | null;
  /** Start of its first slot, milliseconds; null: none. */
  start: number | null;
}

interface Candidate {
  document: number;
  shop: number;
  ring: number;
  rank: number;
  /** Infinity: unknown. */
  away: number;
}

/** The page, and of how many candidates it was chosen. */
export function rankPage(
  memory: SearchMemory,
  matching: Matching,
  plan: SearchPlan,
  wish: PageWish,
  at: Temporal.Instant,
): { placed: Placed[]; candidates: number } {
  const filtered = new Filtered(memory, plan.filters, matching, at);
  const candidates = gather(memory, matching, plan, filtered, wish);
  const first = wish.sort === 'relevance' ? CANDIDATES.first : candidates.length;
  const placed = [candidates.slice(0, first), candidates.slice(first)]
    .flatMap((some) => inOrder(memory, some, plan, wish))
    .slice(wish.skip, wish.skip + wish.take)
    .map(({ document, away }) => {
      const start = filtered.start(document);
      return { document, away: away === Infinity ? null : away, start: start === Infinity ? null : start };
    });
  return { placed, candidates: candidates.length };
}

/** Ring after ring, in each the best tier first, until as many as wanted are there. */
function gather(
  memory: SearchMemory,
  matching: Matching,
  plan: SearchPlan,
  filtered: Filtered,
  wish: PageWish,
): Candidate[] {
  const isDeep = wish.skip + wish.take > CANDIDATES.first || wish.sort !== 'relevance';
  const wanted = isDeep ? CANDIDATES.deep : CANDIDATES.first;
  const { shop: shops, tier: tiers, titleKeys, score } = memory.documents;
  const fits = titleFits(plan);
  const found: Candidate[] = [];
  const seen = new Set<number>();
  for (const [i, match] of plan.rings.entries()) {
    const best: number[][] = [[], [], []];
    matching.visit(match, (document) => {
      const tier = best[tiers.values[document]! - 1]!;
      if (tier.length >= wanted || !(filtered.isPlain || filtered.holds(document)) || (i > 0 && seen.has(document)))
        return true;
      tier.push(document);
      return best[0]!.length < wanted - found.length;
    });
    for (const document of best.flat().slice(0, wanted - found.length)) {
      seen.add(document);
      const shop = shops.values[document]!;
      const rank = Math.fround(fits(titleKeys[document]!) + 0.05 * score.values[document]!);
      found.push({ document, shop, ring: i + 1, rank, away: filtered.shops.km(shop) });
    }
    if (found.length >= wanted) break;
  }
  return found;
}

/** Part of the rank that the title decides: the formula of `search_candidates`. */
function titleFits({ filters: { forms, phrase } }: SearchPlan): (key: string) => number {
  const asked = forms.slice(0, 4).map(needles);
  return (key) => {
    let sum = 0;
    for (let i = 0; i < asked.length; i++) sum += wordFit(key, asked[i]!);
    const fit = asked.length === 0 ? 0.994 : sum / asked.length;
    return fit + (phrase !== null && key.includes(` ${phrase}`) ? 0.1 : 0) - 0.002 * Math.min(key.length, 100);
  };
}

interface Needles {
  word: string;
  singular: string;
  stem: string;
  other: string | null;
}

const needles = ({ w, p, s, a }: WordForm): Needles => ({
  word: ` ${w} `,
  singular: ` ${p}`,
  stem: ` ${s}`,
  other: a === null ? null : ` ${a}`,
});

/** The nearer to the title's beginning, the better. */
const placeCost = (at: number): number => 0.006 * Math.min(at + 1, 50);

function wordFit(key: string, { word, singular, stem, other }: Needles): number {
  let at = key.indexOf(singular);
  if (at >= 0) return (key.includes(word) ? 1 : 0.9) - placeCost(at);
  at = key.indexOf(stem);
  if (at >= 0) return 0.75 - placeCost(at);
  at = other === null ? -1 : key.indexOf(other);
  return at >= 0 ? 0.7 - placeCost(at) : 0.1;
}

/** As `search_page` orders them. */
function inOrder(memory: SearchMemory, candidates: Candidate[], plan: SearchPlan, wish: PageWish): Candidate[] {
  demote(memory, candidates);
  const first = chosenOrder(memory, wish.sort);
  const isPlaced = plan.filters.lat !== null && plan.filters.lon !== null;
  const near = (a: Candidate, b: Candidate): number =>
    isPlaced ? ascending(ringOf(a), ringOf(b)) || ascending(step(a), step(b)) : 0;
  return candidates.sort((a, b) => first(a, b) || near(a, b) || b.rank - a.rank || byId(memory, a, b));
}

const byId = ({ documents: { idHead, ids } }: SearchMemory, a: Candidate, b: Candidate): number =>
  idHead.values[a.document]! - idHead.values[b.document]! || (ids[a.document]! < ids[b.document]! ? -1 : 1);

/** A shop that takes orders stands higher; its second, third... product and the same title again a little behind. */
function demote(memory: SearchMemory, candidates: Candidate[]): void {
  const { documents, shops } = memory;
  candidates.sort((a, b) => b.rank - a.rank || byId(memory, a, b));
  const ofShop = new Map<number, number>();
  const soCalled = new Map<string, number>();
  for (const candidate of candidates) {
    const { document, shop } = candidate;
    const before = counted(ofShop, shop * KINDS.length + documents.kind.values[document]!);
    const title = documents.titleKeys[document]!;
    const alike = title === '' ? 0 : counted(soCalled, title);
    const isOpen = shops.all[shop]!.state === 'open';
    candidate.rank += (isOpen ? 0.1 : 0) - 0.02 * Math.min(before, 10) - 0.04 * Math.min(alike, 5);
  }
}

function chosenOrder({ documents }: SearchMemory, sort: PageWish['sort']): (a: Candidate, b: Candidate) => number {
  const price = ({ document }: Candidate): number => {
    const cents = documents.price.values[document]!;
    return cents === NO_PRICE ? Infinity : cents;
  };
  if (sort === 'price') return (a, b) => ascending(price(a), price(b));
  if (sort === 'distance') return (a, b) => ascending(a.away, b.away);
  if (sort === 'newest') return (a, b) => documents.created.values[b.document]! - documents.created.values[a.document]!;
  return () => 0;
}

/** How many were met before this one. */
function counted<K>(counts: Map<K, number>, key: K): number {
  const n = counts.get(key) ?? 0;
  counts.set(key, n + 1);
  return n;
}

const ascending = (a: number, b: number): number => (a === b ? 0 : a < b ? -1 : 1);
const ringOf = ({ ring, away }: Candidate): number => (away === Infinity ? Infinity : ring);
/** Beyond the commune itself distances count in steps of 5 km. */
const step = ({ ring, away }: Candidate): number => (ring > 1 ? Math.floor(away / 5) : Infinity);
