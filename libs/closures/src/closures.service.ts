import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock, newId, NotFoundError } from '#libs/kernel';
import { Events, SETTINGS, type Settings } from '#libs/platform';
import { Tenancy } from '#libs/tenancy';
import { loadTerritory } from '#libs/territory';
import type { Closure, ClosurePreview } from './closure.js';
import type { ClosureInput } from './closure-input.js';
import { ClosureOverError } from './closures.errors.js';
import { CONCERNED_SQL, LIST_SQL, ONE_SQL, PREVIEW_SQL, WRITE_SQL } from './closures-sql.js';
import { communesOf } from './communes-of.js';

const LISTED = 200;
/** Shops told of in one event: their slots are worked out together. */
const TOLD_AT_ONCE = 250;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

type Row = Omit<Closure, 'createdAt' | 'cancelledAt'> & { createdAt: Date; cancelledAt: Date | null };

/**
 * Closure orders of the region. A shop reads which of them concern it when its slots are asked for: nothing is copied into the
 * shops, so that an order that is undone leaves no trace in them.
 */
@Injectable()
export class Closures {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly events: Events,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Those in force and to come first; 200 at most. */
  async list(): Promise<Closure[]> {
    const rows = await this.tenancy.regionTransaction((tx) => tx.query<Row[]>(LIST_SQL, [LISTED]));
    return rows.map(toClosure);
  }

  /** @throws NotFoundError */
  async one(closureId: string): Promise<Closure> {
    return this.tenancy.regionTransaction((tx) => this.read(tx, closureId));
  }

  /** What the order would touch if it were written now. @throws InvalidInputError for an unknown place */
  async preview(input: ClosureInput): Promise<ClosurePreview> {
    const draft = this.draft(input, newId(), null);
    return this.tenancy.regionTransaction(async (tx) => {
      const [preview] = await tx.query<ClosurePreview[]>(PREVIEW_SQL, [draft]);
      return preview!;
    });
  }

  /** Slots follow at once, the search within seconds, orders whose slot closes get others proposed. @throws InvalidInputError */
  async create(input: ClosureInput, createdBy: string): Promise<Closure> {
    const closureId = newId();
    const draft = this.draft(input, closureId, createdBy);
    return this.tenancy.regionTransaction(async (tx) => {
      await tx.query(WRITE_SQL, [draft]);
      await this.tell(tx, closureId);
      return this.read(tx, closureId);
    });
  }

  /** The order holds until `lastDay` included (`YYYY-MM-DD`). @throws NotFoundError, ClosureOverError */
  async end(closureId: string, lastDay: string): Promise<Closure> {
    return this.change(closureId, 'ends_on = greatest($2::date, starts_on)', lastDay);
  }

  /** As if the order had never been. @throws NotFoundError, ClosureOverError when that was done before */
  async undo(closureId: string, personId: string): Promise<void> {
    await this.change(closureId, 'cancelled_at = now(), cancelled_by = $2::uuid', personId);
  }

  private async change(closureId: string, set: string, value: string): Promise<Closure> {
    return this.tenancy.regionTransaction(async (tx) => {
      const before = await this.read(tx, closureId);
      const today = Clock.now().toZonedDateTimeISO('Europe/Paris').toPlainDate().toString();
      if (before.cancelledAt !== null || (before.until !== null && before.until < today)) throw new ClosureOverError();
      await tx.query(`update closure_order set ${set} where closure_id = $1`, [closureId, value]);
      await this.tell(tx, closureId);
      return this.read(tx, closureId);
    });
  }

  private async read(tx: EntityManager, closureId: string): Promise<Closure> {
    const [row] = UUID.test(closureId) ? await tx.query<Row[]>(ONE_SQL, [closureId]) : [];
    if (!row) throw new NotFoundError();
    return toClosure(row);
  }

  private async tell(tx: EntityManager, closureId: string): Promise<void> {
    const rows = await tx.query<{ shop_id: string }[]>(CONCERNED_SQL, [closureId]);
    const all = rows.map((row) => row.shop_id);
    for (let i = 0; i < all.length; i += TOLD_AT_ONCE) {
      const shopIds = all.slice(i, i + TOLD_AT_ONCE);
      await this.events.publish(tx, { type: 'shop.availability_changed', eventId: newId(), shopId: null, shopIds });
    }
  }

  /** The row of an order that is not written yet. */
  private draft(input: ClosureInput, closureId: string, createdBy: string | null): string {
    return JSON.stringify({
      closure_id: closureId,
      title: input.title,
      reason: input.reason,
      starts_on: input.from,
      ends_on: input.until,
      territory: input.territory,
      communes: communesOf(input.territory, loadTerritory(this.settings.regionCode)),
      trades: input.trades,
      nafs: input.nafs,
      exempt_trades: input.exemptTrades,
      exempt_nafs: input.exemptNafs,
      collects: input.collects,
      collect_from: input.collectFrom,
      collect_until: input.collectUntil,
      created_by: createdBy,
      created_at: Clock.now().toString(),
    });
  }
}

const toClosure = (row: Row): Closure => ({
  ...row,
  createdAt: row.createdAt.toISOString(),
  cancelledAt: row.cancelledAt?.toISOString() ?? null,
});
