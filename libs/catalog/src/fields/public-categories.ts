import { readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '#libs/platform';

/** A category that all shops of the region share. `trade` is the code of the search's facet (`libs/territory/data/trades.csv`). */
export interface PublicCategory {
  code: string;
  trade: string;
  /** `goods` are under the General Product Safety Regulation; food, living plants, antiques and services are not. */
  kind: 'goods' | 'food' | 'plant' | 'old' | 'service';
  labelFr: string;
  labelEn: string;
}

const FILE = path.join(projectRoot, 'libs/catalog/data/public-categories.csv');
const CELL = /(?:^|,)(?:"([^"]*)"|([^,]*))/g;

let all: PublicCategory[] | undefined;

/** In the order of the table. Source: libs/catalog/data/public-categories.csv, written for this project. */
export function publicCategories(): readonly PublicCategory[] {
  all ??= readFileSync(FILE, 'utf8').split('\n').slice(1).filter(Boolean).map(categoryOf);
  return all;
}

export const publicCategory = (code: string | null): PublicCategory | null =>
  publicCategories().find((category) => category.code === code) ?? null;

/** Regulation (EU) 2023/988 asks for the manufacturer and the warnings in the offer of such a product. */
export const asksForSafety = (code: string | null): boolean => publicCategory(code)?.kind === 'goods';

function categoryOf(line: string): PublicCategory {
  const [code = '', trade = '', kind = '', labelFr = '', labelEn = ''] = [...line.matchAll(CELL)].map(
    ([, quoted, bare]) => quoted ?? bare ?? '',
  );
  return { code, trade, kind: kind as PublicCategory['kind'], labelFr, labelEn };
}
