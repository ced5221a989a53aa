import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock, newId } from '#libs/kernel';
import { Events, SETTINGS, type Settings } from '#libs/platform';
import { Tenancy } from '#libs/tenancy';
import { loadTerritory } from '#libs/territory';
import { themeForTrade } from '#libs/themes';
import { claimCode, claimCodeHash } from './claim-code.js';
import { draftLegalNotice } from './legal-notice.js';
import type { ProvisionResult, ProvisionRow } from './provision-row.js';
import * as sql from './provision-sql.js';
import { type Facts, factsHash, factsOf, resolveFacts, type SourceFacts } from './shop-facts.js';
import type { ShopState } from './shop.entity.js';
import { allocateSlugs, orderPrefix } from './slug-allocation.js';

/** How long the code on an owner's letter works. */
export const CLAIM_DAYS = 365;

interface KnownShop {
  siret: string;
  shopId: string;
  slug: string;
  state: ShopState;
  sources: (SourceFacts & { hash: string })[];
}

interface Changed {
  shop: KnownShop;
  source: string;
  facts: Facts;
  hash: string;
  resolved: Facts;
}

/** Registers and lists become shops that wait for their owner. */
@Injectable()
export class Provisioning {
  private readonly themes = new Map<string, string>();

  constructor(
    private readonly tenancy: Tenancy,
    private readonly events: Events,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * Makes or updates one shop per row (at most some thousands a call), in a few statements and one transaction. A SIRET
   * that has a shop updates it, field by field, where no stronger source spoke; the same row again writes nothing. A
   * withdrawn or closed shop stays as it is. Rows of one SIRET in one call are applied in their order.
   */
  async provision(rows: readonly ProvisionRow[]): Promise<ProvisionResult[]> {
    if (rows.length === 0) return [];
    const results = await this.tenancy.regionTransaction(async (tx) => {
      await tx.query(sql.LOCK_ADDRESSES);
      const found: ProvisionResult[] = [];
      for (const part of withoutRepeats(rows)) found.push(...(await this.provisionDistinct(tx, part)));
      const shopIds = [...new Set(found.filter((r) => r.outcome !== 'unchanged').map((r) => r.shopId))];
      if (shopIds.length > 0) {
        await this.events.publish(tx, { type: 'shop.changed', eventId: newId(), shopId: null, shopIds });
      }
      return found;
    });
    return results;
  }

  private async provisionDistinct(tx: EntityManager, rows: ProvisionRow[]): Promise<ProvisionResult[]> {
    const known = await tx.query<KnownShop[]>(sql.KNOWN_SHOPS, [rows.map((row) => row.siret)]);
    const bySiret = new Map(known.map((shop) => [shop.siret, shop]));
    const created = await this.create(
      tx,
      rows.filter((row) => !bySiret.has(row.siret)),
    );
    const kinds = await this.initiativeKinds(tx, known.length > 0 ? rows : []);
    const changes = rows.flatMap((row) => {
      const shop = bySiret.get(row.siret);
      return shop ? (changeOf(shop, row, kinds) ?? []) : [];
    });
    if (changes.length > 0) await this.update(tx, changes);
    const changed = new Set(changes.map(({ shop }) => shop.siret));
    return rows.map(({ siret }) => {
      const shop = bySiret.get(siret);
      if (!shop) return created.get(siret)!;
      return { shopId: shop.shopId, slug: shop.slug, outcome: changed.has(siret) ? 'updated' : 'unchanged' };
    });
  }

  private async create(tx: EntityManager, rows: ProvisionRow[]): Promise<Map<string, ProvisionResult>> {
    if (rows.length === 0) return new Map();
    const named = rows.map((row) => ({ name: row.name, communeName: this.communeName(row.communeInsee) }));
    const slugs = await allocateSlugs(named, async (candidates) => {
      const taken = await tx.query<{ slug: string }[]>(sql.TAKEN_NAMES, [candidates]);
      return taken.map(({ slug }) => slug);
    });
    const shops = rows.map((row, i) => this.newShop(row, slugs[i]!));
    const expires = Clock.now()
      .add({ hours: CLAIM_DAYS * 24 })
      .toString();
    await tx.query(sql.INSERT_SHOPS, [JSON.stringify(shops), expires]);
    return new Map(
      shops.map(({ siret, shopId, slug }) => [siret, { shopId, slug, outcome: 'created' } satisfies ProvisionResult]),
    );
  }

  private newShop(row: ProvisionRow, slug: string) {
    const shopId = newId();
    const nonce = randomUUID();
    const facts = factsOf(row);
    const codeHash = claimCodeHash(this.settings.appSecret, claimCode(this.settings.appSecret, shopId, nonce));
    return {
      ...row,
      shopId,
      slug,
      nonce,
      codeHash,
      facts,
      hash: factsHash(facts),
      theme: this.theme(row.trade),
      orderPrefix: orderPrefix(row.name),
      legal: draftLegalNotice({ ...row, communeName: this.communeName(row.communeInsee) }),
    };
  }

  private async update(tx: EntityManager, changes: Changed[]): Promise<void> {
    const sources = changes.map(({ shop, source, facts, hash }) => ({ shopId: shop.shopId, source, facts, hash }));
    await tx.query(sql.SAVE_SOURCES, [JSON.stringify(sources)]);
    const shops = changes.map(({ shop, resolved }) => ({
      ...resolved,
      shopId: shop.shopId,
      facts: resolved,
      theme: this.theme(String(resolved['trade'])),
      legal: draftLegalNotice({
        name: String(resolved['name']),
        legalName: resolved.legalName ?? null,
        addressLine: resolved.addressLine ?? null,
        postcode: resolved.postcode ?? null,
        communeName: this.communeName(String(resolved['communeInsee'])),
      }),
    }));
    await tx.query(sql.UPDATE_SHOPS, [JSON.stringify(shops)]);
    const timed = shops.filter((shop) => 'hours' in shop.facts);
    if (timed.length === 0) return;
    await tx.query(sql.CLEAR_HOURS, [timed.map(({ shopId }) => shopId)]);
    await tx.query(sql.INSERT_HOURS, [
      JSON.stringify(timed.map(({ shopId, facts }) => ({ shopId, hours: facts['hours'] }))),
    ]);
  }

  private async initiativeKinds(tx: EntityManager, rows: ProvisionRow[]): Promise<Map<string, string>> {
    if (!rows.some(({ source }) => source.startsWith('initiative:'))) return new Map();
    const kinds = await tx.query<{ source: string; kind: string }[]>(
      `select 'initiative:' || initiative_id as source, kind from initiative`,
    );
    return new Map(kinds.map(({ source, kind }) => [source, kind]));
  }

  /** The themes' mapping is a file: one look a trade, not one a shop. */
  private theme(trade: string): string {
    const known = this.themes.get(trade) ?? themeForTrade(trade);
    this.themes.set(trade, known);
    return known;
  }

  private communeName(insee: string): string {
    return loadTerritory(this.settings.regionCode).commune(insee)?.name ?? '';
  }
}

const FINAL: ShopState[] = ['withdrawn', 'closed'];

/** Null when the row says nothing new, or the shop is not to be touched. */
function changeOf(shop: KnownShop, row: ProvisionRow, kinds: Map<string, string>): Changed | null {
  if (FINAL.includes(shop.state)) return null;
  const before = shop.sources.find(({ source }) => source === row.source);
  const facts: Facts = { ...before?.facts, ...factsOf(row) };
  const hash = factsHash(facts);
  if (before?.hash === hash) return null;
  const others = shop.sources.filter(({ source }) => source !== row.source);
  const resolved = resolveFacts([...others, { source: row.source, kind: kinds.get(row.source) ?? null, facts }]);
  return { shop, source: row.source, facts, hash, resolved };
}

/** Parts in which each SIRET stands once: nearly always one part. */
function withoutRepeats(rows: readonly ProvisionRow[]): ProvisionRow[][] {
  const parts: ProvisionRow[][] = [];
  let seen = new Set<string>();
  for (const row of rows) {
    if (parts.length === 0 || seen.has(row.siret)) {
      parts.push([]);
      seen = new Set();
    }
    seen.add(row.siret);
    parts.at(-1)!.push(row);
  }
  return parts;
}
