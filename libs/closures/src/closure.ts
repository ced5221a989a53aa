/** Where an order holds. `codes`: of departments (37), intercommunalities (SIREN) or communes (INSEE); none for the region. */
export interface ClosureTerritory {
  kind: 'region' | 'departement' | 'epci' | 'commune';
  codes: string[];
}

/**
 * A closure order of the region: the shops it concerns are closed to the public from `from` to `until`, both included
 * (`YYYY-MM-DD`; null: until further notice). Wall times are `HH:mm`, instants ISO 8601.
 */
export interface Closure {
  closureId: string;
  title: string;
  reason: string | null;
  from: string;
  until: string | null;
  territory: ClosureTerritory;
  /** Public categories and beginnings of NAF codes; with neither, every shop. */
  trades: string[];
  nafs: string[];
  exemptTrades: string[];
  exemptNafs: string[];
  /** Orders are handed over at the door, between these hours when they are given. */
  collects: boolean;
  collectFrom: string | null;
  collectUntil: string | null;
  createdAt: string;
  /** It was undone: it never held. */
  cancelledAt: string | null;
  /** Shops that have a page and are concerned; how many of them are open for orders. */
  shops: number;
  openShops: number;
}

/** What an order would touch. `orders`: those to be collected on its days, in shops that it concerns. */
export interface ClosurePreview {
  shops: number;
  openShops: number;
  orders: number;
  /** By public category, the most shops first. */
  trades: { trade: string; shops: number }[];
}
