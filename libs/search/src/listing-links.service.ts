import { Injectable } from '@nestjs/common';
import { Tenancy } from '#libs/tenancy';
import { LINKS_SQL } from './index-listings.sql.js';
import type { ListingLink } from './listing.js';
import type { SearchResult } from './search-result.js';

/** Tells of each listing among some results where it leads. */
@Injectable()
export class ListingLinks {
  constructor(private readonly tenancy: Tenancy) {}

  async added(results: SearchResult[]): Promise<SearchResult[]> {
    const listings = results.filter(({ kind }) => kind === 'listing');
    if (listings.length === 0) return results;
    const rows = await this.tenancy.publicRead<ListingLink & { id: string }>(LINKS_SQL, [
      listings.map(({ shop }) => shop.shopId),
      listings.map(({ id }) => id),
    ]);
    const links = new Map(rows.map(({ id, ...link }) => [id, link]));
    return results.map((result) => (links.has(result.id) ? { ...result, link: links.get(result.id)! } : result));
  }
}
