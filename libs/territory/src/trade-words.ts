import { readTable } from './data-tables.js';
import { wordsOf } from './place-name.js';
import { allTrades, type Trade, tradeByCode } from './trades.js';

let tags: Map<string, Trade> | null = null;
let phrases: [phrase: string, trade: Trade][] | null = null;

/**
 * The public category of an OpenStreetMap object by one of its tags (`shop`, `florist`), or null when it is none of ours. A
 * value may be several (`books;toys`); a shop of an unknown kind is still a shop. `vacant`, `no` and the like are none.
 */
export function tradeOfOsm(key: string, value: string): Trade | null {
  tags ??= readTrades('osm_to_trade.csv');
  const values = value.split(';').map((each) => each.trim().toLowerCase());
  const known = values.map((each) => tags?.get(`${key}=${each}`)).find(Boolean);
  if (known) return known;
  return key === 'shop' && values.some((each) => !NOT_A_SHOP.has(each)) ? tradeByCode('autres') : null;
}

const NOT_A_SHOP = new Set(['', 'no', 'vacant', 'disused', 'closed']);

/** The public category that words name (« Fleuriste », « Boucherie - charcuterie »): the first one in the text. Null: none. */
export function tradeOfWords(text: string): Trade | null {
  const folded = ` ${wordsOf(text).join(' ')}`;
  const label = allTrades().find(({ labelFr }) => ` ${wordsOf(labelFr).join(' ')}` === folded);
  if (label) return label;
  phrases ??= [...readTrades('trade_words.csv')].map(([phrase, trade]) => [` ${wordsOf(phrase).join(' ')}`, trade]);
  const found = phrases
    .map(([phrase, trade]) => ({ at: positionOf(folded, phrase), length: phrase.length, trade }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at || b.length - a.length);
  return (found.find(({ trade }) => trade.code !== 'autres') ?? found[0])?.trade ?? null;
}

/** Where the phrase begins: whole words, the last one perhaps in the plural. */
function positionOf(text: string, phrase: string): number {
  for (let at = text.indexOf(phrase); at >= 0; at = text.indexOf(phrase, at + 1)) {
    if (/^(?:|e?s|x|es)(?: |$)/.test(text.slice(at + phrase.length))) return at;
  }
  return -1;
}

function readTrades(table: string): Map<string, Trade> {
  const rows = readTable(table).map(([name = '', code = '']): [string, Trade] => {
    const trade = tradeByCode(code);
    if (!trade) throw new Error(`${table}: ${name} names the unknown trade ${code}`);
    return [name, trade];
  });
  return new Map(rows);
}
