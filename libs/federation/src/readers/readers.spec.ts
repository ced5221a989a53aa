import { loadTerritory } from '#libs/territory';
import type { FeedKind } from '../feeds/feed.js';
import type { FeedOutcome } from './feed-facts.js';
import { readFeed } from './read-feed.js';

const territory = loadTerritory('24');

async function read(kind: FeedKind, body: string, pages: Record<string, string> = {}) {
  const outcomes: FeedOutcome[] = [];
  let isPartial = false;
  const page = async (url: string) => (pages[url] === undefined ? null : Buffer.from(pages[url]));
  const source = {
    body: Buffer.from(body),
    url: 'https://site.example/feed',
    siteUrl: 'https://site.example/',
    territory,
    page,
    isPartial: () => void (isPartial = true),
  };
  for await (const outcome of readFeed(kind, source)) outcomes.push(outcome);
  const facts = outcomes.flatMap((each) => (each.kind === 'entry' ? [[each.key, each.facts] as const] : []));
  const refused = outcomes.flatMap((each) => (each.kind === 'refusal' ? [[each.line, each.code] as const] : []));
  return { facts: Object.fromEntries(facts), refused, isPartial };
}

describe('lists of shops', () => {
  it('are read by the names of their columns, in the dress of the French desk', async () => {
    const rows = [
      'Commerces du centre',
      'Nom du commerce;N° SIRET;Activité;Adresse;Code postal;Ville;Téléphone;Site internet;Etat',
      'LA ROSE DES VENTS;;fleuriste;12 RUE DE L EGLISE;37600;LOCHES;02.47.59.00.01;www.rose.example;',
      'Au loin;;;1 rue x;75001;Paris;;;',
      'Faux;12345678900011;;;37600;Loches;;;',
      'Fermée;;;;37600;Loches;;;Fermé',
      ';;;;37600;Loches;;;',
    ];
    const { facts, refused } = await read('shops', rows.join('\r\n'));
    expect(Object.values(facts)).toEqual([
      {
        kind: 'place',
        name: 'La Rose des Vents',
        url: 'https://www.rose.example/',
        trade: 'fleurs',
        addressLine: '12 Rue de l’Eglise',
        postcode: '37600',
        communeInsee: '37132',
        phone: '02.47.59.00.01',
      },
    ]);
    expect(refused.map(([, code]) => code)).toEqual([
      'imports.commune_outside_region',
      'imports.siret_invalid',
      'imports.establishment_closed',
      'imports.name_missing',
    ]);
    await expect(read('shops', 'a;b;c\n1;2;3\n')).rejects.toMatchObject({ code: 'federation.not_this_feed' });
  });

  it('are read from GeoJSON with OpenStreetMap’s tags, a building by its corner', async () => {
    const feature = (id: string, properties: object, geometry: object) => ({
      type: 'Feature',
      id,
      properties,
      geometry,
    });
    const body = JSON.stringify({
      type: 'FeatureCollection',
      features: [
        feature(
          'node/1',
          {
            name: 'Librairie du Mail',
            shop: 'books',
            'contact:phone': '+33 2 47 59 11 11',
            'addr:city': 'Loches',
            'addr:housenumber': '3',
            'addr:street': 'Rue Picois',
          },
          { type: 'Point', coordinates: [0.998, 47.128] },
        ),
        feature(
          'way/2',
          { name: 'Sans adresse', shop: 'bakery' },
          {
            type: 'Polygon',
            coordinates: [
              [
                [0.975, 47.121],
                [0.976, 47.121],
              ],
            ],
          },
        ),
        { type: 'Feature', properties: 3 },
      ],
    });
    const { facts, refused } = await read('geojson', body);
    expect(facts['node/1']).toMatchObject({
      name: 'Librairie du Mail',
      trade: 'livres',
      communeInsee: '37132',
      lat: 47.128,
      addressLine: '3 Rue Picois',
    });
    expect(facts['way/2']).toMatchObject({
      name: 'Sans adresse',
      trade: 'boulangerie',
      communeInsee: '37132',
      lon: 0.975,
    });
    expect(refused).toEqual([[3, 'imports.cell_invalid']]);
    await expect(read('geojson', '{"type":"Topology"}')).rejects.toMatchObject({ code: 'federation.not_this_feed' });
  });

  it('are read from Overpass’ JSON', async () => {
    const body = JSON.stringify({
      elements: [
        {
          type: 'node',
          id: 7,
          lat: 47.12,
          lon: 0.97,
          tags: { name: 'Chez Lou', shop: 'toys', 'addr:postcode': '37600', 'addr:city': 'Loches' },
        },
      ],
    });
    expect((await read('geojson', body)).facts['node/7']).toMatchObject({ name: 'Chez Lou', trade: 'jouets' });
  });
});

describe('pages that say what they show', () => {
  const html = (...blocks: string[]): string =>
    `<!doctype html><html><head>${blocks.map((block) => `<script type="application/ld+json">${block}</script>`).join('')}</head><body>x</body></html>`;
  const map = (...urls: string[]): string =>
    `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${urls.map((url) => `<url><loc>${url}</loc></url>`).join('')}</urlset>`;

  it('are found by the sitemap, on the site’s own host alone', async () => {
    const product = JSON.stringify({
      '@context': 'https://schema.org',
      '@graph': [
        {
          '@type': 'Product',
          name: 'Vase &amp; pied',
          sku: 'V1',
          offers: {
            '@type': 'Offer',
            price: '24.90',
            priceCurrency: 'EUR',
            availability: 'https://schema.org/OutOfStock',
          },
        },
      ],
    });
    const broken =
      '{"@type": "Florist", "name": "La\nRose", "url": "/", "telephone": "02 47 59 00 01", "address": {"@type": "PostalAddress", "postalCode": "37600", "addressLocality": "Loches"},}';
    const { facts, isPartial } = await read(
      'json-ld',
      map(
        'https://site.example/vase',
        'https://site.example/contact',
        'https://autre.example/x',
        'https://site.example/partie',
      ),
      {
        'https://site.example/vase': html(product, 'no json'),
        'https://site.example/contact': html(broken),
        'https://autre.example/x': html(product.replace('V1', 'V2')),
      },
    );
    expect(facts).toEqual({
      V1: {
        kind: 'product',
        title: 'Vase & pied',
        url: 'https://site.example/vase',
        priceCents: 2490,
        priceVaries: false,
        isAvailable: false,
      },
      '/': {
        kind: 'place',
        name: 'La Rose',
        url: 'https://site.example/',
        trade: 'fleurs',
        postcode: '37600',
        communeInsee: '37132',
        phone: '02 47 59 00 01',
      },
    });
    expect(isPartial).toBe(true);
  });

  it('are refused in another currency, and with a DOCTYPE', async () => {
    const priced = html(
      JSON.stringify({ '@type': 'Product', name: 'Vase', sku: 'V', offers: [{ price: 3, priceCurrency: 'USD' }] }),
    );
    expect((await read('json-ld', priced)).refused).toEqual([[1, 'imports.currency_not_euro']]);
    await expect(read('json-ld', '<!DOCTYPE urlset [<!ENTITY a "b">]><urlset/>')).rejects.toMatchObject({
      code: 'imports.feed_doctype',
    });
  });
});

describe('a food circuit', () => {
  it('is read by names whatever their prefix: producers, what they supply, at which price', async () => {
    const graph = [
      {
        '@id': 'e1',
        '@type': 'dfc-b:Enterprise',
        'dfc-b:name': 'Ferme des Sources',
        'dfc-b:hasAddress': { '@id': 'a1' },
        'dfc-b:supplies': [{ '@id': 'p1' }],
      },
      {
        '@id': 'a1',
        '@type': 'dfc-b:Address',
        'dfc-b:hasStreet': 'Le Bourg',
        'dfc-b:hasPostalCode': '37600',
        'dfc-b:hasCity': 'Loches',
      },
      {
        '@id': 'p1',
        '@type': 'dfc-b:SuppliedProduct',
        'dfc-b:name': 'Miel de printemps',
        'dfc-b:description': 'Récolté en mai.',
      },
      {
        '@id': 'c1',
        '@type': 'dfc-b:CatalogItem',
        'dfc-b:references': { '@id': 'p1' },
        'dfc-b:offeredThrough': { '@id': 'o1' },
        'dfc-b:stockLimitation': '4',
      },
      { '@id': 'o1', '@type': 'dfc-b:Offer', 'dfc-b:hasPrice': { '@type': 'dfc-b:Price', 'dfc-b:value': '8.5' } },
    ];
    const { facts } = await read(
      'dfc',
      JSON.stringify({ '@context': 'https://www.datafoodconsortium.org', '@graph': graph }),
    );
    expect(facts['e1']).toMatchObject({
      name: 'Ferme des Sources',
      trade: 'producteur',
      communeInsee: '37132',
      addressLine: 'Le Bourg',
    });
    expect(facts['p1']).toMatchObject({
      title: 'Miel de printemps',
      priceCents: 850,
      isAvailable: true,
      seller: 'e1',
      url: 'https://site.example/',
    });
    await expect(read('dfc', '{"@graph": []}')).rejects.toMatchObject({ code: 'federation.not_this_feed' });
  });
});
