import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import pg from 'pg';
import type { Settings } from '../config/settings.js';
import { SETTINGS } from '../config/tokens.js';
import { appUrl } from './roles.js';

type Listener = (payload: string) => void;

const RETRY_MS = 1000;

/**
 * What the database says on its channels (LISTEN), over one connection a process that is no part of the pool. It opens with
 * the first listener; when it breaks it comes back by itself and says `''`: whoever listens may have missed something.
 */
@Injectable()
export class Channels implements OnModuleDestroy {
  private readonly listeners = new Map<string, Set<Listener>>();
  private client: Promise<pg.Client> | null = null;
  private isOver = false;

  constructor(@Inject(SETTINGS) private readonly settings: Settings) {}

  /** Hears payloads of a channel (a lower-case name) until the answer is called. */
  async listen(channel: string, listener: Listener): Promise<() => void> {
    if (!/^[a-z_]+$/.test(channel)) throw new Error(`Not a channel: ${channel}`);
    const known = this.listeners.get(channel);
    const mine = known ?? new Set<Listener>();
    this.listeners.set(channel, mine.add(listener));
    const client = await this.open();
    if (!known) await client.query(`listen ${channel}`);
    return () => void mine.delete(listener);
  }

  async onModuleDestroy(): Promise<void> {
    this.isOver = true;
    const client = await this.client?.catch(() => null);
    await client?.end().catch(() => undefined);
  }

  private open(): Promise<pg.Client> {
    this.client ??= this.connect().catch((error: unknown) => {
      this.client = null;
      throw error;
    });
    return this.client;
  }

  private async connect(): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString: appUrl(this.settings.databaseUrl),
      application_name: 'devanture listener',
    });
    client.on('notification', ({ channel, payload }) => this.tell(channel, payload ?? ''));
    client.on('error', () => undefined);
    client.on('end', () => this.lost());
    await client.connect();
    for (const channel of this.listeners.keys()) await client.query(`listen ${channel}`);
    return client;
  }

  private lost(): void {
    this.client = null;
    if (this.isOver || this.listeners.size === 0) return;
    setTimeout(() => void this.comeBack(), RETRY_MS).unref();
  }

  private async comeBack(): Promise<void> {
    if (this.isOver) return;
    const isBack = await this.open().then(
      () => true,
      () => false,
    );
    if (!isBack) return this.lost();
    for (const channel of this.listeners.keys()) this.tell(channel, '');
  }

  private tell(channel: string, payload: string): void {
    for (const listener of this.listeners.get(channel) ?? []) listener(payload);
  }
}
