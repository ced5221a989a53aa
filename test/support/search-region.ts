import { Test, type TestingModule } from '@nestjs/testing';
import { Clock, newId } from '#libs/kernel';
import { loadSettings, PlatformModule } from '#libs/platform';
import { MemoryFeed, Search, type SearchAnswer, SearchIndex, SearchModule, type SearchQuery } from '#libs/search';
import { asShop, Tenancy, TenancyModule } from '#libs/tenancy';
import { type TestDatabase, testDatabase } from './database.js';

interface ShopSpec {
  slug: string;
  name: string;
  trade: string;
  commune: string;
  state?: string;
  products?: string[];
}

/** Invented shops; the communes are real: Loches, Beaulieu-lès-Loches (4 km), Perrusson (4 km), Tours (35 km), Bourges. */
const CAST: ShopSpec[] = [
  {
    slug: 'fleurs-martin',
    name: 'Fleurs Martin',
    trade: 'fleurs',
    commune: '37132',
    products: [
      'Bouquet de roses rouges',
      'Rose éternelle',
      'Couronne de l’Avent',
      'Œillets d’Inde',
      'Orchidée blanche',
    ],
  },
  {
    slug: 'fleurs-de-beaulieu',
    name: 'Fleurs de Beaulieu',
    trade: 'fleurs',
    commune: '37020',
    products: ['Rose ancienne en pot', 'Bouquet champêtre'],
  },
  {
    slug: 'l-atelier-de-tours',
    name: 'L’Atelier de Tours',
    trade: 'fleurs',
    commune: '37261',
    products: ['Rose blanche'],
  },
  {
    slug: 'jouets-lucie',
    name: 'Jouets Lucie',
    trade: 'jouets',
    commune: '18033',
    products: ['Jouet en bois : le train', 'Poupée de chiffon', 'Jeux de société', 'Puzzle de bois'],
  },
  {
    slug: 'bijoux-nadia',
    name: 'Bijoux Nadia',
    trade: 'bijoux',
    commune: '28085',
    products: ['Collier d’argent', 'Bijou fantaisie', 'Bracelet en or', 'Boucles d’oreilles roses'],
  },
  {
    slug: 'chaussures-du-berry',
    name: 'Chaussures du Berry',
    trade: 'chaussures',
    commune: '18033',
    products: ['Chaussures de marche', 'Chaussure de ville noire', 'Chaussons fourrés'],
  },
  {
    slug: 'boulangerie-perrin',
    name: 'Boulangerie Perrin',
    trade: 'boulangerie',
    commune: '37183',
    state: 'provisioned',
  },
];

/** Seven invented shops in an index of their own; the clock stands at noon of Monday 23 November 2026. */
export class SearchRegion {
  readonly ids = new Map<string, string>();

  private constructor(
    readonly module: TestingModule,
    private readonly database: TestDatabase,
    private readonly copy: MemoryFeed | null,
    readonly tenancy = module.get(Tenancy),
    private readonly search = module.get(Search),
  ) {}

  /** `engine`: who answers; the copy in memory is brought up to date before each question. */
  static async open(engine: 'database' | 'memory' = 'database'): Promise<SearchRegion> {
    Clock.freeze('2026-11-23T11:00:00Z');
    const database = await testDatabase();
    const settings = loadSettings({ DATABASE_URL: database.adminUrl, APP_SECRET: 'a secret of the test' });
    const imports = [PlatformModule.forRoot(settings), TenancyModule, SearchModule];
    const module = await Test.createTestingModule({ imports }).compile();
    await module.init();
    const region = new SearchRegion(module, database, engine === 'memory' ? module.get(MemoryFeed) : null);
    for (const spec of CAST) region.ids.set(spec.slug, await region.addShop(spec));
    const index = module.get(SearchIndex);
    await index.refreshShops([...region.ids.values()]);
    await index.recountWords();
    return region;
  }

  async close(): Promise<void> {
    Clock.freeze(null);
    await this.module.close();
    await this.database.drop();
  }

  get databaseUrl(): string {
    return this.database.adminUrl;
  }

  idOf(slug: string): string {
    return this.ids.get(slug) ?? '';
  }

  async find(q: string, more: SearchQuery = {}): Promise<SearchAnswer> {
    await this.copy?.catchUp();
    return this.search.search({ q, ...more });
  }

  /** Titles of the products found, by alphabet. */
  async titles(q: string, more: SearchQuery = {}): Promise<string[]> {
    return (await this.find(q, { kind: 'product', ...more })).results.map((result) => result.title).sort();
  }

  async addProduct(
    shopId: string,
    name: string,
    cents = 1250,
    { sku = null, ean = null, brand = null }: { sku?: string | null; ean?: string | null; brand?: string | null } = {},
  ): Promise<string> {
    const productId = newId();
    await asShop(shopId, () =>
      this.tenancy.shopTransaction(async (tx) => {
        await tx.query(
          `insert into product (shop_id, product_id, handle, name, brand, published) values ($1, $2::uuid, 'p-' || $2::uuid, $3, $4, true)`,
          [shopId, productId, name, brand],
        );
        await tx.query(
          `insert into variant (shop_id, variant_id, product_id, price_cents, on_hand, sku, ean) values ($1, $2, $3, $4, 3, $5, $6)`,
          [shopId, newId(), productId, cents, sku, ean],
        );
      }),
    );
    return productId;
  }

  async addShop(spec: ShopSpec): Promise<string> {
    const shopId = newId();
    await asShop(shopId, () =>
      this.tenancy.shopTransaction(async (tx) => {
        await tx.query(
          `insert into shop (shop_id, state, name, trade, commune_insee, theme, order_prefix)
           values ($1, $2, $3, $4, $5, 'marche', 'TE')`,
          [shopId, spec.state ?? 'open', spec.name, spec.trade, spec.commune],
        );
        await tx.query('insert into shop_address (slug, shop_id) values ($1, $2)', [spec.slug, shopId]);
        for (const day of [1, 2, 3, 4, 5, 6])
          await tx.query(`insert into opening_hours values ($1, $2, '09:00', '19:00')`, [shopId, day]);
      }),
    );
    for (const name of spec.products ?? []) await this.addProduct(shopId, name);
    return shopId;
  }
}
