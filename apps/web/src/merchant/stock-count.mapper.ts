import type { Countable, StockCount } from '#libs/catalog';
import { pictureOf } from './product-photo.mapper.js';
import { clockText } from '../http/wording.js';

export const COUNTING = '/produits/inventaire';

const fullName = (name: string, options: string[]): string =>
  options.length > 0 ? `${name} (${options.join(', ')})` : name;

export const countableLine = (line: Countable, query: string) => ({
  variantId: line.variantId,
  name: fullName(line.name, line.options),
  code: line.ean ?? line.sku ?? '',
  expected: line.onHand,
  photo: pictureOf(line.photo),
  productUrl: `/produits/${line.productId}`,
  url: `${COUNTING}?${new URLSearchParams({ q: query, variante: line.variantId }).toString()}`,
});

export function countLine(count: StockCount, say: (key: string, values?: object) => string) {
  const difference = count.counted - count.expected;
  const key = difference === 0 ? 'count.as_expected' : difference < 0 ? 'count.less' : 'count.more';
  return {
    countId: count.countId,
    name: fullName(count.name, count.options),
    counted: count.counted,
    expected: count.expected,
    difference: say(key, { count: Math.abs(difference) }),
    tone: difference === 0 ? 'success' : 'warning',
    time: clockText(new Date(count.at)),
    isUndone: count.isUndone,
  };
}
