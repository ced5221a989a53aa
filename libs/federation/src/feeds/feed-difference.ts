import { newId } from '#libs/kernel';
import type { FeedContent } from './feed-content.js';

export interface KnownItem {
  key: string;
  itemId: string;
  kind: string;
  hash: string;
  missing: number;
}

interface NewItem {
  key: string;
  itemId: string;
  kind: string;
  facts: object;
  hash: string;
}

/** What a content changes. */
export interface Difference {
  created: NewItem[];
  updated: NewItem[];
  /** The same as before, and so are those that are back after they were missing once. */
  unchanged: number;
  back: string[];
  /** Not there for the first time: still shown. */
  missing: KnownItem[];
  /** Not there for the second time. */
  gone: KnownItem[];
  /** Of what was there at the last fetch, how many are not there now. */
  lost: number;
  before: number;
}

/** A content that lost more than this part is not believed at once. */
const MOST_LOST = 0.3;

/** `isPartial`: what is not there may still be there. `accepts`: somebody said that what is not there is gone. */
export function differenceOf(
  known: readonly KnownItem[],
  { entries }: FeedContent,
  { isPartial, accepts }: { isPartial: boolean; accepts: boolean },
): Difference {
  const byKey = new Map(known.map((item) => [item.key, item]));
  const items = [...entries.values()].map(({ key, facts, hash }): NewItem => {
    const itemId = byKey.get(key)?.itemId ?? newId();
    return { key, itemId, kind: facts.kind, facts, hash };
  });
  const same = items.filter(({ key, hash }) => byKey.get(key)?.hash === hash);
  const absent = isPartial ? [] : known.filter(({ key }) => !entries.has(key));
  const isGone = ({ missing }: KnownItem): boolean => accepts || missing > 0;
  return {
    created: items.filter(({ key }) => !byKey.has(key)),
    updated: items.filter(({ key, hash }) => byKey.has(key) && byKey.get(key)?.hash !== hash),
    unchanged: same.length,
    back: same.filter(({ key }) => byKey.get(key)!.missing > 0).map(({ itemId }) => itemId),
    missing: absent.filter((item) => !isGone(item)),
    gone: absent.filter(isGone),
    lost: absent.filter(({ missing }) => missing === 0).length,
    before: known.filter(({ missing }) => missing === 0).length,
  };
}

export const losesTooMuch = ({ lost, before }: Difference): boolean => before > 0 && lost / before > MOST_LOST;
