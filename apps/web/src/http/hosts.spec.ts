import { newId } from '#libs/kernel';
import { asShop } from '#libs/tenancy';
import { type TestWeb, testWeb } from '../../../../test/support/web.js';

describe('hosts', () => {
  let web: TestWeb;
  const martin = newId();

  const get = (host: string, url = '/', headers: Record<string, string> = {}) =>
    web.app.inject({ method: 'GET', url, headers: { host, ...headers } });

  beforeAll(async () => {
    web = await testWeb();
    await asShop(martin, () =>
      web.tenancy.shopTransaction(async (tx) => {
        await tx.query(
          `insert into shop (shop_id, state, name, trade, commune_insee, theme, order_prefix)
           values ($1, 'open', 'Fleurs Martin', 'fleurs', '37132', 'marche', 'FM')`,
          [martin],
        );
        await tx.query(
          `insert into shop_address (slug, shop_id, kind, until) values
             ('fleurs-martin', $1, 'current', null),
             ('martin-fleurs', $1, 'former', now() + interval '1 day'),
             ('fleuriste-martin', $1, 'former', now() - interval '1 day')`,
          [martin],
        );
      }),
    );
  }, 60_000);

  afterAll(() => web.close());

  it('leads each host to its audience', async () => {
    const portal = await get('devanture.localhost');
    expect([portal.statusCode, portal.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect((await get('DEVANTURE.localhost.:8080')).statusCode).toBe(200);
    const office = await get('gestion.devanture.localhost');
    expect([office.statusCode, office.headers.location]).toEqual([303, '/connexion?suite=%2F']);
    expect((await get('fleurs-martin.devanture.localhost')).json()).toEqual({ shopId: martin, slug: 'fleurs-martin' });
  });
});
