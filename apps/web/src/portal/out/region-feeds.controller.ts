import { Readable } from 'node:stream';
import { Controller, Get, Inject, Query, Res } from '@nestjs/common';
import { INVENTORY_COLUMNS, inventoryAttributes, productAttributes, SoldItems } from '#libs/federation';
import { publicOrigin, SETTINGS, type Settings } from '#libs/platform';
import { loadTerritory } from '#libs/territory';
import { Policy } from '../../http/policy.js';
import type { Reply } from '../../http/site-request.js';
import { element, XML } from '../../http/xml.js';
import { say } from '../portal-sentences.js';

const SOON = 'public, max-age=900';
const RATE = { rate: { max: 20, seconds: 60 } };

/** What all shops of the region sell, as Google Merchant Center reads it; `boutique`: one of them. Sent shop by shop, as it is read. */
@Controller('@portal/flux')
export class PortalRegionFeedsController {
  constructor(
    private readonly items: SoldItems,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get('produits.xml')
  @Policy('public', RATE)
  products(@Res() reply: Reply, @Query('boutique') shop?: unknown): void {
    send(reply, 'application/xml; charset=utf-8', this.productItems(slugOf(shop)));
  }

  @Get('inventaire.tsv')
  @Policy('public', RATE)
  inventory(@Res() reply: Reply, @Query('boutique') shop?: unknown): void {
    send(reply, 'text/tab-separated-values; charset=utf-8', this.inventoryRows(slugOf(shop)));
  }

  @Get('inventaire.xml')
  @Policy('public', RATE)
  inventoryXml(@Res() reply: Reply, @Query('boutique') shop?: unknown): void {
    send(reply, 'application/xml; charset=utf-8', this.inventoryItems(slugOf(shop)));
  }

  private async *productItems(slug: string | null): AsyncGenerator<string> {
    yield this.start('out.products');
    for await (const shop of this.items.shops(slug)) {
      const origin = publicOrigin(this.settings, shop.slug);
      for (const item of await this.items.of(shop)) {
        const attributes = productAttributes(shop, item, origin);
        if (attributes) yield itemOf(attributes);
      }
    }
    yield END;
  }

  private async *inventoryItems(slug: string | null): AsyncGenerator<string> {
    yield this.start('out.inventory');
    for await (const shop of this.items.shops(slug))
      for (const item of await this.items.of(shop)) yield itemOf(inventoryAttributes(shop, item));
    yield END;
  }

  private async *inventoryRows(slug: string | null): AsyncGenerator<string> {
    yield `${INVENTORY_COLUMNS.join('\t')}\n`;
    for await (const shop of this.items.shops(slug)) {
      for (const item of await this.items.of(shop)) {
        const said = new Map(inventoryAttributes(shop, item));
        yield `${INVENTORY_COLUMNS.map((name) => (said.get(name) ?? '').replace(/[\t\r\n]/g, ' ')).join('\t')}\n`;
      }
    }
  }

  private start(key: string): string {
    const title = say(key, { region: loadTerritory(this.settings.regionCode).region.name });
    const head = [element('title', title), element('link', publicOrigin(this.settings)), element('description', title)];
    return `${XML}<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0">\n<channel>\n${head.join('\n')}\n`;
  }
}

const END = '</channel>\n</rss>\n';
const itemOf = (attributes: [string, string][]): string =>
  `<item>${attributes.map(([name, value]) => element(`g:${name}`, value)).join('')}</item>\n`;

const slugOf = (text: unknown): string | null =>
  typeof text === 'string' && /^[a-z0-9-]{1,40}$/.test(text) ? text : null;

function send(reply: Reply, type: string, parts: AsyncGenerator<string>): void {
  void reply.header('cache-control', SOON).type(type).send(Readable.from(parts));
}
