import type { PageRow } from '../search-sql.js';

/** What a result shows that is not kept of every document. */
export type Card = Pick<
  PageRow,
  'kind' | 'title' | 'handle' | 'price_cents' | 'price_varies' | 'available' | 'photo' | 'shop_id'
> & { document_id: string };

const KEPT = 20_000;

/** The cards shown last, by number of the document. */
export class RecentCards {
  private readonly cards = new Map<number, Card>();
  private changes = 0;

  get(document: number): Card | undefined {
    return this.cards.get(document);
  }

  /** `asOf`: `version` when it was asked for; what has changed since then may be older than the change. */
  set(document: number, card: Card, asOf: number): void {
    if (asOf !== this.changes) return;
    if (this.cards.size >= KEPT)
      for (const oldest of this.cards.keys()) {
        this.cards.delete(oldest);
        break;
      }
    this.cards.set(document, card);
  }

  get version(): number {
    return this.changes;
  }

  forget(document: number): void {
    this.cards.delete(document);
    this.changes++;
  }
}
