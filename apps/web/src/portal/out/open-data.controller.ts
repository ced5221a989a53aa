import { Readable } from 'node:stream';
import { Controller, Get, Inject, Res } from '@nestjs/common';
import { type OpenShop, OpenShops } from '#libs/federation';
import { formatCsvRow, publicOrigin, SETTINGS, type Settings } from '#libs/platform';
import { loadTerritory } from '#libs/territory';
import { Policy } from '../../http/policy.js';
import type { Reply } from '../../http/site-request.js';
import { element, XML, xmlText } from '../../http/xml.js';
import { say } from '../portal-sentences.js';

const AN_HOUR = 'public, max-age=3600';
const NEWS_MOST = 50;

const COLUMNS = {
  nom: ({ name }) => name,
  etat: ({ state }) => state,
  metier: ({ tradeLabel }) => tradeLabel,
  code_metier: ({ trade }) => trade,
  adresse: ({ addressLine }) => addressLine,
  code_postal: ({ postcode }) => postcode,
  commune: ({ commune }) => commune,
  code_insee: ({ communeInsee }) => communeInsee,
  latitude: ({ lat }) => lat,
  longitude: ({ lon }) => lon,
  site: ({ website }) => website,
  produits: ({ products }) => products,
} as const satisfies Record<string, (shop: OpenShop) => string | number | null>;

/** The region's shops as open data: files that other sites, maps and readers take. */
@Controller('@portal')
export class PortalOpenDataController {
  constructor(
    private readonly shops: OpenShops,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get('donnees/boutiques.geojson')
  @Policy('public', { rate: { max: 60, seconds: 60 } })
  geojson(@Res() reply: Reply): void {
    send(reply, 'application/geo+json', this.features());
  }

  @Get('donnees/boutiques.csv')
  @Policy('public', { rate: { max: 60, seconds: 60 } })
  csv(@Res() reply: Reply): void {
    send(reply, 'text/csv; charset=utf-8', this.rows());
  }

  /** Shops that have just opened (RSS 2.0). */
  @Get('boutiques.rss')
  @Policy('public')
  async rss(@Res() reply: Reply): Promise<void> {
    const origin = publicOrigin(this.settings);
    const items = (await this.shops.newest(NEWS_MOST)).map((shop) => this.item(shop));
    const head = [
      element('title', say('out.new_shops', { region: loadTerritory(this.settings.regionCode).region.name })),
      element('link', `${origin}/boutiques`),
      element('description', say('out.new_shops_lead')),
      element('language', 'fr'),
      `<atom:link href="${xmlText(`${origin}/boutiques.rss`)}" rel="self" type="application/rss+xml"/>`,
    ];
    const channel = [...head, ...items].join('\n');
    const xml = `${XML}<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">\n<channel>\n${channel}\n</channel>\n</rss>\n`;
    void reply.header('cache-control', AN_HOUR).type('application/rss+xml; charset=utf-8').send(xml);
  }

  private item(shop: OpenShop): string {
    const url = publicOrigin(this.settings, shop.slug);
    const text = [shop.tradeLabel, shop.commune].join(', ');
    return [
      '<item>',
      element('title', shop.name),
      element('link', `${url}/`),
      `<guid isPermaLink="true">${xmlText(`${url}/`)}</guid>`,
      element('pubDate', shop.createdAt.toUTCString()),
      element('description', [text, shop.tagline].filter(Boolean).join('. ')),
      '</item>',
    ].join('');
  }

  private async *features(): AsyncGenerator<string> {
    yield '{"type":"FeatureCollection","features":[';
    let before = '\n';
    for await (const shop of this.shops.all()) {
      yield before + JSON.stringify(this.feature(shop));
      before = ',\n';
    }
    yield '\n]}\n';
  }

  private feature(shop: OpenShop) {
    const { lat, lon } = shop;
    const said = Object.entries(COLUMNS).filter(([name]) => name !== 'latitude' && name !== 'longitude');
    return {
      type: 'Feature',
      id: shop.slug,
      geometry: lat === null || lon === null ? null : { type: 'Point', coordinates: [lon, lat] },
      properties: {
        ...Object.fromEntries(said.map(([name, valueOf]) => [name, valueOf(shop)])),
        url: publicOrigin(this.settings, shop.slug),
      },
    };
  }

  private async *rows(): AsyncGenerator<string> {
    yield '\ufeff';
    yield formatCsvRow(['identifiant', ...Object.keys(COLUMNS), 'url']);
    for await (const shop of this.shops.all()) {
      const cells = Object.values(COLUMNS).map((valueOf) => valueOf(shop));
      yield formatCsvRow([
        shop.slug,
        ...cells.map((cell) => (cell === null ? '' : String(cell))),
        publicOrigin(this.settings, shop.slug),
      ]);
    }
  }
}

function send(reply: Reply, type: string, parts: AsyncGenerator<string>): void {
  void reply
    .header('cache-control', AN_HOUR)
    .header('access-control-allow-origin', '*')
    .type(type)
    .send(Readable.from(parts));
}
