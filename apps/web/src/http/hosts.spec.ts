import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { newId } from '#libs/kernel';
import { MEDIA_STORE, type MediaStore } from '#libs/platform';
import { asShop } from '#libs/tenancy';
import { ApiEchoController, EchoController, NoPolicyController } from '../../../../test/support/echo-controllers.js';
import { type TestWeb, testWeb } from '../../../../test/support/web.js';

describe('hosts', () => {
  let web: TestWeb;
  const shops = [newId(), newId()] as const;
  const [martin] = shops;
  const SHOP = 'fleurs-martin.devanture.localhost';
  const PORTAL = 'devanture.localhost';

  const get = (host: string, url = '/', headers: Record<string, string> = {}) =>
    web.app.inject({ method: 'GET', url, headers: { host, ...headers } });
  const post = (host: string, url: string, payload: string | Buffer, headers: Record<string, string>) =>
    web.app.inject({ method: 'POST', url, payload, headers: { host, ...headers } });

  beforeAll(async () => {
    web = await testWeb({}, [EchoController, ApiEchoController]);
    for (const [i, slug] of ['fleurs-martin', 'jouets-lucie'].entries()) {
      const shopId = shops[i]!;
      await asShop(shopId, () =>
        web.tenancy.shopTransaction(async (tx) => {
          await tx.query(
            `insert into shop (shop_id, state, name, trade, commune_insee, theme, order_prefix)
             values ($1, 'open', $2, 'fleurs', '37132', 'marche', 'FM')`,
            [shopId, slug],
          );
          await tx.query('insert into shop_address (slug, shop_id) values ($1, $2)', [slug, shopId]);
        }),
      );
    }
    await asShop(martin, () =>
      web.tenancy.shopTransaction((tx) =>
        tx.query(
          `insert into shop_address (slug, shop_id, kind, until) values
             ('martin-fleurs', $1, 'former', now() + interval '1 day'),
             ('fleuriste-martin', $1, 'former', now() - interval '1 day')`,
          [martin],
        ),
      ),
    );
  }, 60_000);

  afterAll(() => web.close());

  it('leads each host to its audience', async () => {
    const portal = await get(PORTAL);
    expect([portal.statusCode, portal.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect((await get('DEVANTURE.localhost.:8080')).statusCode).toBe(200);
    const office = await get('gestion.devanture.localhost', '/compte?page=2');
    expect([office.statusCode, office.headers.location]).toEqual([303, '/connexion?suite=%2Fcompte%3Fpage%3D2']);
    expect((await get(SHOP, '/essai')).json()).toEqual({ before: martin, name: 'fleurs-martin', after: martin });
  });

  it('packs pages and files for whoever can unpack them, and nothing for somebody who is signed in', async () => {
    const packed = async (url: string, headers: Record<string, string>) => {
      const answer = await get(PORTAL, url, headers);
      return [answer.headers['content-encoding'], answer.headers.vary, answer.rawPayload] as const;
    };
    const [none, varies, plain] = await packed('/', {});
    expect([none, String(varies)]).toEqual([undefined, expect.stringContaining('Accept-Encoding')]);
    const asFile = /\/assets\/[\w/-]+\.css/.exec(plain.toString())![0];
    const file = (await packed(asFile, {}))[2];
    for (const [url, body] of [
      ['/', plain],
      [asFile, file],
    ] as const) {
      const [brotli, , small] = await packed(url, { 'accept-encoding': 'gzip, deflate, br, zstd' });
      expect([brotli, brotliDecompressSync(small).length]).toEqual(['br', body.length]);
      expect(small.length).toBeLessThan(body.length / 2);
      const [gzip, , other] = await packed(url, { 'accept-encoding': 'br;q=0, gzip' });
      expect([gzip, gunzipSync(other).length]).toEqual(['gzip', body.length]);
    }
    const accepts = { 'accept-encoding': 'br' };
    expect((await packed('/', { ...accepts, cookie: '__Host-panier=x' }))[0]).toBe('br');
    expect((await packed('/', { ...accepts, cookie: '__Host-session=x' }))[0]).toBeUndefined();
    expect((await packed('/healthz', accepts))[0]).toBeUndefined();
  });

  it('has a clear page for each name that leads nowhere', async () => {
    const pages = await Promise.all(
      ['example.org', 'a.b.devanture.localhost', 'admin.devanture.localhost', 'personne.devanture.localhost', ''].map(
        (host) => get(host),
      ),
    );
    expect(pages.map(({ statusCode }) => statusCode)).toEqual([421, 421, 404, 404, 421]);
    expect(pages[0]?.body).toContain('Aucun site n’est servi à cette adresse');
    expect(pages[2]?.body).toContain('«\u00a0admin\u00a0» est un nom réservé');
    expect(pages[3]?.body).toContain('Aucune boutique n’a l’adresse «\u00a0personne\u00a0»');
  });

  it('redirects a former address for its time, with path and query, and is gone after', async () => {
    const moved = await get('martin-fleurs.devanture.localhost', '/produits/rose?x=1');
    expect([moved.statusCode, moved.headers.location]).toEqual([
      301,
      'http://fleurs-martin.devanture.localhost:8080/produits/rose?x=1',
    ]);
    expect((await get('fleuriste-martin.devanture.localhost')).statusCode).toBe(410);
  });

  it('lets nobody write an audience into an address', async () => {
    for (const url of ['/@gestion/connexion', '/@portal', '/@shop/essai', '/%40shop/essai', '/@any/metrics']) {
      expect((await get(SHOP, url)).statusCode).toBe(404);
      expect((await get(PORTAL, url)).statusCode).toBe(404);
    }
    expect((await get(PORTAL, `http://${SHOP}/essai`)).statusCode).toBe(404);
  });

  it('keeps shops apart through 400 interleaved requests with and without a body', async () => {
    const answers = await Promise.all(
      Array.from({ length: 400 }, async (_, i) => {
        const slug = i % 2 ? 'jouets-lucie' : 'fleurs-martin';
        const host = `${slug}.devanture.localhost`;
        const response = await (i % 3
          ? post(host, '/essai', '{"name":"abc"}', { 'content-type': 'application/json' })
          : get(host, '/essai'));
        const { before, name, after } = response.json<Record<string, string>>();
        return before === shops[i % 2] && after === before && name === slug;
      }),
    );
    expect(answers.filter((isRight) => isRight)).toHaveLength(400);
  }, 60_000);

  it('runs a route that names a shop as that shop', async () => {
    expect((await get(PORTAL, '/api/v1/essai/jouets-lucie')).json()).toEqual({
      slug: 'jouets-lucie',
      shopId: shops[1],
    });
    expect((await get(PORTAL, '/api/v1/essai/personne')).statusCode).toBe(404);
  });

  it('reads an upload as the shop of its host, and refuses what is too large', async () => {
    const form = (content: string) =>
      [
        '--x\r\ncontent-disposition: form-data; name="note"\r\n\r\nbonjour\r\n',
        '--x\r\ncontent-disposition: form-data; name="file"; filename="../a\\b.csv"\r\ncontent-type: text/csv\r\n\r\n',
        `${content}\r\n--x--\r\n`,
      ].join('');
    const type = { 'content-type': 'multipart/form-data; boundary=x' };
    const sent = await post(SHOP, '/essai/fichier', form('a;b'), type);
    expect(sent.json()).toEqual({
      filename: 'b.csv',
      bytes: 3,
      text: 'a;b',
      fields: { note: 'bonjour' },
      shopId: martin,
    });
    expect((await post(SHOP, '/essai/fichier', form('a'.repeat(1001)), type)).statusCode).toBe(413);
  });

  it('answers the API with problems that keep their type', async () => {
    const missing = await get(PORTAL, '/api/v1/nothing', { 'accept-language': 'en' });
    expect(missing.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(missing.json()).toEqual({
      type: 'http://devanture.localhost:8080/problems/http/page-not-found',
      title: 'Not found',
      status: 404,
      detail: 'There is no page at this address. Check how it is written, or begin at the start page.',
      code: 'http.page_not_found',
      instance: missing.headers['x-request-id'],
    });
    const fields = await post(SHOP, '/essai', '{"name":"a","x":1}', {
      'content-type': 'application/json',
      accept: 'application/json',
    });
    expect([fields.statusCode, fields.json<{ errors: unknown }>().errors]).toEqual([
      422,
      [
        { path: 'name', code: 'field.text_min', detail: 'Écrivez au moins 2 caractères.' },
        { path: 'x', code: 'field.unknown', detail: 'Ce champ n’existe pas.' },
      ],
    ]);
    expect((await get(PORTAL, '/api/v1/essai/territoire')).statusCode).toBe(401);
    expect((await get(PORTAL, '/api/v1/essai/territoire', { authorization: 'Bearer dvt_no' })).statusCode).toBe(401);
  });

  it('says 503 when the database is away, and 500 with an id but without a word of the cause', async () => {
    const down = await get(PORTAL, '/api/v1/essai/base');
    expect([down.statusCode, down.headers['retry-after']]).toEqual([503, '5']);
    const lines: string[] = [];
    const spy = jestSpy(lines);
    const failed = await get(PORTAL, '/api/v1/essai/erreur');
    spy();
    expect([failed.statusCode, failed.json<{ instance: string }>().instance]).toEqual([
      500,
      failed.headers['x-request-id'],
    ]);
    expect(failed.body).not.toContain('secret');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(String(failed.headers['x-request-id']));
    expect(lines[0]).not.toContain('martin@demo.test');
  });

  it('refuses bodies that are compressed, too long, of no known kind, or that hold a NUL', async () => {
    const json = { 'content-type': 'application/json' };
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const answers = await Promise.all([
      post(SHOP, '/essai', 'x', { ...json, 'content-encoding': 'gzip' }),
      post(SHOP, '/essai', JSON.stringify({ name: 'a'.repeat(1_100_000) }), json),
      post(SHOP, '/essai', 'name=abc', { 'content-type': 'text/plain' }),
      post(SHOP, '/essai', '{"name":"a\\u0000b"}', json),
      post(SHOP, '/essai', 'name=a%00b', form),
      post(SHOP, '/essai', '{"name":', json),
      post(SHOP, '/essai', '{"__proto__":{"name":"abc"}}', json),
      get(SHOP, '/essai?q=%00'),
      get(SHOP, '/essai/%E0%A4%A'),
    ]);
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([415, 413, 415, 422, 422, 400, 400, 400, 400]);
    expect((await post(SHOP, '/essai', 'name=abc', form)).json<{ name: string }>().name).toBe('fleurs-martin');
  });

  it('refuses what a sibling shop sends, and takes what comes from its own page', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded', host: `${SHOP}:8080` };
    const sibling = await post(SHOP, '/essai', 'name=abc', {
      ...form,
      origin: 'http://jouets-lucie.devanture.localhost:8080',
    });
    const own = await post(SHOP, '/essai', 'name=abc', { ...form, origin: `http://${SHOP}:8080` });
    expect([sibling.statusCode, own.statusCode]).toEqual([403, 201]);
  });

  it('brakes', async () => {
    const statuses = [];
    for (let i = 0; i < 3; i++) statuses.push((await get(PORTAL, '/api/v1/essai/frein')).statusCode);
    expect(statuses).toEqual([200, 200, 429]);
  });

  it('sends its security headers with pages, errors and files', async () => {
    const asset = /\/assets\/portal\/page-[0-9a-f]{12}\.css/.exec((await get(PORTAL)).body)?.[0] ?? '';
    for (const response of [await get(PORTAL), await get('example.org'), await get(PORTAL, asset)]) {
      expect(response.headers['content-security-policy']).toBe(
        "default-src 'self';img-src 'self' data:;object-src 'none';base-uri 'none';frame-ancestors 'none';form-action 'self' http://devanture.localhost:8080 http://*.devanture.localhost:8080",
      );
      expect(response.headers['x-content-type-options']).toBe('nosniff');
      expect(response.headers['referrer-policy']).toBe('strict-origin-when-cross-origin');
    }
    expect((await get(PORTAL, asset)).headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect((await get(PORTAL, asset.replace(/-[0-9a-f]{12}/, '-000000000000'))).statusCode).toBe(404);
  });

  it('answers probes on every host, and figures to the operator alone', async () => {
    expect((await get('example.org', '/healthz')).json()).toEqual({ status: 'ok' });
    expect((await get('127.0.0.1:8080', '/readyz')).json()).toEqual({ status: 'ready' });
    expect((await get(PORTAL, '/metrics')).body).toContain('http_request_duration_seconds_count{');
    const outside = await web.app.inject({ url: '/metrics', headers: { host: PORTAL }, remoteAddress: '203.0.113.9' });
    expect(outside.statusCode).toBe(403);
  });

  it('serves a picture on its own shop’s host and on the portal, and nothing else of the store', async () => {
    const store = web.app.get<MediaStore>(MEDIA_STORE, { strict: false });
    await store.put(`shops/${martin}/photos/p1/320.webp`, Buffer.from('webp'), 'image/webp');
    await store.put(`shops/${martin}/photos/p1/page.webp`, Buffer.from('<html>'), 'text/html');
    await store.put(`imports/file.csv`, Buffer.from('a'), 'text/csv');
    const url = `/media/shops/${martin}/photos/p1/320.webp`;
    const own = await get(SHOP, url);
    expect([own.statusCode, own.headers['content-type'], own.headers['cache-control'], own.body]).toEqual([
      200,
      'image/webp',
      'public, max-age=31536000, immutable',
      'webp',
    ]);
    expect((await get(PORTAL, url)).statusCode).toBe(200);
    const refused = [
      await get('jouets-lucie.devanture.localhost', url),
      await get(PORTAL, '/media/imports/file.csv'),
      await get(PORTAL, `/media/shops/${martin}/photos/p1/page.webp`),
      await get(PORTAL, '/media/../package.json'),
      await get(PORTAL, '/media/shops/%2e%2e/x.webp'),
    ];
    expect(refused.map(({ statusCode }) => statusCode)).toEqual([404, 404, 404, 404, 404]);
  });

  it('describes the API', async () => {
    const document = (await get(PORTAL, '/api/v1/openapi.json')).json<{ openapi: string }>();
    expect(document.openapi).toBe('3.1.0');
  });

  it('does not start with a route that declares no policy', async () => {
    await expect(testWeb({}, [NoPolicyController])).rejects.toThrow('/@portal/sans declares no policy');
  }, 30_000);
});

/** Collects what is written to standard error until the answer is called. */
function jestSpy(lines: string[]): () => void {
  const original = console.error;
  console.error = (line: unknown) => void lines.push(String(line));
  return () => {
    console.error = original;
  };
}
