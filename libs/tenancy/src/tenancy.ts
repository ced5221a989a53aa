import { AsyncLocalStorage } from 'node:async_hooks';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type pg from 'pg';
import { DataSource, type EntityManager, QueryFailedError, type QueryRunner } from 'typeorm';
import { READ_REPLICA, type ReadReplica, REGION_ROLE, refuseUnsafeRole } from '#libs/platform';
import { asShop, currentShopId, NoShopError, outsideAnyShop } from './current-shop.js';
import { type ShopVisits, shopVisits } from './shop-visits.js';

interface Open {
  manager: EntityManager;
  /** A shop's id, `region` or `public`. */
  scope: string;
}

const CONFLICTS = new Set(['40001', '40P01']);
const TRIES = 4;

const open = new AsyncLocalStorage<Open>();

/** The only way to the database. Which rows a transaction sees is decided here and enforced by row level security. */
@Injectable()
export class Tenancy implements OnModuleInit {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(READ_REPLICA) private readonly replica: ReadReplica | null,
  ) {}

  /** Throws UnsafeRoleError when the server was given a role that bypasses row level security. */
  async onModuleInit(): Promise<void> {
    await refuseUnsafeRole((sql) => this.dataSource.query(sql));
  }

  /**
   * A transaction of the current shop; inside another one of the same shop it joins it. Serialization failures and
   * deadlocks are tried again, three times at most, so `work` has no effect outside the database.
   */
  async shopTransaction<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    const shopId = currentShopId();
    return this.transaction(shopId, `begin; set local app.shop_id = '${shopId}'`, work);
  }

  /** A transaction over the whole territory, by the policies of the region role. */
  async regionTransaction<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    return this.transaction('region', `begin; set local role ${REGION_ROLE}`, work);
  }

  /** A transaction without a shop: people, sessions, public copies. */
  async publicTransaction<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    return this.transaction('public', 'begin', work);
  }

  /**
   * One transaction over several shops, all or none: `work` enters them one after the other, and every statement still
   * runs as one shop alone. Outside any shop and any other transaction only. Tried again like `shopTransaction`.
   */
  async shopsTransaction<T>(work: (visits: ShopVisits) => Promise<T>): Promise<T> {
    outsideAnyShop();
    if (open.getStore()) throw new NoShopError({ open: open.getStore()?.scope, wanted: 'several shops' });
    return this.transaction('public', 'begin', (tx) =>
      work(
        shopVisits({
          tx,
          as: (shopId, visit) => asShop(shopId, () => open.run({ manager: tx, scope: shopId }, visit)),
        }),
      ),
    );
  }

  /** One statement of the current shop in one round trip: the messages of the transaction are sent together. */
  async shopRead<R>(sql: string, parameters: unknown[] = []): Promise<R[]> {
    const shopId = currentShopId();
    const joined = open.getStore();
    if (joined?.scope === shopId) return joined.manager.query(sql, parameters);
    return this.pipelined<R>(`begin read only; set local app.shop_id = '${shopId}'`, sql, parameters);
  }

  /** One statement outside any shop: it sees public copies and global tables, and no row of a tenant. */
  async publicRead<R>(sql: string, parameters: unknown[] = []): Promise<R[]> {
    return this.dataSource.query(sql, parameters);
  }

  /**
   * As `publicRead`, of what may be some moments old: asked of the replica where one is set, and of the primary server
   * while it does not answer.
   */
  async replicaRead<R>(sql: string, parameters: unknown[] = []): Promise<R[]> {
    return (await this.replica?.read<R>(sql, parameters)) ?? this.publicRead<R>(sql, parameters);
  }

  private async transaction<T>(scope: string, begin: string, work: (tx: EntityManager) => Promise<T>): Promise<T> {
    const joined = open.getStore();
    if (joined) {
      if (joined.scope !== scope) throw new NoShopError({ open: joined.scope, wanted: scope });
      return work(joined.manager);
    }
    for (let tries = 1; ; tries++) {
      try {
        return await this.once(scope, begin, work);
      } catch (error) {
        if (tries >= TRIES || !isConflict(error)) throw error;
      }
    }
  }

  private async once<T>(scope: string, begin: string, work: (tx: EntityManager) => Promise<T>): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    try {
      await runner.query(begin);
      markActive(runner, true);
      const result = await open.run({ manager: runner.manager, scope }, () => work(runner.manager));
      await runner.query('commit');
      return result;
    } catch (error) {
      await runner.query('rollback').catch(() => undefined);
      throw error;
    } finally {
      markActive(runner, false);
      await runner.release();
    }
  }

  private async pipelined<R>(begin: string, sql: string, parameters: unknown[]): Promise<R[]> {
    const client = await this.pool.connect();
    client.on('error', seenByQuery);
    try {
      const [, result] = await Promise.all([
        client.query(begin),
        client.query({ name: statementName(sql), text: sql, values: parameters }),
        client.query('commit'),
      ]);
      client.release();
      return result.rows as R[];
    } catch (error) {
      await client.query('rollback').then(
        () => client.release(),
        (broken: Error) => client.release(broken),
      );
      throw error;
    } finally {
      client.off('error', seenByQuery);
    }
  }

  private get pool(): pg.Pool {
    return (this.dataSource.driver as unknown as { master: pg.Pool }).master;
  }
}

const STATEMENTS_MOST = 200;
const statements = new Map<string, string>();

/** Statements are planned once a connection; texts that a request puts together beyond a bound stay unnamed. */
function statementName(sql: string): string | undefined {
  const known = statements.get(sql);
  if (known !== undefined || statements.size >= STATEMENTS_MOST) return known;
  const name = `shop_read_${statements.size}`;
  statements.set(sql, name);
  return name;
}

/** A connection that is lost says so to its queries, and once more as an event that would end the process unheard. */
const seenByQuery = (): void => undefined;

const isConflict = (error: unknown): boolean =>
  error instanceof QueryFailedError && CONFLICTS.has((error.driverError as { code?: string }).code ?? '');

/** TypeORM opens no transaction of its own inside ours. */
const markActive = (runner: QueryRunner, isActive: boolean): void => {
  (runner as { isTransactionActive: boolean }).isTransactionActive = isActive;
};
