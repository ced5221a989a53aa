import { createHmac } from 'node:crypto';
import { Inject, Injectable, Logger } from '@nestjs/common';
import type { Temporal } from 'temporal-polyfill';
import { SETTINGS, type Settings } from '#libs/platform';
import { PostgresEngine } from '../postgres-engine.service.js';
import type { CountAnswer, PageWish, SearchEngine } from '../search-engine.js';
import type { SearchPlan, Understood } from '../search-plan.js';
import type { PageRow } from '../search-sql.js';
import type { WordFacts } from '../word-meaning.js';

/** What an engine of `SEARCH_URL` is asked by POST, as JSON: the path, and what it answers. `docs/search.md` describes it. */
export interface EngineQuestions {
  '/page': { plan: SearchPlan; wish: PageWish; at: string };
  '/count': { plan: SearchPlan; at: string };
  '/word-facts': { words: readonly string[]; wide: boolean };
}

export interface EngineAnswers {
  '/page': PageRow[];
  '/count': CountAnswer;
  '/word-facts': WordFacts[];
}

/** A search that waits longer is answered by the database. */
const TIMEOUT_MS = 2_000;
/** After a failure it is left alone for so long. */
const PAUSE_MS = 5_000;

/** What the engine is sent as a bearer token: nobody else shall keep it busy. */
export const engineToken = ({ appSecret }: Pick<Settings, 'appSecret'>): string =>
  createHmac('sha256', appSecret).update('search engine').digest('base64url');

/** Asks the engine of `SEARCH_URL`; while it does not answer, the database does. */
@Injectable()
export class RemoteEngine implements SearchEngine {
  private readonly log = new Logger(RemoteEngine.name);
  private pausedUntil = 0;

  constructor(
    private readonly postgres: PostgresEngine,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  get isSet(): boolean {
    return this.settings.searchUrl !== null;
  }

  async page(plan: SearchPlan, wish: PageWish, at: Temporal.Instant): Promise<PageRow[]> {
    const rows = await this.ask('/page', { plan, wish, at: at.toString() });
    if (rows === null) return this.postgres.page(plan, wish, at);
    return rows.map((row) => ({ ...row, collectable_from: row.collectable_from && new Date(row.collectable_from) }));
  }

  async count(plan: SearchPlan, understood: Understood, at: Temporal.Instant): Promise<CountAnswer> {
    return (await this.ask('/count', { plan, at: at.toString() })) ?? this.postgres.count(plan, understood, at);
  }

  async wordFacts(words: readonly string[], wide: boolean): Promise<WordFacts[]> {
    return (await this.ask('/word-facts', { words, wide })) ?? this.postgres.wordFacts(words, wide);
  }

  /** Null: it does not answer. */
  private async ask<P extends keyof EngineQuestions>(
    path: P,
    question: EngineQuestions[P],
  ): Promise<EngineAnswers[P] | null> {
    if (Date.now() < this.pausedUntil) return null;
    try {
      const answer = await fetch(new URL(path, this.settings.searchUrl!), {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${engineToken(this.settings)}` },
        body: JSON.stringify(question),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      return (await answer.json()) as EngineAnswers[P];
    } catch (error) {
      this.pausedUntil = Date.now() + PAUSE_MS;
      this.log.warn(`The search engine does not answer, the database does: ${String(error)}`);
      return null;
    }
  }
}
