import { Injectable } from '@nestjs/common';
import type { SearchQuery } from './search-query.js';
import type { SearchAnswer, Suggestion } from './search-result.js';

/** Finds products and shops of the whole region. */
@Injectable()
export class Search {
  /** Throws InvalidInputError for what the schema refuses (200 characters, page 100). */
  async search(_query: SearchQuery): Promise<SearchAnswer> {
    throw new Error('being written');
  }

  /** Up to 8 completions of what is being typed: words, shops, trades, communes. */
  async suggest(_text: string): Promise<Suggestion[]> {
    throw new Error('being written');
  }
}
