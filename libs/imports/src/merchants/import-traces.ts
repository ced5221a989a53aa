import type { EntityManager } from 'typeorm';
import type { ImportedFacts, ProvisionResult } from '#libs/shops';

/** Shops undone in one transaction. */
const CHUNK = 500;

/** What an import did to each shop, kept so that it can be taken back. */
export class ImportTraces {
  /** With the chunk that did it. A shop of several rows keeps what was said before the first and after the last. */
  async keep(tx: EntityManager, importId: string, results: readonly ProvisionResult[]): Promise<void> {
    const changed = results.filter((result) => result.outcome === 'created' || result.outcome === 'updated');
    if (changed.length === 0) return;
    for (const part of withoutRepeats(changed)) await tx.query(KEEP, [importId, JSON.stringify(part)]);
  }

  /** Some that nobody has undone. */
  async open(tx: EntityManager, importId: string): Promise<ImportedFacts[]> {
    return tx.query(
      `select shop_id as "shopId", source, outcome, before, facts_hash as hash from merchant_import_shop
       where import_id = $1 and undone is null order by shop_id limit ${CHUNK} for update`,
      [importId],
    );
  }

  async close(
    tx: EntityManager,
    importId: string,
    all: readonly ImportedFacts[],
    undone: ReadonlySet<string>,
  ): Promise<void> {
    await tx.query(
      `update merchant_import_shop set undone = case when shop_id = any($3::uuid[]) then 'undone' else 'kept' end
       where import_id = $1 and shop_id = any($2::uuid[])`,
      [importId, all.map(({ shopId }) => shopId), [...undone]],
    );
  }

  async sum(tx: EntityManager, importId: string): Promise<{ undone: number; kept: number }> {
    const [sums] = await tx.query<{ undone: number; kept: number }[]>(
      `select count(*) filter (where undone = 'undone')::int as undone, count(*) filter (where undone = 'kept')::int as kept
       from merchant_import_shop where import_id = $1`,
      [importId],
    );
    return sums!;
  }
}

const KEEP = `
  insert into merchant_import_shop as m (import_id, shop_id, source, outcome, before, facts_hash)
  select $1, "shopId", source, outcome, before, hash
  from jsonb_to_recordset($2::jsonb) as t("shopId" uuid, source text, outcome text, before jsonb, hash text)
  on conflict (import_id, shop_id) do update set facts_hash = excluded.facts_hash`;

function withoutRepeats<T extends { shopId: string }>(rows: readonly T[]): T[][] {
  const last = new Map(rows.map((row) => [row.shopId, row]));
  const isOnce = last.size === rows.length;
  return isOnce ? [[...rows]] : rows.map((row) => [row]);
}
