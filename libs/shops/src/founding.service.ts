import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Memberships } from '#libs/accounts';
import { newId, NotFoundError } from '#libs/kernel';
import { Events, SETTINGS, type Settings } from '#libs/platform';
import { currentShopId, Tenancy } from '#libs/tenancy';
import { loadTerritory } from '#libs/territory';
import { themeForTrade } from '#libs/themes';
import type { NewShop } from './founding-input.js';
import * as sql from './founding-sql.js';
import { draftLegalNotice } from './legal-notice.js';
import { Openings } from './openings.service.js';
import { LOCK_ADDRESSES, TAKEN_NAMES } from './provision-sql.js';
import type { ShopState } from './shop.entity.js';
import {
  AddressFixedError,
  AddressTakenError,
  ShopExistsError,
  ShopRemovedError,
  ShopWaitsError,
  TooManyShopsError,
} from './shops.errors.js';
import { allocateSlugs, orderPrefix } from './slug-allocation.js';

/** Shops that one account may open; who has more is helped by an agent. */
export const MOST_SHOPS = 5;
/** Addresses that one shop may give up before it opens: each is kept for ever. */
const MOST_FORMER = 3;

/** A shop that is there under a SIRET. */
export interface KnownEstablishment {
  shopId: string;
  siret: string;
  state: ShopState;
  name: string;
  addressLine: string | null;
  postcode: string | null;
  communeInsee: string;
  slug: string | null;
}

/** A shop that its owner opens alone, and its address. */
@Injectable()
export class Founding {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly memberships: Memberships,
    private readonly openings: Openings,
    private readonly events: Events,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** The provisioned shop of a SIRET, which waits for its owner; null when the region knows no such shop. @throws ShopExistsError, ShopRemovedError */
  async waiting(siret: string): Promise<KnownEstablishment | null> {
    return this.tenancy.regionTransaction((tx) => bySiret(tx, siret));
  }

  /** Shops of a commune that wait for their owner and whose name holds these words; eleven at most. */
  async search(words: string, communeInsee: string): Promise<KnownEstablishment[]> {
    const plain = words
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .replace(/[%_\\]/g, ' ');
    const pattern = `%${plain.split(/\s+/).filter(Boolean).join('%')}%`;
    return this.tenancy.regionTransaction((tx) => tx.query(sql.WAITING_BY_NAME, [communeInsee, pattern]));
  }

  /** A free address for this name, with its commune when the name alone is taken. */
  async freeSlug(shop: { name: string; communeInsee: string }): Promise<string> {
    const named = { name: shop.name, communeName: this.commune(shop.communeInsee).name };
    const [slug] = await allocateSlugs([named], async (candidates) =>
      (await this.tenancy.publicRead<{ slug: string }>(TAKEN_NAMES, [candidates])).map(({ slug }) => slug),
    );
    return slug!;
  }

  /**
   * Makes the shop, claimed by this person, and goes on with its opening. Of two at the same time one gets the SIRET.
   * @throws ShopWaitsError, ShopExistsError, ShopRemovedError, AddressTakenError, TooManyShopsError
   */
  async found(personId: string, shop: NewShop): Promise<{ shopId: string }> {
    const free = await this.freeSlug(shop);
    return this.tenancy.regionTransaction(async (tx) => {
      await tx.query(LOCK_ADDRESSES);
      if (await bySiret(tx, shop.siret)) throw new ShopWaitsError();
      await refuseTaken(tx, shop.slug, free);
      const [owned] = await tx.query<{ count: number }[]>(sql.OWNED, [personId]);
      if (owned!.count >= MOST_SHOPS) throw new TooManyShopsError({ most: MOST_SHOPS });
      const shopId = newId();
      await tx.query(sql.FOUND_SHOP, [JSON.stringify(this.columns(shopId, shop))]);
      await this.memberships.grant(personId, { role: 'owner', shopId, initiativeId: null }, tx);
      await this.openings.enter(personId, shopId, tx);
      await this.events.publish(tx, { type: 'shop.changed', eventId: newId(), shopId: null, shopIds: [shopId] });
      return { shopId };
    });
  }

  /**
   * Another address for the current shop, while it has never taken an order; the earlier one leads there for a year.
   * @throws AddressTakenError, AddressFixedError, NotFoundError
   */
  async rename(slug: string): Promise<void> {
    const shopId = currentShopId();
    await this.tenancy.shopTransaction(async (tx) => {
      await tx.query(LOCK_ADDRESSES);
      const [shop] = await tx.query<RenamedShop[]>(RENAMED, [shopId]);
      if (!shop) throw new NotFoundError();
      if (shop.slug === slug) return;
      if (shop.state !== 'claimed' || shop.former >= MOST_FORMER) throw new AddressFixedError();
      await refuseTaken(tx, slug, await this.freeSlug(shop), shopId);
      await tx.query(
        `update shop_address set kind = 'former', until = now() + interval '1 year' where shop_id = $1 and kind = 'current'`,
        [shopId],
      );
      await tx.query(
        `insert into shop_address (slug, shop_id) values ($1, $2)
         on conflict (slug) do update set kind = 'current', until = null`,
        [slug, shopId],
      );
      await this.events.publish(tx, { type: 'shop.changed', eventId: newId(), shopId, shopIds: [shopId] });
    });
  }

  private columns(shopId: string, shop: NewShop) {
    const { name: communeName, lat, lon } = this.commune(shop.communeInsee);
    const { name, addressLine, postcode, phone, email, trade } = shop;
    return {
      ...shop,
      shopId,
      lat,
      lon,
      theme: themeForTrade(trade),
      legal: draftLegalNotice({ ...shop, communeName }),
      orderPrefix: orderPrefix(name),
      facts: { name, addressLine, postcode, phone, email, trade },
    };
  }

  private commune(insee: string) {
    const commune = loadTerritory(this.settings.regionCode).commune(insee);
    if (!commune) throw new NotFoundError();
    return commune;
  }
}

interface RenamedShop {
  state: ShopState;
  name: string;
  communeInsee: string;
  slug: string;
  former: number;
}

const RENAMED = `
  select s.state, s.name, s.commune_insee as "communeInsee",
    (select a.slug from shop_address a where a.shop_id = s.shop_id and a.kind = 'current') as slug,
    (select count(*)::int from shop_address a where a.shop_id = s.shop_id and a.kind = 'former') as former
  from shop s where s.shop_id = $1 for no key update`;

async function bySiret(tx: EntityManager, siret: string): Promise<KnownEstablishment | null> {
  const [known] = await tx.query<KnownEstablishment[]>(sql.BY_SIRET, [siret]);
  if (!known || known.state === 'provisioned') return known ?? null;
  if (known.state === 'withdrawn' || known.state === 'closed') throw new ShopRemovedError();
  throw new ShopExistsError({ name: known.name });
}

async function refuseTaken(tx: EntityManager, slug: string, free: string, own?: string): Promise<void> {
  const [taken] = await tx.query<{ shop_id: string | null }[]>(
    `select shop_id from shop_address where slug = $1
     union all select null from reserved_name where name = $1 and not exists (select from shop_address where slug = $1)`,
    [slug],
  );
  if (taken && taken.shop_id !== own) throw new AddressTakenError({ slug, free });
}
