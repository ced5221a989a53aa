import { readTable } from './data-tables.js';

/** A public category of shops, as customers browse them. */
export interface Trade {
  code: string;
  labelFr: string;
  labelEn: string;
}

/** How likely a small shop of the activity can sell by click and collect. */
export type ClickAndCollect = 'yes' | 'maybe' | 'no';

export interface NafTrade {
  trade: Trade;
  clickAndCollect: ClickAndCollect;
}

export type Nomenclature = 'NAFRev2' | 'NAF2025';

interface NafTables {
  trades: Map<string, NafTrade>;
  labels: Map<string, string>;
}

const FILES: Record<Nomenclature, { trades: string; labels: string }> = {
  NAFRev2: { trades: 'naf/naf_rev2_to_trade.csv', labels: 'naf/naf_rev2.csv' },
  NAF2025: { trades: 'naf/naf2025_to_trade.csv', labels: 'naf/naf_2025.csv' },
};

const SPELLINGS: Record<string, Nomenclature> = {
  nafrev2: 'NAFRev2',
  naf2008: 'NAFRev2',
  naf2025: 'NAF2025',
  naf25: 'NAF2025',
};

const LETTERS_OF_2025 = /[G-LY]$/;

let trades: Trade[] | null = null;
const tables = new Map<Nomenclature, NafTables>();

/** All public categories, by code. Source: data/trades.csv. */
export function allTrades(): readonly Trade[] {
  trades ??= readTable('trades.csv').map(([code = '', labelFr = '', labelEn = '']) => ({ code, labelFr, labelEn }));
  return trades;
}

export const tradeByCode = (code: string): Trade | null => allTrades().find((trade) => trade.code === code) ?? null;

/**
 * The public category of an activity, or null when it is not one of a shop, craft or restaurant.
 * `code`: 47.64Z, 4764z, padded; a class without letter (47.64) answers when all its subclasses agree.
 * `nomenclature`: as INSEE writes it (NAFRev2, NAF2025, NAF25); it decides, for 47.64 is sport in the one and toys in
 * the other. Left out or blank, the letter tells (G to L and Y are of 2025), rev. 2 without letter. Older ones
 * (NAP, NAF1993, NAFRev1) answer null: their codes mean other things.
 */
export function tradeOfNaf(code: string, nomenclature?: string | null): NafTrade | null {
  const naf = readNaf(code, nomenclature);
  if (!naf) return null;
  const { trades, labels } = tablesOf(naf.nomenclature);
  if (naf.code.length === 6) return trades.get(naf.code) ?? null;
  const subclasses = [...labels.keys()].filter((key) => key.startsWith(naf.code));
  return common(subclasses.map((key) => trades.get(key) ?? null));
}

/** INSEE's French label of a subclass (« Commerce de détail de jouets… »), or null when the nomenclature has no such code. */
export function nafLabel(code: string, nomenclature?: string | null): string | null {
  const naf = readNaf(code, nomenclature);
  return naf ? (tablesOf(naf.nomenclature).labels.get(naf.code) ?? null) : null;
}

function readNaf(text: string, given?: string | null): { code: string; nomenclature: Nomenclature } | null {
  const match = /^(\d{1,2})\.?(\d{2})([A-Z])?$/.exec(text.replace(/\s/g, '').toUpperCase());
  if (!match) return null;
  const code = `${(match[1] ?? '').padStart(2, '0')}.${match[2]}${match[3] ?? ''}`;
  if (!given?.trim()) return { code, nomenclature: LETTERS_OF_2025.test(code) ? 'NAF2025' : 'NAFRev2' };
  const nomenclature = SPELLINGS[given.toLowerCase().replace(/[^a-z0-9]/g, '')];
  return nomenclature ? { code, nomenclature } : null;
}

function tablesOf(nomenclature: Nomenclature): NafTables {
  const known = tables.get(nomenclature);
  if (known) return known;
  const files = FILES[nomenclature];
  const labels = new Map(readTable(files.labels).map(([naf = '', label = '']) => [naf, label]));
  const made: NafTables = { labels, trades: new Map() };
  for (const [naf = '', , tradeCode = '', clickAndCollect] of readTable(files.trades)) {
    const trade = tradeByCode(tradeCode);
    if (!trade) throw new Error(`${files.trades}: ${naf} names the unknown trade ${tradeCode}`);
    made.trades.set(naf, { trade, clickAndCollect: clickAndCollect as ClickAndCollect });
  }
  tables.set(nomenclature, made);
  return made;
}

function common(found: (NafTrade | null)[]): NafTrade | null {
  const first = found[0];
  if (!first || !found.every((each) => each?.trade === first.trade)) return null;
  const alike = found.every((each) => each?.clickAndCollect === first.clickAndCollect);
  return alike ? first : { trade: first.trade, clickAndCollect: 'maybe' };
}
