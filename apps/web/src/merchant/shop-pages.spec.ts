import { Memberships, People, Sessions } from '#libs/accounts';
import { Clock, newId } from '#libs/kernel';
import { Claims, Shops } from '#libs/shops';
import { asShop } from '#libs/tenancy';
import { createVariant, TUESDAY_NINE } from '../../../../test/support/order-shop.js';
import { ownerPages, type OwnerPages } from '../../../../test/support/owner-pages.js';
import { type TestWeb, testWeb } from '../../../../test/support/web.js';

describe('the pages of a shop', () => {
  let web: TestWeb;
  let shopId: string;
  let owner: OwnerPages;

  beforeAll(async () => {
    Clock.freeze(TUESDAY_NINE);
    web = await testWeb();
  }, 60_000);

  afterAll(async () => {
    Clock.freeze(null);
    await web.close();
  });

  beforeEach(async () => {
    owner = await ownerPages(web);
    ({ shopId } = owner);
  });

  const get: OwnerPages['get'] = (...asked) => owner.get(...asked);
  const post: OwnerPages['post'] = (...asked) => owner.post(...asked);
  const shops = () => web.app.get(Shops);
  const state = () => asShop(shopId, async () => (await shops().current()).state);
  const setState = (value: string) =>
    web.tenancy.regionTransaction((tx) => tx.query('update shop set state = $2 where shop_id = $1', [shopId, value]));

  it('says what is missing, and opens when nothing is', async () => {
    await setState('claimed');
    await asShop(shopId, () => shops().update({ phone: null, email: null, addressLine: null }));
    const refused = await post('/boutique/ouverture');
    expect(refused.status).toBe(409);
    expect(refused.text).toContain('Votre boutique ne peut pas encore ouvrir');
    expect(refused.text).toContain('Il manque : le téléphone, l’adresse e-mail, l’adresse.');
    expect(await state()).toBe('claimed');
    const contact = {
      name: 'Fleurs Martin',
      phone: '02 47 59 00 00',
      email: 'bonjour@fleurs.test',
      addressLine: '12 rue Balzac',
    };
    expect((await post('/boutique', contact)).status).toBe(303);
    const legal = {
      publisherName: 'Claire Martin EI',
      legalForm: 'EI',
      publisherAddress: '12 rue Balzac',
      registration: 'RCS Tours',
      publicationDirector: 'Claire Martin',
      vatExempt: 'yes',
      mediatorName: 'CM2C',
      mediatorContact: 'Paris',
    };
    expect((await post('/boutique/mentions-legales', legal)).location).toBe('/boutique');
    const { text: terms } = await get('/boutique/conditions');
    expect(terms).toContain('la garantie légale de conformité');
    expect((await post('/boutique/conditions', { terms: 'Mes conditions' })).status).toBe(303);
    await createVariant(web, shopId);
    await web.tenancy.regionTransaction((tx) =>
      tx.query(`update shop set siret = '40483304800022' where shop_id = $1`, [shopId]),
    );
    expect((await get('/boutique')).text).toContain('Publier ma boutique');
    expect((await post('/boutique/ouverture')).status).toBe(303);
    expect(await state()).toBe('open');
    expect((await post('/boutique/pause', { reason: 'Congés', backOn: '2099-12-01' })).status).toBe(303);
    expect(await state()).toBe('paused');
    expect((await get('/boutique')).text).toContain('Rouvrir ma boutique');
  });

  it('keeps what was typed when a field is wrong', async () => {
    const refused = await post('/boutique', { name: 'Fleurs <b>Martin</b>', phone: 'appelez-moi' });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('value="appelez-moi"');
    expect(refused.text).toContain('Fleurs &lt;b&gt;Martin');
    expect(refused.text).toContain('href="#phone"');
    expect((await asShop(shopId, () => shops().current())).phone).toBe('02 47 00 00 00');
  });

  it('is shown to members and changed by owners alone', async () => {
    const staff = await web.app.get(People).ensure({ email: `${newId()}@example.fr` });
    await web.app.get(Memberships).grant(staff.personId, { role: 'staff', shopId, initiativeId: null });
    const theirs = { cookie: `__Host-session=${await web.app.get(Sessions).open(staff.personId)}` };
    expect((await get('/boutique', theirs)).status).toBe(200);
    expect((await post('/boutique', { name: 'À moi' }, theirs)).status).toBe(403);
    expect((await post('/boutique/ouverture', {}, theirs)).status).toBe(403);
    expect((await get('/boutique', {})).location).toMatch(/^\/connexion/);
  });

  describe('« Prise en main »', () => {
    let code: string;
    let waiting: string;

    beforeEach(async () => {
      const siret = `9${Date.now()}`.padEnd(14, '0').slice(0, 14);
      const [made] = await shops().provision([
        {
          siret,
          name: 'Jouets Lucie',
          naf: '47.65Z',
          trade: 'jouets',
          communeInsee: '18033',
          lat: 47.08,
          lon: 2.39,
          pointSource: 'commune',
          initiativeId: null,
          source: 'register:sirene',
        },
      ]);
      waiting = made!.shopId;
      const [letter] = await web.app.get(Claims).letters([waiting]);
      code = letter!.code;
    });

    const waitingState = () => asShop(waiting, async () => (await shops().current()).state);

    it('opens an account with the code alone', async () => {
      const email = `${newId()}@example.fr`;
      const done = await post('/prise-en-main', { code: code.toLowerCase(), name: 'Lucie', email }, {});
      expect([done.status, done.location]).toEqual([303, '/ouvrir/coordonnees']);
      expect(await waitingState()).toBe('claimed');
      const page = await get('/boutique', { cookie: `__Host-session=${done.session}` });
      expect([page.status, page.text.includes('Jouets Lucie')]).toEqual([200, true]);
    });

    it('answers alike where the address has an account, and signs nobody in to that one', async () => {
      const known = await web.app.get(People).ensure({ email: `${newId()}@example.fr` });
      const sent = await post('/prise-en-main', { code, name: 'X', email: known.email }, {});
      expect([sent.status, sent.location]).toEqual([303, '/ouvrir/coordonnees']);
      const owners = await web.app.get(Memberships).ofShop(waiting);
      expect(owners.map(({ personId }) => personId)).not.toContain(known.personId);
      expect(owners).toHaveLength(1);
    });

    it('gives the shop to who is signed in', async () => {
      const done = await post('/prise-en-main', { code });
      expect(done.location).toBe('/ouvrir/coordonnees');
      expect(await waitingState()).toBe('claimed');
      const again = await post('/prise-en-main', { code }, { cookie: `__Host-session=${done.session}` });
      expect([again.status, again.text.includes('Ce code a déjà servi')]).toEqual([409, true]);
    });

    it('is refused to nobody named: the page is withdrawn by link, by a POST alone', async () => {
      const { slug } = await asShop(waiting, () => shops().current());
      const { status, text } = await get(`/retrait?boutique=${slug}`, {});
      const jeton = /name="jeton" value="([^"]+)"/.exec(text)?.[1] ?? '';
      expect([status, await waitingState()]).toEqual([200, 'provisioned']);
      expect((await post('/retrait', { boutique: slug, jeton: 'x' }, {})).status).toBe(404);
      const done = await post('/retrait', { boutique: slug, jeton }, {});
      expect([done.status, done.text.includes('« Jouets Lucie » est retirée.')]).toEqual([200, true]);
      expect(await waitingState()).toBe('withdrawn');
      expect((await get('/retrait?boutique=personne', {})).status).toBe(404);
    });

    it('makes no account for a wrong code, and stops who guesses', async () => {
      const email = `${newId()}@example.fr`;
      const refused = await post('/prise-en-main', { code: '00000-00000', name: 'X', email }, {});
      expect([refused.status, refused.text.includes('ne correspond à aucune boutique')]).toEqual([422, true]);
      expect(refused.text).toContain('value="00000-00000"');
      expect(await web.app.get(People).byEmail(email)).toBeNull();
      const tries = [];
      for (let i = 0; i < 20; i++)
        tries.push((await post('/prise-en-main', { code: '00000-00000', name: 'X', email }, {})).status);
      expect(tries.at(-1)).toBe(429);
    });
  });
});
