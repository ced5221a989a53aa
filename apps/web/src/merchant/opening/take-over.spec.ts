import { Memberships, People, Registrations, Sessions, SignInLinks } from '#libs/accounts';
import { Clock, newId } from '#libs/kernel';
import { ClaimAnswerMailJobHandler, Shops } from '#libs/shops';
import { asShop } from '#libs/tenancy';
import { lastMailTo } from '../../../../../test/support/mails.js';
import { nextSiret, OpeningOffice } from '../../../../../test/support/opening-office.js';
import { TUESDAY_NINE } from '../../../../../test/support/order-shop.js';

describe('taking a shop over, and whose account it is', () => {
  let office: OpeningOffice;

  beforeAll(async () => {
    Clock.freeze(TUESDAY_NINE);
    office = await OpeningOffice.open();
  }, 60_000);

  afterAll(async () => {
    Clock.freeze(null);
    await office.web.close();
  });

  beforeEach(() => office.reset());

  it('gives a provisioned shop to nobody who only knows its SIRET', async () => {
    const siret = nextSiret();
    const { shopId, code } = await office.provisioned(siret);
    const other = await office.provisioned(nextSiret());
    const { email } = await office.account();
    const url = `/ouvrir/prise-en-main?siret=${siret}`;
    expect((await office.post('/ouvrir/etablissement', { siret })).location).toBe(url);
    const { text } = await office.get(url);
    expect([text.includes('Jouets Lucie'), text.includes('Un SIRET est public')]).toEqual([true, true]);
    const foreign = await office.post('/ouvrir/prise-en-main', { siret, code: other.code });
    expect([foreign.status, (await office.shop(other.shopId)).state, (await office.shop(shopId)).state]).toEqual([
      422,
      'provisioned',
      'provisioned',
    ]);
    expect((await office.get('/ouvrir/coordonnees')).location).toBe('/ouvrir');
    expect(await office.memberships(email)).toEqual([]);
    expect((await office.post('/ouvrir/prise-en-main', { siret, code: code.toLowerCase() })).location).toBe(
      '/ouvrir/coordonnees',
    );
    expect((await office.shop(shopId)).state).toBe('claimed');
    const filled = (await office.get('/ouvrir/coordonnees')).text;
    expect([filled.includes('value="Jouets Lucie"'), filled.includes('18000 Bourges')]).toEqual([true, true]);
  });

  it('opens a shop that was taken over only once the address is confirmed', async () => {
    const siret = nextSiret();
    const { code, shopId } = await office.provisioned(siret);
    const { email } = await office.account();
    await office.post('/ouvrir/prise-en-main', { siret, code });
    const shops = office.web.app.get(Shops, { strict: false });
    await asShop(shopId, async () => {
      await shops.setHours([{ weekday: 2, opens: '09:00', closes: '12:00' }]);
      await shops.update({
        phone: '0248000000',
        email,
        legal: {
          publisherName: 'L',
          legalForm: 'EI',
          publisherAddress: 'x',
          registration: 'x',
          publicationDirector: 'x',
          vatExempt: true,
          mediatorName: 'x',
          mediatorContact: 'x',
          terms: 'x',
        },
      });
    });
    await office.multipart('/ouvrir/produit', { name: 'Toupie', price: '9' });
    const early = await office.post('/ouvrir/ouverture');
    expect([
      early.status,
      early.text.includes('Confirmez d’abord votre adresse'),
      (await office.shop(shopId)).state,
    ]).toEqual([409, true, 'claimed']);
    const person = await office.person(email);
    const link = office.web.app.get(Registrations, { strict: false }).confirmationUrl(person.personId, email);
    const jeton = new URL(link).searchParams.get('jeton')!;
    expect((await office.get(`/ouvrir/adresse?jeton=${jeton}`)).text).toContain(jeton);
    expect((await office.post('/ouvrir/adresse', { jeton: `${jeton.slice(0, -1)}_` })).status).toBe(410);
    expect((await office.post('/ouvrir/adresse', { jeton })).location).toBe('/ouvrir');
    expect((await office.post('/ouvrir/adresse', { jeton })).status).toBe(303);
    expect((await office.post('/ouvrir/ouverture')).location).toBe('/ouvrir/ouverte');
  });

  it('hands a shop over after an agent’s check', async () => {
    const siret = nextSiret();
    const { shopId, code } = await office.provisioned(siret);
    const { email } = await office.account();
    const empty = await office.post('/ouvrir/demande', { siret, note: ' ' });
    expect(empty.status).toBe(422);
    await office.post('/ouvrir/demande', { siret, note: 'Gérante, 02 48 00 00 00' });
    expect((await office.get(`/ouvrir/prise-en-main?siret=${siret}`)).text).toContain('Votre demande est en attente');
    const asker = office.session;
    const person = await office.person(email);
    const agent = await office.web.app.get(People, { strict: false }).ensure({ email: `${newId()}@region.test` });
    office.session = await office.web.app.get(Sessions, { strict: false }).open(agent.personId);
    const decision = { shop: shopId, person: person.personId, decision: 'accept' };
    expect((await office.post('/territoire/demandes', decision)).status).toBe(403);
    await office.web.app
      .get(Memberships, { strict: false })
      .grant(agent.personId, { role: 'region_admin', shopId: null, initiativeId: null });
    const { text } = await office.get('/territoire/demandes');
    expect([text.includes('Gérante, 02 48 00 00 00'), text.includes('pas encore confirmée')]).toEqual([true, true]);
    expect((await office.post('/territoire/demandes', { ...decision, person: newId() })).status).toBe(404);
    expect((await office.post('/territoire/demandes', decision)).location).toBe('/territoire/demandes');
    expect((await office.post('/territoire/demandes', decision)).status).toBe(404);
    const answer = { shopId: null, claimedShopId: shopId, personId: person.personId };
    await office.web.app.get(ClaimAnswerMailJobHandler, { strict: false }).handle(answer);
    expect(await lastMailTo(office.web.settings, email)).toContain('Votre demande est accept');
    office.session = asker;
    expect([(await office.shop(shopId)).state, (await office.get('/ouvrir')).location]).toEqual([
      'claimed',
      '/ouvrir/coordonnees',
    ]);
    office.session = '';
    const late = await office.post('/prise-en-main', { code, name: 'X', email: `${newId()}@example.fr` });
    expect(late.status).toBe(422);
  });

  it('signs in who has an account and types its password, and nobody else', async () => {
    const { email } = await office.account();
    office.session = '';
    const wrong = await office.account(email, 'pas-le-bon-mot');
    expect([wrong.status, office.session, wrong.text.includes('Un compte existe déjà')]).toEqual([409, '', true]);
    const right = await office.account(email);
    expect([right.status, office.session !== '']).toEqual([303, true]);
  });

  it('leaves nothing to who typed another person’s address: a sign-in link makes the password worthless', async () => {
    const { email } = await office.account();
    const planted = office.session;
    const person = await office.person(email);
    const link = await office.web.app.get(SignInLinks, { strict: false }).issue(person.personId);
    office.session = '';
    expect((await office.post(new URL(link).pathname)).status).toBe(303);
    office.session = planted;
    expect((await office.get('/ouvrir/etablissement')).location).toContain('/connexion');
    office.session = '';
    expect((await office.post('/connexion', { email, password: 'une-rose-blanche' })).status).toBe(401);
  });
});
