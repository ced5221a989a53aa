import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '#libs/kernel';
import { SETTINGS, type Settings } from '#libs/platform';
import { ShopDirectory } from '#libs/shops';
import { asShop, Tenancy } from '#libs/tenancy';
import { loadTerritory, type Point } from '#libs/territory';
import { UnknownShopInRoundError } from './rounds.errors.js';
import { type Shelf, SHELF_SQL, shelfOf } from './shelf.js';

/** What is wanted of one shop. */
export interface Wanted {
  shopId: string;
  lines: { variantId: string; quantity: number }[];
}

/** Reads shops for a basket over several of them, each as itself. */
@Injectable()
export class Shelves {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly directory: ShopDirectory,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** The shop of this address. @throws UnknownShopInRoundError */
  async idOf(slug: string): Promise<string> {
    const found = await this.directory.resolve(slug);
    if (found?.kind !== 'current') throw new UnknownShopInRoundError({ shop: slug });
    return found.shopId;
  }

  /** In the order asked for; a shop that has no address any more is missing. One statement a shop. */
  async read(wanted: readonly Wanted[]): Promise<Shelf[]> {
    const now = Clock.now();
    const territory = loadTerritory(this.settings.regionCode);
    const shelves: Shelf[] = [];
    for (const { shopId, lines } of wanted) {
      const variantIds = lines.map(({ variantId }) => variantId);
      const [row] = await asShop(shopId, () => this.tenancy.shopRead(SHELF_SQL, [shopId, variantIds, now.toString()]));
      const items = lines.reduce((sum, { quantity }) => sum + quantity, 0);
      if (row) shelves.push(shelfOf(row, items, territory, now));
    }
    return shelves;
  }

  /** The centre of a commune of the region. */
  pointOf(insee: string): Point | null {
    const commune = loadTerritory(this.settings.regionCode).commune(insee);
    if (!commune || commune.lat === null || commune.lon === null) return null;
    return { lat: commune.lat, lon: commune.lon };
  }
}
