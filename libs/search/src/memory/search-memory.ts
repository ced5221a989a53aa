import { Arena } from './arena.js';
import { type DocumentRow, DocumentColumns } from './document-columns.js';
import { Matching } from './matching.js';
import { RecentCards } from './recent-cards.js';
import { RememberedShopBits } from './shop-bits.js';
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
  readonly cards = new RecentCards();
  readonly shopBits = new RememberedShopBits();
  private readonly arena = new Arena();

  /** What is gone goes first; a document whose shop is unknown is left out. */
  apply({ gone, shops, documents, words }: Partial<Changes>): void {
    for (const { shop_id: shopId, document_id: id } of gone ?? []) {
      const shop = this.shops.get(shopId);
      const number = shop && this.documents.remove(id, shop);
      if (number !== undefined) this.cards.forget(number);
    }
    for (const row of shops ?? []) this.shops.write(row);
    if (shops && shops.length > 0) this.shopBits.forget();
    for (const row of documents ?? []) {
      const shop = this.shops.get(row.shop_id);
      if (shop) this.cards.forget(this.documents.write(row, shop));
    }
    for (const row of words ?? []) this.words.write(row);
  }

  /** For one question: the one before must not be asked any more. */
  matching(): Matching {
    this.arena.reset();
    return new Matching(this.documents, this.shops, this.arena);
  }
}
