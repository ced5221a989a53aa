import { setTimeout as wait } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { Tenancy } from '#libs/tenancy';
import type { DocumentRow } from './document-columns.js';
import { MemoryEngine } from './memory-engine.service.js';
import * as sql from './memory-sql.js';
import { type GoneRow, SearchMemory } from './search-memory.js';
import type { ShopRow } from './shop-columns.js';
import type { WordRow } from './word-columns.js';

/** Rows of one statement: some milliseconds of work between which requests are answered. */
const PART = 500;
const EVERY_MS = 150;
/** After this long without an answer of the database nothing is trusted any more: rows that went may be forgotten there too. */
const TRUSTED_MS = 6 * 3_600_000;
/** A copy with so many documents that are gone is made anew. */
const GONE_SHARE = 0.5;
const GONE_LEAST = 10_000;
const NO_ID = '00000000-0000-0000-0000-000000000000';

interface Follower {
  memory: SearchMemory;
  /** Every transaction below it has been read, and those of `read` above it. */
  mark: string;
  read: string[];
}

/** Loads the copy of the index and follows its tables: what a transaction changed is there a fifth of a second after it. */
@Injectable()
export class MemoryFeed implements BeforeApplicationShutdown {
  private readonly log = new Logger(MemoryFeed.name);
  private follower: Follower | null = null;
  private running: Promise<void> | null = null;
  private readonly ending = new AbortController();
  private lastSeen = 0;
  private isLost = false;

  constructor(
    private readonly tenancy: Tenancy,
    private readonly engine: MemoryEngine,
  ) {}

  /** Of the copy that answers; null: the database answers. `secondsOld`: since it last saw that it holds everything. */
  get state(): { documents: number; secondsOld: number } | null {
    if (!this.follower || !this.engine.isReady) return null;
    const { count, gone } = this.follower.memory.documents;
    return { documents: count - gone, secondsOld: (Date.now() - this.lastSeen) / 1000 };
  }

  /** Goes on until shutdown; the database answers until the copy is there. Whoever waits waits for the first copy. */
  async start(): Promise<void> {
    this.running ??= this.run();
    while (!this.engine.isReady && !this.ending.signal.aborted) await wait(20);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.ending.abort();
    await this.running;
  }

  /** Reads what has changed, at once: for who cannot wait so long. */
  async catchUp(): Promise<void> {
    const isFresh = !this.follower || isWorn(this.follower.memory);
    const follower = isFresh ? await this.load() : this.follower!;
    const isChanged = await this.follow(follower);
    if (isFresh || isChanged) this.engine.serve(follower.memory);
    this.follower = follower;
    this.lastSeen = Date.now();
  }

  private async run(): Promise<void> {
    while (!this.ending.signal.aborted) {
      try {
        await this.catchUp();
        this.isLost = false;
      } catch (error) {
        this.lose(error);
      }
      await wait(EVERY_MS, undefined, { signal: this.ending.signal }).catch(() => undefined);
    }
  }

  /** Said once, not at each try. */
  private lose(error: unknown): void {
    if (!this.isLost && !this.ending.signal.aborted)
      this.log.warn(`The copy of the index cannot be brought up to date: ${String(error)}`);
    this.isLost = true;
    if (Date.now() - this.lastSeen > TRUSTED_MS) this.forget();
  }

  private forget(): void {
    this.follower = null;
    this.engine.serve(null);
  }

  private async load(): Promise<Follower> {
    const memory = new SearchMemory();
    const [marked] = await this.tenancy.replicaRead<{ mark: string }>(sql.MARK_SQL);
    for await (const words of this.parts<WordRow>(sql.LOAD_WORDS_SQL, [], [''])) memory.apply({ words });
    for await (const shops of this.parts<ShopRow>(sql.LOAD_SHOPS_SQL, [], [NO_ID])) memory.apply({ shops });
    for await (const documents of this.parts<DocumentRow>(sql.LOAD_DOCUMENTS_SQL, [], [NO_ID, NO_ID]))
      await this.write(memory, documents);
    memory.words.settle();
    return { memory, mark: marked!.mark, read: [] };
  }

  /** Reads what transactions changed that were not read before, and answers whether there were any. */
  private async follow(follower: Follower): Promise<boolean> {
    const { memory, mark, read } = follower;
    const [row] = await this.tenancy.replicaRead<{ mark: string; news: string[] }>(sql.NEWS_SQL, [mark, read]);
    const { mark: next, news } = row!;
    if (news.length > 0) {
      memory.apply({ gone: await this.tenancy.replicaRead<GoneRow>(sql.GONE_SQL, [news]) });
      for await (const words of this.parts<WordRow>(sql.NEW_WORDS_SQL, [news], [''])) memory.apply({ words });
      for await (const shops of this.parts<ShopRow>(sql.NEW_SHOPS_SQL, [news], [NO_ID])) memory.apply({ shops });
      for await (const documents of this.parts<DocumentRow>(sql.NEW_DOCUMENTS_SQL, [news], [NO_ID, NO_ID]))
        await this.write(memory, documents);
      if (memory.words.isUnsettled) memory.words.settle();
    }
    follower.mark = next;
    follower.read = [...read, ...news].filter((transaction) => BigInt(transaction) >= BigInt(next));
    return news.length > 0;
  }

  /** A shop that a younger transaction wrote again is not among the new ones: it is asked for by its id. */
  private async write(memory: SearchMemory, documents: DocumentRow[]): Promise<void> {
    const missing = new Set(documents.map((row) => row.shop_id).filter((id) => !memory.shops.get(id)));
    if (missing.size > 0)
      memory.apply({ shops: await this.tenancy.replicaRead<ShopRow>(sql.SHOPS_SQL, [[...missing]]) });
    memory.apply({ documents });
  }

  /** Part after part in the order of the key, which begins each row. */
  private async *parts<T extends object>(text: string, before: unknown[], first: string[]): AsyncGenerator<T[]> {
    let last: unknown[] = first;
    for (;;) {
      this.ending.signal.throwIfAborted();
      const rows = await this.tenancy.replicaRead<T>(text, [...before, ...last, PART]);
      if (rows.length > 0) yield rows;
      if (rows.length < PART) return;
      last = Object.values(rows.at(-1)!).slice(0, first.length);
    }
  }
}

const isWorn = ({ documents }: SearchMemory): boolean =>
  documents.gone > GONE_LEAST && documents.gone > documents.count * GONE_SHARE;
