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
import { identityOf, type ProvisionResult, type ProvisionRow, type TwinReason } from './provision-row.js';
import * as sql from './provision-sql.js';
import { type Facts, factsHash, factsOf, resolveFacts, type SourceFacts } from './shop-facts.js';
import type { ShopState } from './shop.entity.js';
import { allocateSlugs, orderPrefix } from './slug-allocation.js';

/** How long the code on an owner's letter works. */
export const CLAIM_DAYS = 365;

interface KnownShop {
  identity: string;
  shopId: string;
  slug: string;
  state: ShopState;
  stateReason: string | null;
  sources: (SourceFacts & { hash: string })[];
}

interface Changed {
  shop: KnownShop;
  source: string;
  before: Facts | null;
  facts: Facts;
  hash: string;
  resolved: Facts;
}

interface Twin {
  i: number;
  shopId: string;
  slug: string;
  name: string;
  reason: TwinReason;
}

/** Of a shop that an import made and its undoing took away: the same file may make it again. */
export const UNDONE = 'import_undone';

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
   * withdrawn or closed shop stays as it is. Rows of one SIRET in one call are applied in their order. A row that may be a
   * shop of another source waits for an agent.
   */
  async provision(rows: readonly ProvisionRow[]): Promise<ProvisionResult[]> {
    if (rows.length === 0) return [];
    const results = await this.tenancy.regionTransaction(async (tx) => {
      await tx.query(sql.LOCK_ADDRESSES);
      const found: ProvisionResult[] = [];
      for (const part of withoutRepeats(rows)) found.push(...(await this.provisionDistinct(tx, part)));
      const changed = found.filter(({ outcome }) => outcome === 'created' || outcome === 'updated');
      const shopIds = [...new Set(changed.map((r) => r.shopId))];
      if (shopIds.length > 0) {
        await this.events.publish(tx, { type: 'shop.changed', eventId: newId(), shopId: null, shopIds });
      }
      return found;
    });
    return results;
  }

  private async provisionDistinct(tx: EntityManager, rows: ProvisionRow[]): Promise<ProvisionResult[]> {
    const unnumbered = rows.filter(({ siret }) => siret === undefined);
    const known = await tx.query<KnownShop[]>(sql.KNOWN_SHOPS, [
      rows.flatMap(({ siret }) => siret ?? []),
      unnumbered.map(({ source }) => source),
      unnumbered.map(({ key }) => key ?? ''),
    ]);
    const shops = new Map(known.map((shop) => [shop.identity, shop]));
    const fresh = rows.filter((row) => !shops.has(identityOf(row)));
    const twins = await this.twins(tx, fresh);
    const made = await this.create(
      tx,
      fresh.filter((row) => !twins.has(row)),
    );
    const kinds = await this.initiativeKinds(tx, known.length > 0 ? rows : []);
    const changes = new Map<ProvisionRow, Changed>();
    for (const row of rows) {
      const shop = shops.get(identityOf(row));
      const change = shop && changeOf(shop, row, kinds);
      if (change) changes.set(row, change);
    }
    if (changes.size > 0) await this.update(tx, [...changes.values()]);
    return rows.map((row) => resultOf(twins.get(row) ?? made.get(row), shops.get(identityOf(row)), changes.get(row)));
  }

  /** Rows that may be a shop which is there; said to the agents of their initiative. */
  private async twins(tx: EntityManager, rows: ProvisionRow[]): Promise<Map<ProvisionRow, ProvisionResult>> {
    if (rows.length === 0) return new Map();
    const given = rows.map((row, i) => ({ ...row, i }));
    const found = await tx.query<Twin[]>(sql.TWINS, [JSON.stringify(given)]);
    const pairs = found.map(({ i, ...twin }) => ({ row: rows[i]!, twin }));
    if (pairs.length > 0) {
      const waiting = pairs.map(({ row, twin }) => {
        const { source, initiativeId } = row;
        return { source, initiativeId, key: row.siret ?? row.key, shopId: twin.shopId, reason: twin.reason, row };
      });
      await tx.query(sql.SAVE_TWINS, [JSON.stringify(waiting)]);
    }
    return new Map(pairs.map(({ row, twin }) => [row, { outcome: 'twin', ...twin }]));
  }

  private async create(tx: EntityManager, rows: ProvisionRow[]): Promise<Map<ProvisionRow, ProvisionResult>> {
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
      shops.map(({ shopId, slug, source, hash }, i) => [
        rows[i]!,
        { outcome: 'created', shopId, slug, source, before: null, hash },
      ]),
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
    await this.write(
      tx,
      changes.map(({ shop, resolved }) => ({ shopId: shop.shopId, resolved, revived: isUndone(shop) })),
    );
  }

  /** Writes what the sources of shops come to. Joins the transaction that is open; the caller publishes. */
  async write(
    tx: EntityManager,
    changes: readonly { shopId: string; resolved: Facts; revived?: boolean }[],
  ): Promise<void> {
    const shops = changes.map(({ shopId, resolved, revived = false }) => ({
      ...resolved,
      shopId,
      revived,
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

const isUndone = ({ state, stateReason }: KnownShop): boolean => state === 'withdrawn' && stateReason === UNDONE;

/** Null when the row says nothing new, or the shop is not to be touched. */
function changeOf(shop: KnownShop, row: ProvisionRow, kinds: Map<string, string>): Changed | null {
  if (FINAL.includes(shop.state) && !isUndone(shop)) return null;
  const before = shop.sources.find(({ source }) => source === row.source);
  const facts: Facts = { ...before?.facts, ...factsOf(row) };
  const hash = factsHash(facts);
  if (before?.hash === hash) return null;
  const others = shop.sources.filter(({ source }) => source !== row.source);
  const resolved = resolveFacts([...others, { source: row.source, kind: kinds.get(row.source) ?? null, facts }]);
  return { shop, source: row.source, before: before?.facts ?? null, facts, hash, resolved };
}

/** A shop whose making was undone is made again. */
function resultOf(
  made: ProvisionResult | undefined,
  shop: KnownShop | undefined,
  change: Changed | undefined,
): ProvisionResult {
  if (made) return made;
  const { shopId, slug } = shop!;
  if (!change) return { outcome: 'unchanged', shopId, slug };
  const { source, before, hash } = change;
  return { outcome: isUndone(shop!) ? 'created' : 'updated', shopId, slug, source, before, hash };
}

/** Parts in which each SIRET stands once: nearly always one part. */
function withoutRepeats(rows: readonly ProvisionRow[]): ProvisionRow[][] {
  const parts: ProvisionRow[][] = [];
  let seen = new Set<string>();
  for (const row of rows) {
    if (parts.length === 0 || seen.has(identityOf(row))) {
      parts.push([]);
      seen = new Set();
    }
    seen.add(identityOf(row));
    parts.at(-1)!.push(row);
  }
  return parts;
}
