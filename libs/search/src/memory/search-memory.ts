import type { Match } from '../match-query.js';
import { Bitmap } from './bitmap.js';
import { type DocumentRow, DocumentColumns } from './document-columns.js';
import { ShopColumns, type ShopRow } from './shop-columns.js';
import { WordColumns, type WordRow } from './word-columns.js';

export interface GoneRow {
  shop_id: string;
  document_id: string;
}

/** What one look at the database brings. */
export interface Changes {
  gone: GoneRow[];
  shops: ShopRow[];
  documents: DocumentRow[];
  words: WordRow[];
}

/** The public index as columns in memory: who matches, and what is known of them. Region-wide, as the tables it is read from. */
export class SearchMemory {
  readonly documents = new DocumentColumns();
  readonly shops = new ShopColumns();
  readonly words = new WordColumns();

  /** A document whose shop is not there yet comes with a later change: its shop's. */
  apply({ gone, shops, documents, words }: Partial<Changes>): void {
    for (const { shop_id: shopId, document_id: id } of gone ?? []) {
      const shop = this.shops.get(shopId);
      if (shop) this.documents.remove(id, shop);
    }
    for (const row of shops ?? []) this.shops.write(row);
    for (const row of documents ?? []) {
      const shop = this.shops.get(row.shop_id);
      if (shop) this.documents.write(row, shop);
    }
    for (const row of words ?? []) this.words.write(row);
  }

  /** Documents that match and are there. */
  matching(match: Match): Bitmap {
    const { alive } = this.documents;
    return this.evaluate(match)?.and(alive) ?? alive.copy();
  }

  /** Null: it asks for nothing (as `matchText`). */
  evaluate(match: Match): Bitmap | null {
    if ('lexeme' in match) return this.holding(match.lexeme);
    if ('marker' in match) return this.holding(match.marker);
    if ('beginning' in match) throw new Error('Beginnings of names are looked up in the database');
    if ('not' in match) {
      const inner = this.evaluate(match.not);
      return inner && this.documents.alive.copy().andNot(inner);
    }
    if ('any' in match && match.any.every((each) => 'marker' in each || 'lexeme' in each)) {
      if (match.any.length === 0) return null;
      const all = this.none();
      for (const each of match.any)
        all.addAll(this.documents.postings.of('marker' in each ? each.marker : each.lexeme));
      return all;
    }
    let result: Bitmap | null = null;
    for (const part of 'all' in match ? match.all : match.any) {
      const found = this.evaluate(part);
      if (found === null) continue;
      if (result === null) result = found;
      else if ('all' in match) result.and(found);
      else result.or(found);
    }
    return result;
  }

  private holding(lexeme: string): Bitmap {
    const found = this.none();
    found.addAll(this.documents.postings.of(lexeme));
    return found;
  }

  private none(): Bitmap {
    return Bitmap.empty(this.documents.count);
  }
}
