import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '#libs/kernel';
import { SETTINGS, type Settings } from '#libs/platform';
import { loadTerritory } from '#libs/territory';
import * as sql from './index-listings.sql.js';
import { LEARN_WORDS } from './index-shops.sql.js';
import type { Listing, ListedPlace } from './listing.js';
import { placeEntry } from './shop-entry.js';

/** Rows of one statement. */
const AT_ONCE = 500;

/** Writes what is sold elsewhere into the region-wide index, in the caller's transaction of the region. */
@Injectable()
export class ListingIndex {
  constructor(@Inject(SETTINGS) private readonly settings: Settings) {}

  /** Answers the places that changed. */
  async writePlaces(tx: EntityManager, places: readonly ListedPlace[]): Promise<string[]> {
    const territory = loadTerritory(this.settings.regionCode);
    const entries = places.map((place) => placeEntry(place, territory));
    const changed: { id: string }[] = [];
    for (const part of parts(entries))
      changed.push(...(await tx.query<{ id: string }[]>(sql.WRITE_PLACES, [JSON.stringify(part)])));
    return changed.map(({ id }) => id);
  }

  /** Their places are there. Answers the places of those that changed. */
  async writeListings(tx: EntityManager, listings: readonly Listing[]): Promise<string[]> {
    const changed: { id: string }[] = [];
    for (const part of parts(listings)) {
      changed.push(...(await tx.query<{ id: string }[]>(sql.WRITE_LISTINGS, [JSON.stringify(part)])));
      await tx.query(sql.WRITE_LINKS, [JSON.stringify(part)]);
    }
    return changed.map(({ id }) => id);
  }

  async drop(tx: EntityManager, documentIds: readonly string[]): Promise<void> {
    if (documentIds.length > 0) await tx.query(sql.DROP_LISTINGS, [documentIds]);
  }

  /** After the last change to these places: counts, tiers, new words; empty places go. */
  async settle(tx: EntityManager, placeIds: readonly string[]): Promise<void> {
    for (const part of parts([...placeIds])) {
      await tx.query(sql.DROP_EMPTY_PLACES, [part]);
      await tx.query(sql.SET_LISTING_TIERS, [part, thisWeek()]);
      await tx.query(sql.COUNT_LISTING_WORDS, [part]);
      await tx.query(sql.COUNT_LISTINGS, [part]);
      await tx.query(LEARN_WORDS, [part, null]);
    }
  }
}

function* parts<T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < rows.length; at += AT_ONCE) yield rows.slice(at, at + AT_ONCE);
}

const thisWeek = (): string => {
  const { yearOfWeek, weekOfYear } = Clock.now().toZonedDateTimeISO('UTC').toPlainDate();
  return `${yearOfWeek}-${weekOfYear}`;
};
