import { Injectable } from '@nestjs/common';
import { Attempts } from '#libs/accounts';
import { NotFoundError } from '#libs/kernel';
import { Founding, type Opening, Openings, type Shop, Shops } from '#libs/shops';
import { asShop } from '#libs/tenancy';
import type { Request } from '../../http/site-request.js';

/** What the shop sells and its address before the region's domain. */
interface Trade {
  trade: string;
  slug: string;
}

/** The shop of an opening, for screens that are there before and after it is made. */
@Injectable()
export class OpeningShop {
  constructor(
    private readonly shops: Shops,
    private readonly founding: Founding,
    private readonly openings: Openings,
    private readonly attempts: Attempts,
  ) {}

  /** Runs `work` as the opening's shop, or with null while there is none. @throws NotFoundError for who owns it no more. */
  async within(request: Request, opening: Opening, work: (shop: Shop | null) => Promise<void>): Promise<void> {
    const { shopId } = opening;
    if (shopId === null) return work(null);
    const memberships = request.site.actor?.memberships ?? [];
    if (!memberships.some((mine) => mine.role === 'owner' && mine.shopId === shopId)) throw new NotFoundError();
    request.site.actingShopId = shopId;
    await asShop(shopId, async () => work(await this.shops.current()));
  }

  /** Another trade or address for the shop that is there. @throws AddressTakenError, AddressFixedError */
  async change({ trade, slug }: Trade): Promise<void> {
    await this.founding.rename(slug);
    await this.shops.update({ trade });
  }

  /** The shop of the draft, with nineteen a day from one network address. @throws what Founding.found throws, TooManyAttemptsError */
  async found(personId: string, address: string, { draft }: Opening, trade: Trade): Promise<{ shopId: string }> {
    const limits = [{ kind: 'found.address', subject: address, limit: 19, windowSeconds: 86_400 }];
    await this.attempts.count(limits);
    const shop = {
      ...trade,
      siret: draft.siret!,
      name: draft.name!,
      addressLine: draft.addressLine ?? '',
      postcode: draft.postcode ?? null,
      communeInsee: draft.communeInsee!,
      phone: draft.phone ?? null,
      email: draft.email ?? null,
    };
    const founded = await this.founding.found(personId, shop).catch(async (error: unknown) => {
      await this.attempts.forgive(limits);
      throw error;
    });
    await this.openings.save(personId, { step: 'hours' });
    return founded;
  }

  /** The shop's own address, or a free one for the draft's name. */
  async slug({ draft }: Opening, shop: Shop | null): Promise<string> {
    return shop?.slug ?? this.founding.freeSlug({ name: draft.name!, communeInsee: draft.communeInsee! });
  }
}
