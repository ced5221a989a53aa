import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId } from '#libs/kernel';
import { Events } from '#libs/platform';
import { Tenancy } from '#libs/tenancy';
import { Provisioning, UNDONE } from './provisioning.service.js';
import { type Facts, factsHash, resolveFacts, type SourceFacts } from './shop-facts.js';
import type { ShopState } from './shop.entity.js';

/** What an import did to a shop. `before`: what the source had said, null when nothing; `hash`: of what it said then. */
export interface ImportedFacts {
  shopId: string;
  source: string;
  outcome: 'created' | 'updated';
  before: Facts | null;
  hash: string;
}

interface Standing {
  shopId: string;
  state: ShopState;
  sources: (SourceFacts & { hash: string })[];
}

/** Fields that nobody speaks of any more are blank again; the others cannot be. */
const BLANK: Facts = {
  addressLine: null as never,
  postcode: null as never,
  phone: null as never,
  email: null as never,
  website: null as never,
};

/** Takes an import back: what a source said goes, and with it the shops of which nobody else speaks. */
@Injectable()
export class ImportUndo {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly provisioning: Provisioning,
    private readonly events: Events,
  ) {}

  /**
   * Undoes it for these shops, at most some hundreds a call, and answers which were. A shop stays as it is when its owner has
   * come, or a later import has changed the same facts.
   */
  async undo(imported: readonly ImportedFacts[]): Promise<Set<string>> {
    return this.tenancy.regionTransaction(async (tx) => {
      const standing = await tx.query<Standing[]>(STANDING, [imported.map(({ shopId }) => shopId)]);
      const byId = new Map(standing.map((shop) => [shop.shopId, shop]));
      const wanted = imported.flatMap((each) => {
        const shop = byId.get(each.shopId);
        const now = shop?.sources.find(({ source }) => source === each.source);
        return shop?.state === 'provisioned' && now?.hash === each.hash ? [{ ...each, shop, now }] : [];
      });
      const gone = wanted.filter(({ outcome, shop }) => outcome === 'created' && shop.sources.length === 1);
      const kept = wanted.filter((each) => !gone.includes(each));
      await this.restore(tx, kept);
      await this.remove(
        tx,
        gone.map(({ shopId }) => shopId),
      );
      const shopIds = wanted.map(({ shopId }) => shopId);
      if (shopIds.length > 0)
        await this.events.publish(tx, { type: 'shop.changed', eventId: newId(), shopId: null, shopIds });
      return new Set(shopIds);
    });
  }

  private async restore(
    tx: EntityManager,
    kept: (ImportedFacts & { shop: Standing; now: SourceFacts })[],
  ): Promise<void> {
    if (kept.length === 0) return;
    const changes = kept.map(({ shopId, source, before, shop, now }) => {
      const others = shop.sources.filter((each) => each.source !== source);
      const spoken = before ? [...others, { ...now, facts: before }] : others;
      const resolved: Facts = { ...BLANK, ...resolveFacts(spoken) };
      if ('hours' in now.facts && !('hours' in resolved)) resolved.hours = [];
      return { shopId, resolved };
    });
    const sources = kept.map(({ shopId, source, before }) => ({
      shopId,
      source,
      before,
      hash: before && factsHash(before),
    }));
    await tx.query(RESTORE, [JSON.stringify(sources.filter(({ before }) => before))]);
    await tx.query(DROP, [JSON.stringify(sources.filter(({ before }) => !before))]);
    await this.provisioning.write(tx, changes);
  }

  /** The address was known, so it stays taken; nothing else of the shop is kept. */
  private async remove(tx: EntityManager, shopIds: string[]): Promise<void> {
    if (shopIds.length === 0) return;
    await tx.query(REMOVE, [shopIds, UNDONE]);
    await tx.query('delete from shop_source where shop_id = any($1::uuid[])', [shopIds]);
    await tx.query('delete from opening_hours where shop_id = any($1::uuid[])', [shopIds]);
  }
}

/** Locked in the order of their ids. */
const STANDING = `
  with locked as materialized (
    select shop_id, state from shop where shop_id = any($1::uuid[]) order by shop_id for update)
  select s.shop_id as "shopId", s.state,
    coalesce((select jsonb_agg(jsonb_build_object(
        'source', f.source, 'facts', f.facts, 'hash', f.facts_hash, 'kind', i.kind) order by f.seen_at)
      from shop_source f
      left join initiative i on f.source like 'initiative:%' and i.initiative_id::text = split_part(f.source, ':', 2)
      where f.shop_id = s.shop_id), '[]') as sources
  from locked s`;

const RESTORE = `
  update shop_source f set facts = t.before, facts_hash = t.hash
  from jsonb_to_recordset($1::jsonb) as t("shopId" uuid, source text, before jsonb, hash text)
  where f.shop_id = t."shopId" and f.source = t.source`;

const DROP = `
  delete from shop_source f using jsonb_to_recordset($1::jsonb) as t("shopId" uuid, source text)
  where f.shop_id = t."shopId" and f.source = t.source`;

const REMOVE = `
  update shop set state = 'withdrawn', state_reason = $2, legal_name = null, address_line = null, phone = null, email = null,
    website = null, legal = '{}', lat = null, lon = null, updated_at = now()
  where shop_id = any($1::uuid[])`;
