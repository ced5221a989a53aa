import { Clock } from '#libs/kernel';
import { foldText, trimCell } from '#libs/platform';
import { type Prices, reducedPrice } from './assembled-product.js';
import type { DraftBuilder } from './draft-builder.js';
import type { FeedTable } from './feed-fields.js';
import { readGrams, readPrice, readStock, type Reading } from './format-values.js';
import type { SourceRow } from './product-format.js';

/** The sale price counts while its dates (`from/to`, ISO) hold today, or when it has none. */
export function feedPrices(columns: FeedTable, builder: DraftBuilder, row: SourceRow): Reading<Prices> {
  const full = readPrice(columns.text(row.cells, 'price'));
  const text = columns.text(row.cells, 'salePrice');
  const sale = readPrice(text);
  const isCurrent = isWithin(columns.text(row.cells, 'saleDates'));
  if (sale.value && !isCurrent) builder.note(row.line, 'imports.sale_not_current', { value: text });
  return reducedPrice(full, isCurrent ? sale : { value: null });
}

function isWithin(dates: string): boolean {
  const [from, to] = dates.split('/').map((text) => /^\s*(\d{4}-\d{2}-\d{2})/.exec(text)?.[1]);
  const today = Clock.now().toZonedDateTimeISO('Europe/Paris').toPlainDate().toString();
  return (from === undefined || from <= today) && (to === undefined || today <= to);
}

const SOLD_OUT =
  /^(out of stock|outofstock|sold out|(en )?rupture( de stock)?|hors stock|epuise|(non |in)disponible|discontinued)$/;
const LATER = /^(pre ?order|back ?order|precommande|en precommande|en attente|en reapprovisionnement)$/;

/** Pieces when a quantity stands there; else nought for what is out of stock, and not counted for the rest. */
export function feedStock(columns: FeedTable, builder: DraftBuilder, row: SourceRow): Reading<number | null> {
  const availability = foldText(
    columns
      .text(row.cells, 'availability')
      .replace(/^.*\/(?=\w+$)/, '')
      .replace(/[_-]/g, ' '),
  );
  if (LATER.test(availability)) builder.note(row.line, 'imports.backorder_left_out');
  if (SOLD_OUT.test(availability) || LATER.test(availability)) return { value: 0 };
  return readStock(columns.text(row.cells, 'quantity'));
}

/** `1.5 kg`, `500 g`, `2 lb`. */
export function feedWeight(columns: FeedTable, { cells }: SourceRow): number | undefined {
  const text = columns.text(cells, 'weight') || columns.text(cells, 'parcelWeight');
  const match = /^([\d.,\s]+)\s*(g|kg|lb|lbs|oz)$/i.exec(text);
  return match?.[1] ? readGrams(match[1].trim(), (match[2] ?? 'g').toLowerCase()) : undefined;
}

/** The item's own photo first. */
export function feedPhotos(columns: FeedTable, { cells }: SourceRow): string[] {
  const more = columns.text(cells, 'moreImages').split(/[,;|\s]+(?=https?:\/\/)/i);
  return [columns.text(cells, 'image'), ...more].map(trimCell).filter(Boolean);
}
