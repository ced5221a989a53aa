import type { OnApplicationShutdown } from '@nestjs/common';
import { Logger } from '@nestjs/common';
import pg from 'pg';

/** A replica that failed is left alone for so long. */
const PAUSE_MS = 5_000;
const CONNECT_MS = 1_000;

/** A copy of the database that answers reads of public data. It may be some moments behind, or away. */
export class ReadReplica implements OnApplicationShutdown {
  private readonly pool: pg.Pool;
  private readonly log = new Logger(ReadReplica.name);
  private pausedUntil = 0;

  constructor(url: string, connections: number) {
    this.pool = new pg.Pool({
      connectionString: url,
      max: connections,
      connectionTimeoutMillis: CONNECT_MS,
      application_name: 'devanture replica reads',
    });
    this.pool.on('error', () => undefined);
  }

  /** Null: it does not answer, or not for now; the caller asks the primary server. */
  async read<R>(sql: string, parameters: unknown[]): Promise<R[] | null> {
    if (Date.now() < this.pausedUntil) return null;
    try {
      return (await this.pool.query(sql, parameters)).rows as R[];
    } catch (error) {
      this.pausedUntil = Date.now() + PAUSE_MS;
      this.log.warn(`The replica does not answer, the primary server does: ${String(error)}`);
      return null;
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.end();
  }
}
