import { EmailCheckMailJob, Memberships, People, Registrations, Sessions, SignInLinks } from '#libs/accounts';
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
    office.session = await office.web.app.get(Sessions, { strict: false }).open(agent.personId, { isProved: true });
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

  it('answers who types an address alike, whether it has an account or not', async () => {
    const known = (await office.account()).email;
    const unknown = `${newId()}@example.fr`;
    const steps = [
      () => office.post('/ouvrir/etablissement', { siret: nextSiret() }),
      () => office.get('/ouvrir/coordonnees'),
      () => office.identity(),
      () => office.get('/ouvrir/activite'),
    ];
    const seen = [];
    for (const email of [known, unknown]) {
      office.session = '';
      const answers = [await office.account(email, 'un-autre-mot-de-passe')];
      for (const step of steps) answers.push({ ...(await step()), email });
      office.session = '';
      answers.push({ ...(await office.post('/connexion', { email, password: 'un-autre-mot-de-passe' })), email });
      answers.push({ ...(await office.post('/connexion', { email, password: 'ni-l-un-ni-l-autre' })), email });
      const plain = (text: string): string =>
        text
          .replaceAll(email, 'E')
          .replace(/[\d ]{17,18}/g, 'N')
          .replace(/(<meta name="account" content=)"[\w-]+"/g, '$1"A"');
      seen.push(answers.map(({ status, location, text }) => [status, location, plain(text)]));
    }
    expect(seen[0]).toEqual(seen[1]);
    expect(seen[0]?.map(([status]) => status)).toEqual([303, 303, 200, 303, 200, 303, 401]);
    office.session = '';
    expect((await office.account(known)).location).toBe('/ouvrir');
    expect((await office.get('/ouvrir')).location).toBe('/ouvrir/etablissement');
  });

  it('adds a shop begun with the address of an account to it, once its mail was read', async () => {
    const { email } = await office.account();
    const first = (await office.person(email)).personId;
    const registrations = office.web.app.get(Registrations, { strict: false });
    office.session = '';
    const stranger = await registrations.open({ email, name: 'X', password: '' }, '127.0.0.9');
    await office.account(email, 'un-autre-mot-de-passe');
    const begun = office.session;
    await office.post('/ouvrir/etablissement', { siret: nextSiret() });
    await office.identity();
    await office.post('/ouvrir/activite', { trade: 'fleurs', slug: `fleurs-${newId().slice(-8)}` });
    expect(await office.memberships(email)).toEqual([]);
    const [second] = await office.web.tenancy.publicRead<{ person_id: string }>(
      `select person_id from person where second_of = $1 and person_id <> $2`,
      [first, stranger.personId],
    );
    const secondId = second?.person_id ?? '';
    await office.web.app.get(EmailCheckMailJob, { strict: false }).handle({ shopId: null, personId: secondId });
    const mail = await lastMailTo(office.web.settings, email);
    expect([mail.includes('Ajouter cette boutique'), mail.includes('Claire')]).toEqual([true, false]);
    const jeton = new URL(registrations.confirmationUrl(secondId, email)).searchParams.get('jeton') ?? '';
    for (const _ of [1, 2]) {
      office.session = '';
      const joined = await office.post('/ouvrir/adresse', { jeton });
      expect([joined.status, joined.location]).toEqual([303, '/connexion?suite=%2Fouvrir']);
    }
    expect((await office.memberships(email)).map(({ role }) => role)).toEqual(['owner']);
    office.session = begun;
    expect((await office.get('/ouvrir/etablissement')).location).toContain('/connexion');
    office.session = '';
    expect((await office.post('/connexion', { email, password: 'un-autre-mot-de-passe' })).status).toBe(401);
    const link = await office.web.app.get(SignInLinks, { strict: false }).issue(first);
    await office.post(new URL(link).pathname);
    expect((await office.get('/ouvrir')).location).toBe('/ouvrir/horaires');
    const late = {
      role: 'staff' as const,
      shopId: (await office.memberships(email))[0]?.shopId ?? '',
      initiativeId: null,
    };
    await office.web.app.get(Memberships, { strict: false }).grant(secondId, late);
    expect((await office.memberships(email)).map(({ role }) => role)).toEqual(['owner', 'staff']);
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
