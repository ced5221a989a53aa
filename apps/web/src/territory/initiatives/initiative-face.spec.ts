import sharp from 'sharp';
import { Memberships, People, Sessions } from '#libs/accounts';
import { InitiativeContacts, Initiatives } from '#libs/imports';
import { SearchIndex } from '#libs/search';
import { asShop } from '#libs/tenancy';
import { createShop, createVariant } from '../../../../../test/support/order-shop.js';
import { type TestWeb, testWeb } from '../../../../../test/support/web.js';

const PORTAL = 'devanture.localhost:8080';
const OFFICE = 'gestion.devanture.localhost:8080';

describe('the face of an initiative', () => {
  let web: TestWeb;
  let own: string;
  let foreign: string;
  let personId: string;
  let cookie: string;

  const read = async (url: string) => (await web.app.inject({ url, headers: { host: PORTAL } })).body;
  const post = (url: string, payload: string | Buffer, type = 'application/x-www-form-urlencoded') =>
    web.app.inject({
      method: 'POST',
      url,
      payload,
      headers: { host: OFFICE, cookie, 'content-type': type, origin: `http://${OFFICE}` },
    });
  const sendLogo = (initiativeId: string, bytes: Buffer) => {
    const head = '--part\r\ncontent-disposition: form-data; name="logo"; filename="logo.png"\r\n\r\n';
    const body = Buffer.concat([Buffer.from(head), bytes, Buffer.from('\r\n--part--\r\n')]);
    return post(`/territoire/initiatives/${initiativeId}/logo`, body, 'multipart/form-data; boundary=part');
  };

  beforeAll(async () => {
    web = await testWeb();
    const initiatives = web.app.get(Initiatives, { strict: false });
    own = (await initiatives.save({ slug: 'union-loches', name: 'Union de Loches', kind: 'union' })).initiativeId;
    foreign = (await initiatives.save({ slug: 'autre-union', name: 'Une autre union', kind: 'union' })).initiativeId;
    const person = await web.app.get(People, { strict: false }).ensure({ email: 'agent@example.fr', name: 'Ana Brun' });
    personId = person.personId;
    const right = { role: 'initiative_agent', shopId: null, initiativeId: own } as const;
    await web.app.get(Memberships, { strict: false }).grant(personId, right);
    cookie = `__Host-session=${await web.app.get(Sessions, { strict: false }).open(personId, { isProved: true })}`;
    const shopId = await createShop(web, { slug: 'fleurs-martin' });
    await createVariant(web, shopId);
    await asShop(shopId, () =>
      web.tenancy.shopTransaction((tx) => tx.query(`update shop set trade = 'fleurs', initiative_id = $1`, [own])),
    );
    await web.app.get(SearchIndex, { strict: false }).refreshShops([shopId]);
  }, 60_000);

  afterAll(() => web.close());

  it('shows a logo that went through the pictures’ pipeline, replaces it and takes it away', async () => {
    const square = await sharp({ create: { width: 500, height: 300, channels: 3, background: '#a04020' } })
      .png()
      .toBuffer();
    expect((await sendLogo(own, square)).statusCode).toBe(303);
    const first = /\/media\/initiatives\/[^"\s]+?\.jpg/.exec(await read('/initiatives/union-loches'))?.[0];
    expect(first).toBeDefined();
    const picture = await web.app.inject({ url: first!, headers: { host: PORTAL } });
    expect([picture.statusCode, picture.headers['content-type']]).toEqual([200, 'image/jpeg']);
    expect((await web.app.inject({ url: first!, headers: { host: `fleurs-martin.${PORTAL}` } })).statusCode).toBe(404);
    expect(await read('/initiatives')).toContain(first);
    const preview = await web.app.inject({
      url: `/territoire/initiatives/${own}/logo`,
      headers: { host: OFFICE, cookie },
    });
    expect([preview.statusCode, preview.headers['content-type']]).toEqual([200, 'image/webp']);
    await sendLogo(own, square);
    expect((await web.app.inject({ url: first!, headers: { host: PORTAL } })).statusCode).toBe(404);
    await post(`/territoire/initiatives/${own}/logo/retrait`, '');
    expect(await read('/initiatives/union-loches')).not.toContain('/media/initiatives/');
  });

  it('says in a sentence why a file is no logo, and asks for one', async () => {
    const refused = await sendLogo(own, Buffer.from('no picture at all'));
    expect(refused.statusCode).toBe(422);
    expect(refused.body).toContain('logo-error');
  });

  it('is nobody else’s to change', async () => {
    const answers = await Promise.all([
      sendLogo(foreign, Buffer.from('x')),
      post(`/territoire/initiatives/${foreign}/logo/retrait`, ''),
      post(`/territoire/initiatives/${foreign}/contact`, 'shown=1'),
      web.app.inject({ url: `/territoire/initiatives/${foreign}/logo`, headers: { host: OFFICE, cookie } }),
    ]);
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([404, 404, 404, 404]);
    expect(await web.app.get(InitiativeContacts, { strict: false }).of(foreign)).toEqual([]);
  });

  it('names the agents who say so, as long as they are agents', async () => {
    expect(await read('/initiatives/union-loches')).not.toContain('Ana Brun');
    await post(`/territoire/initiatives/${own}/contact`, 'shown=1&task=Animatrice&phone=02+47+00+00+00');
    const shown = await read('/initiatives/union-loches');
    for (const part of ['Ana Brun', 'Animatrice', 'tel:0247000000']) expect(shown).toContain(part);
    expect(shown).not.toContain('agent@example.fr');
    await post(`/territoire/initiatives/${own}/contact`, 'shown=1&showsEmail=1');
    expect(await read('/initiatives/union-loches')).toContain('mailto:agent@example.fr');
    await post(`/territoire/initiatives/${own}/contact`, '');
    expect(await read('/initiatives/union-loches')).not.toContain('Ana Brun');
    await post(`/territoire/initiatives/${own}/contact`, 'shown=1');
    const right = { role: 'initiative_agent', shopId: null, initiativeId: own } as const;
    await web.app.get(Memberships, { strict: false }).revoke(personId, right);
    expect(await read('/initiatives/union-loches')).not.toContain('Ana Brun');
  });

  it('counts its shops, and lists the initiatives with what they offer', async () => {
    const page = (await read('/initiatives/union-loches')).replace(/\s+/g, ' ');
    expect(page).toContain('<dt>prennent des réservations</dt><dd>1</dd>');
    expect(page).not.toMatch(/<dd>0<\/dd>/);
    const list = await read('/initiatives');
    expect(list).toContain('/initiatives/union-loches');
    expect(list).toContain('1 boutique');
  });
});
