import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId } from '#libs/kernel';
import { Events } from '#libs/platform';
import { factsHash, type Facts, resolveFacts, type SourceFacts } from './shop-facts.js';
import * as sql from './shop-sources-sql.js';

/** What one source says, by shop. `kind`: of the initiative behind it. */
export interface Saying {
  kind: string;
  shops: Map<string, Facts>;
}

interface KnownSources {
  shopId: string;
  /** Its owner has come. */
  isTaken: boolean;
  /** The fields that hold something now. */
  held: string[];
  sources: (SourceFacts & { hash: string })[];
}

/** What a shop holds of each field when the last source that spoke of it is gone. */
const EMPTY = { phone: null, website: null, addressLine: null, postcode: null };

/** What others than the merchant say of shops that are there already: how to reach them. */
@Injectable()
export class ShopSources {
  constructor(private readonly events: Events) {}

  /**
   * All that the sources whose names are like `pattern` say now: what one of them says no longer goes, field by field, and what the
   * others say comes to light again. `said`: by source. In a transaction of the region; the same again writes nothing.
   */
  async replace(tx: EntityManager, pattern: string, said: Map<string, Saying>): Promise<void> {
    const concerned = await tx.query<{ shopId: string }[]>(sql.TOLD_BY, [pattern]);
    const shopIds = new Set([
      ...concerned.map(({ shopId }) => shopId),
      ...[...said.values()].flatMap(({ shops }) => [...shops.keys()]),
    ]);
    if (shopIds.size === 0) return;
    const known = await tx.query<KnownSources[]>(sql.SOURCES_OF, [[...shopIds], pattern]);
    const changes = known.flatMap((shop) => changeOf(shop, said));
    if (changes.length === 0) return;
    await tx.query(sql.DROP_SOURCES, [JSON.stringify(changes), pattern]);
    const rows = changes.flatMap(({ shopId, theirs }) => theirs.map((each) => ({ shopId, ...each })));
    await tx.query(sql.SAVE_SOURCES, [JSON.stringify(rows)]);
    await tx.query(sql.UPDATE_REACH, [JSON.stringify(changes)]);
    const changed = changes.map(({ shopId }) => shopId);
    await this.events.publish(tx, { type: 'shop.changed', eventId: newId(), shopId: null, shopIds: changed });
  }
}

interface Change {
  shopId: string;
  theirs: (SourceFacts & { hash: string })[];
  facts: Facts;
}

type Known = KnownSources['sources'][number] & { isTheirs: boolean };

function changeOf(shop: KnownSources, said: Map<string, Saying>): Change[] {
  const sources = shop.sources as Known[];
  const theirs = [...said].flatMap(([source, { kind, shops }]) => {
    const facts = shops.get(shop.shopId);
    return facts ? [{ source, kind, facts, hash: factsHash(facts) }] : [];
  });
  const before = sources.filter(({ isTheirs }) => isTheirs);
  const isSame =
    before.length === theirs.length &&
    theirs.every(({ source, hash }) => before.some((each) => each.source === source && each.hash === hash));
  if (isSame) return [];
  const others = sources.filter(({ isTheirs }) => !isTheirs);
  const now = resolveFacts([...others, ...theirs]);
  const fields = new Set([...before, ...theirs].flatMap(({ facts }) => Object.keys(facts)));
  const told = [...fields]
    .filter((field) => !isOwners(shop, field))
    .map((field) => [field, now[field] ?? EMPTY[field as keyof typeof EMPTY]] as const);
  return [{ shopId: shop.shopId, theirs, facts: Object.fromEntries(told.filter(([, value]) => value !== undefined)) }];
}

/** A field that holds something although no source spoke of it is the owner's, once there is one. */
const isOwners = ({ isTaken, held, sources }: KnownSources, field: string): boolean =>
  isTaken && held.includes(field) && !sources.some(({ facts }) => field in facts);
