import { detectProductFormat, findProductHeader, openProductFile, type ProductDraft, productLink } from '#libs/imports';
import { entryOf, type FeedOutcome, refusal } from './feed-facts.js';
import { plainWords } from './plain-words.js';
import type { FeedSource } from './feed-source.js';

/**
 * A product feed: Google Merchant's or Facebook's, as RSS, Atom, TSV or CSV, or the export of a shop system that the
 * product imports know. @throws what `openProductFile` throws, UnknownFormatError
 */
export async function* readProducts({ body, siteUrl }: FeedSource): AsyncGenerator<FeedOutcome> {
  const table = await openProductFile(bytesOf(body), findProductHeader);
  try {
    const format = detectProductFormat(table.header);
    const linkOf = productLink(table.header);
    for await (const draft of format.read(table.header, table.rows)) {
      if (draft.kind === 'refusal') yield refusal(draft.line, draft.code, draft.details);
      else if (draft.kind === 'product') yield productEntry(draft, linkOf(draft.rows?.[0]?.cells ?? []) || siteUrl);
    }
  } finally {
    await table.close();
  }
}

async function* bytesOf(body: Buffer): AsyncGenerator<Buffer> {
  yield body;
}

function productEntry(draft: ProductDraft, url: string): FeedOutcome {
  if (!draft.published) return refusal(draft.line, 'imports.not_active', { status: '' });
  if (!draft.priceIncludesTax) return refusal(draft.line, 'imports.vat_missing');
  const prices = draft.variants.map(({ priceCents }) => Math.round(priceCents));
  return entryOf(draft.line, draft.sourceKey, {
    kind: 'product',
    title: plainWords(draft.name, 300),
    url,
    priceCents: Math.min(...prices),
    priceVaries: new Set(prices).size > 1,
    isAvailable: draft.variants.some(({ stock }) => stock !== 0),
    description: plainWords(draft.descriptionHtml, 2000),
    brand: plainWords(draft.brand, 200),
    category: plainWords(draft.categories[0], 300),
  });
}
