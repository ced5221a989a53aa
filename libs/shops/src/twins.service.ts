import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock, NotFoundError } from '#libs/kernel';
import { Tenancy } from '#libs/tenancy';
import { type ImportedFacts, ImportUndo } from './import-undo.service.js';
import type { ProvisionRow, TwinReason } from './provision-row.js';
import { Provisioning, UNDONE } from './provisioning.service.js';
import { TwinTakenError } from './shops.errors.js';

/** What is compared of a row and of a shop. */
export type TwinSide = Partial<
  Record<'name' | 'siret' | 'trade' | 'addressLine' | 'postcode' | 'communeInsee' | 'phone' | 'website', string | null>
>;

/** A row of a file that may be a shop which is there. `decision` null: nobody has looked yet. */
export interface ShopTwin {
  twinId: string;
  reason: TwinReason;
  decision: 'same' | 'different' | null;
  decidedAt: Date | null;
  /** Name of the initiative whose file it was. */
  initiative: string;
  row: TwinSide;
  shop: TwinSide;
}

interface Waiting {
  source: string;
  key: string;
  shopId: string;
  row: ProvisionRow;
  decision: ShopTwin['decision'];
  done: ImportedFacts | null;
  tookSiret: boolean;
}

/** Rows of bulk lists that wait because they look like a shop of another source. */
@Injectable()
export class Twins {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly provisioning: Provisioning,
    private readonly undoing: ImportUndo,
  ) {}

  /** Of these initiatives, or of all; what waits for somebody first. */
  async list(scope: readonly string[] | 'region', most: number): Promise<ShopTwin[]> {
    return this.tenancy.regionTransaction((tx) =>
      tx.query<ShopTwin[]>(LIST_SQL, [scope === 'region' ? null : scope, most]),
    );
  }

  /**
   * `same`: the row is one more source of the shop; `different`: it becomes a shop of its own; null takes the decision back with
   * what it changed. Deciding the same again changes nothing. @throws NotFoundError, TwinTakenError
   */
  async decide(
    twinId: string,
    scope: readonly string[] | 'region',
    decision: ShopTwin['decision'],
    personId: string,
  ): Promise<void> {
    await this.tenancy.regionTransaction(async (tx) => {
      const ids = scope === 'region' ? null : scope;
      const [twin] = await tx.query<Waiting[]>(TAKE_SQL, [twinId, ids]);
      if (!twin) throw new NotFoundError();
      if (twin.decision === decision) return;
      if (twin.decision !== null) await this.takeBack(tx, twin);
      const tookSiret = decision === 'same' && (await this.link(tx, twin));
      await tx.query(DECIDE_SQL, [
        twinId,
        decision,
        decision && personId,
        decision && Clock.now().toString(),
        tookSiret,
      ]);
      if (decision === null) return;
      const [result] = await this.provisioning.provision([twin.row]);
      const done = result && 'hash' in result ? result : null;
      await tx.query('update shop_twin set done = $2 where twin_id = $1', [twinId, done && JSON.stringify(done)]);
    });
  }

  /** From now on the row's number, or its source's key, means this shop. Answers whether the shop took the number for its own. */
  private async link(tx: EntityManager, { row, source, key, shopId }: Waiting): Promise<boolean> {
    if (row.siret === undefined) {
      const linked = await tx.query<unknown[]>(LINK_KEY_SQL, [source, key, shopId, UNDONE]);
      if (linked.length === 0) throw new TwinTakenError();
      return false;
    }
    const linked = await tx.query<unknown[]>(LINK_SIRET_SQL, [row.siret, shopId, UNDONE]);
    if (linked.length === 0) throw new TwinTakenError();
    const [taken] = await tx.query<[unknown[], number]>(TAKE_SIRET_SQL, [shopId, row.siret]);
    return taken.length > 0;
  }

  private async takeBack(
    tx: EntityManager,
    { done, decision, row, source, key, shopId, tookSiret }: Waiting,
  ): Promise<void> {
    if (done && (await this.undoing.undo([done])).size === 0) throw new TwinTakenError();
    if (decision !== 'same') return;
    if (row.siret === undefined)
      await tx.query('delete from shop_key where source = $1 and key = $2 and shop_id = $3', [source, key, shopId]);
    else await tx.query('delete from shop_siret where siret = $1 and shop_id = $2', [row.siret, shopId]);
    if (tookSiret)
      await tx.query('update shop set siret = null where shop_id = $1 and siret = $2', [shopId, row.siret]);
  }
}

const LIST_SQL = `
  select t.twin_id as "twinId", t.reason, t.decision, t.decided_at as "decidedAt", i.name as initiative, t.row,
    jsonb_build_object('name', s.name, 'siret', s.siret, 'trade', s.trade, 'addressLine', s.address_line, 'postcode', s.postcode,
      'communeInsee', s.commune_insee, 'phone', s.phone, 'website', s.website) as shop
  from shop_twin t join initiative i using (initiative_id) join shop s using (shop_id)
  where $1::uuid[] is null or t.initiative_id = any ($1::uuid[])
  order by t.decision is not null, coalesce(t.decided_at, t.created_at) desc, t.twin_id limit $2`;

const TAKE_SQL = `
  select source, key, shop_id as "shopId", row, decision, done, took_siret as "tookSiret" from shop_twin
  where twin_id::text = $1 and ($2::uuid[] is null or initiative_id = any ($2::uuid[])) for update`;

const DECIDE_SQL = `
  update shop_twin set decision = $2, decided_by = $3, decided_at = $4, took_siret = $5, done = null where twin_id = $1`;

/** A shop that an undone decision took away gives its key or number up. */
const LINK_KEY_SQL = `
  insert into shop_key as k (source, key, shop_id) values ($1, $2, $3)
  on conflict (source, key) do update set shop_id = excluded.shop_id
    where k.shop_id = excluded.shop_id or exists (select from shop s where s.shop_id = k.shop_id and s.state_reason = $4)
  returning key`;
const LINK_SIRET_SQL = `
  insert into shop_siret as n (siret, shop_id) values ($1, $2)
  on conflict (siret) do update set shop_id = excluded.shop_id
    where n.shop_id = excluded.shop_id or exists (select from shop s where s.shop_id = n.shop_id and s.state_reason = $3)
  returning siret`;
const TAKE_SIRET_SQL = 'update shop set siret = $2 where shop_id = $1 and siret is null returning shop_id';
