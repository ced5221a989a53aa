import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS, type Settings } from '#libs/platform';
import { loadTerritory, type Territory } from '#libs/territory';
import { codesIn } from './code-in-query.js';
import { type NamedPlace, placeInQuery } from './place-in-query.js';
import { queryWords } from './query-words.js';
import { type Around, SOFT_RADIUS_KM, type Understood, WIDE_RADIUS_KM } from './search-plan.js';
import type { CleanSearchQuery } from './search-query.js';
import type { SearchAnswer } from './search-result.js';
import { UnknownPlaceError } from './search.errors.js';
import { Vocabulary } from './vocabulary.service.js';
import type { WordMeaning } from './word-meaning.js';

/** One way to understand a query, and what it leaves of what was asked. */
export interface Reading extends Understood {
  widened: SearchAnswer['widened'];
  /** One of these words must stand in the first title; else the words meant something else. */
  titled?: readonly string[];
}

/** A small commune may be called as a thing is: « linge » is no way to Lingé. */
const SMALL = 3_000;

/** Under these, fewer words would be no answer: the filter is what finds nothing. */
const NARROWING = ['category', 'priceMin', 'priceMax', 'collectableBefore', 'openNow'] as const;

/** Where nothing is found so near, one looks so much farther. */
const WIDER_KM = [20, 50, 100];

/** What a query may mean. */
@Injectable()
export class Understanding {
  private readonly territory: Territory;

  constructor(
    private readonly vocabulary: Vocabulary,
    @Inject(SETTINGS) settings: Settings,
  ) {
    this.territory = loadTerritory(settings.regionCode);
  }

  /**
   * Most probable first, each worked out when the ones before found nothing: a reference, a commune read in the words, the
   * words alone, words like them, a wider circle, some of the words. Throws UnknownPlaceError.
   */
  async *readings(query: CleanSearchQuery): AsyncGenerator<Reading> {
    const asked = this.askedAround(query);
    const codes = codesIn(query.q);
    if (codes.length > 0) yield { words: [], around: asked, codes, widened: null };
    const words = queryWords(query.q);
    const meanings = await this.vocabulary.meanings(words);
    const little = littleOf(words, meanings);
    const place = asked.point || query.commune ? null : await this.placeIn(words);
    const near = place && (await this.around(place));
    if (place && near) {
      const isSmall = place.commune.population < SMALL && near.name.length > 0;
      if (isSmall) yield { words: meanings, little, around: asked, widened: null, titled: place.name };
      const rest = await this.vocabulary.meanings(place.rest);
      yield { words: rest, around: near, widened: null };
      yield { words: rest, around: { ...near, radiusKm: WIDE_RADIUS_KM }, widened: null };
      if (near.name.length > 0) yield { words: meanings, little, around: asked, widened: null };
    } else yield { words: meanings, little, around: asked, widened: null };
    const isNarrow = NARROWING.some((name) => query[name] !== undefined);
    yield* this.wider(
      isNarrow ? [] : words,
      meanings,
      asked,
      place && near && { ...place, near: { ...near, radiusKm: WIDE_RADIUS_KM } },
    );
  }

  private async *wider(
    words: string[],
    meanings: WordMeaning[],
    asked: Around,
    place: (NamedPlace & { near: Around }) | null,
  ): AsyncGenerator<Reading> {
    const circles = widerCircles(asked);
    for (const around of circles) yield { words: meanings, around, widened: { radiusKm: around.radiusKm } };
    if (words.length === 0) return;
    const like = await this.vocabulary.wideMeanings(place?.rest ?? words);
    const around = circles.at(-1) ?? place?.near ?? asked;
    const widened = { words: true, ...(circles.length > 0 ? { radiusKm: null } : {}) };
    for (let missing = 0; missing < Math.min(like.length, 4); missing++)
      yield { words: like, around, missing, widened };
  }

  private askedAround(query: CleanSearchQuery): Around {
    const commune = query.commune ? this.territory.commune(query.commune) : null;
    if (query.commune && !commune) throw new UnknownPlaceError({ commune: query.commune });
    const none = { commune, radiusKm: null, isSoft: false, name: [] };
    if (query.lat !== undefined && query.lon !== undefined)
      return { ...none, point: { lat: query.lat, lon: query.lon }, radiusKm: query.radiusKm ?? null };
    if (!commune || query.radiusKm === undefined || commune.lat === null || commune.lon === null)
      return { ...none, point: null };
    return { ...none, point: { lat: commune.lat, lon: commune.lon }, radiusKm: query.radiusKm };
  }

  /** An earlier name counts only where it is no word of what is sold. */
  private async placeIn(words: string[]): Promise<NamedPlace | null> {
    const place = placeInQuery(words, this.territory);
    if (!place?.isFormer) return place;
    const meanings = await this.vocabulary.meanings(place.name);
    return meanings.some((word) => word.n > 0 && word.correction === null) ? null : place;
  }

  private async around(place: NamedPlace): Promise<Around | null> {
    const { commune } = place;
    if (commune.lat === null || commune.lon === null) return null;
    const name = place.isFormer ? [] : await this.vocabulary.meanings(place.name);
    return {
      point: { lat: commune.lat, lon: commune.lon },
      commune,
      radiusKm: SOFT_RADIUS_KM,
      isSoft: true,
      name: name.filter((word) => !word.correction && word.lexemes.length > 0),
    };
  }
}

/** Circles around the point that was asked for, the last one without an edge. */
function widerCircles(asked: Around): Around[] {
  const { radiusKm } = asked;
  if (asked.point === null || radiusKm === null) return [];
  return [...WIDER_KM.filter((km) => km > radiusKm), null].map((km) => ({ ...asked, radiusKm: km }));
}

const SHORT = 4;

const littleOf = (words: readonly string[], meanings: readonly WordMeaning[]): string[] =>
  words.filter((word) => word.length >= SHORT && !meanings.some(({ typed }) => typed === word));
