import { newId } from '#libs/kernel';
import { asShop } from '#libs/tenancy';
import { createShop, createVariant, type VariantTraits } from './order-shop.js';
import type { TestWeb } from './web.js';

type Json = Record<string, unknown>;

/** A florist in Loches whose pages are asked for, and whose tables are written to, in a line. */
export class SellingShop {
  private constructor(
    private readonly web: TestWeb,
    readonly shopId: string,
    readonly host: string,
  ) {}

  static async of(web: TestWeb): Promise<SellingShop> {
    const slug = `fleurs-${newId().slice(-12)}`;
    const shop = new SellingShop(web, await createShop(web, { slug }), `${slug}.devanture.localhost:8080`);
    await shop.write(`update shop set trade = 'fleurs'`);
    return shop;
  }

  get origin(): string {
    return `http://${this.host}`;
  }

  /** `text` has plain spaces. */
  async get(url: string, headers: Record<string, string> = {}) {
    const answer = await this.web.app.inject({ method: 'GET', url, headers: { host: this.host, ...headers } });
    const { statusCode: status, body, headers: said } = answer;
    return { status, body, headers: said, text: body.replace(/[\u00a0\u202f]/g, ' ') };
  }

  post(url: string, form: Record<string, string>) {
    const { host, origin } = this;
    const headers = { host, origin, 'content-type': 'application/x-www-form-urlencoded' };
    return this.web.app.inject({ method: 'POST', url, headers, payload: new URLSearchParams(form).toString() });
  }

  write(sql: string): Promise<unknown> {
    return asShop(this.shopId, () => this.web.tenancy.shopTransaction((tx) => tx.query(sql)));
  }

  async product(traits: Partial<VariantTraits> = {}) {
    const { web, shopId } = this;
    const variantId = await createVariant(web, shopId, traits);
    const sql = `select p.handle, p.product_id from product p join variant v using (shop_id, product_id) where v.variant_id = $1`;
    const [row] = await asShop(shopId, () =>
      web.tenancy.shopRead<{ handle: string; product_id: string }>(sql, [variantId]),
    );
    return { variantId, productId: row!.product_id, path: `/produits/${row!.handle}` };
  }

  /** S and M in red and blue; there is no S in blue, and M in blue is sold out. */
  async shirt() {
    const one = await this.product({ name: 'Chemise', priceCents: 3000, onHand: 5 });
    const ids = { sRed: one.variantId, mRed: newId(), mBlue: newId() };
    await this.write(`update product set option_names = '{Taille,Couleur}' where product_id = '${one.productId}'`);
    await this.write(`update variant set options = '{S,Rouge}' where variant_id = '${ids.sRed}'`);
    await this
      .write(`insert into variant (shop_id, variant_id, product_id, position, options, price_cents, on_hand) values
      ('${this.shopId}', '${ids.mRed}', '${one.productId}', 1, '{M,Rouge}', 3500, 2),
      ('${this.shopId}', '${ids.mBlue}', '${one.productId}', 2, '{M,Bleu}', 3600, 0)`);
    return { ...one, ids };
  }
}

/** The structured data of a page, in its order. */
export const dataOf = (html: string): Json[] =>
  [...html.matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/g)].map(
    ([, json]) => JSON.parse(json!) as Json,
  );

/** Open Graph, by property. */
export const metaOf = (html: string): Record<string, string> =>
  Object.fromEntries(
    [...html.matchAll(/<meta property="([^"]+)" content="([^"]*)">/g)].map(([, name, value]) => [name!, value!]),
  );

export const canonicalOf = (html: string): string =>
  /rel="canonical" href="([^"]+)"/.exec(html)![1]!.replaceAll('&#x3D;', '=').replaceAll('&amp;', '&');

/** Names of the cards of a page. */
export const namesOf = (html: string): string[] =>
  [...html.matchAll(/class="product-name"><a href="[^"]*">([^<]*)</g)].map(([, name]) => name!);

export const isHidden = (html: string): boolean => html.includes('<meta name="robots" content="noindex">');
