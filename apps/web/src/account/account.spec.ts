import { Memberships, People, Sessions, SignInLinks } from '#libs/accounts';
import { newId } from '#libs/kernel';
import { asShop } from '#libs/tenancy';
import { lastMailTo } from '../../../../test/support/mails.js';
import { type TestWeb, testWeb } from '../../../../test/support/web.js';

const OFFICE = 'gestion.devanture.localhost:8080';
const ORIGIN = `http://${OFFICE}`;
const PASSWORD = 'demo-devanture';

describe('signing in', () => {
  let web: TestWeb;
  let personId: string;
  const martin = newId();
  const lucie = newId();

  const get = (url: string, cookie = '') =>
    web.app.inject({ method: 'GET', url, headers: { host: OFFICE, ...(cookie && { cookie }) } });
  const post = (url: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
    web.app.inject({
      method: 'POST',
      url,
      payload: new URLSearchParams(fields).toString(),
      headers: { host: OFFICE, origin: ORIGIN, 'content-type': 'application/x-www-form-urlencoded', ...headers },
    });
  const cookieOf = (response: { cookies: { name: string; value: string }[] }) => {
    const found = response.cookies.find(({ name }) => name === '__Host-session');
    return found ? `__Host-session=${found.value}` : '';
  };
  const signIn = async (headers: Record<string, string> = {}) =>
    post('/connexion', { email: 'Martin@Demo.test', password: PASSWORD }, headers);

  beforeAll(async () => {
    web = await testWeb();
    for (const [shopId, name, slug] of [
      [martin, 'Fleurs Martin', 'fleurs-martin'],
      [lucie, 'Jouets Lucie', 'jouets-lucie'],
    ] as const) {
      await asShop(shopId, () =>
        web.tenancy.shopTransaction(async (tx) => {
          await tx.query(
            `insert into shop (shop_id, state, name, trade, commune_insee, theme, order_prefix)
             values ($1, 'open', $2, 'fleurs', '37132', 'marche', 'FM')`,
            [shopId, name],
          );
          await tx.query(`insert into shop_address (slug, shop_id) values ($1, $2)`, [slug, shopId]);
        }),
      );
    }
    const people = web.app.get(People, { strict: false });
    const person = await people.ensure({ email: 'martin@demo.test', name: 'Martin' });
    ({ personId } = person);
    await people.setPassword(person, PASSWORD);
    await web.app
      .get(Memberships, { strict: false })
      .grant(personId, { role: 'owner', shopId: martin, initiativeId: null });
  }, 60_000);

  afterAll(() => web.close());

  describe('in two languages', () => {
    const langOf = (html: string): string => /<html lang="(\w+)">/.exec(html)?.[1] ?? '';
    const read = async (url: string, headers: Record<string, string>) =>
      web.app.inject({ method: 'GET', url, headers: { host: OFFICE, ...headers } });
    const choose = (langue: string, headers: Record<string, string> = {}, suite = '/connexion?suite=/produits') =>
      post('/langue', { langue, suite }, headers);

    it('asks the browser first, and a link at the foot changes it for this browser', async () => {
      const french = await read('/connexion', {});
      const english = await read('/connexion', { 'accept-language': 'en-US,en;q=0.9,fr;q=0.5' });
      expect([langOf(french.body), langOf(english.body)]).toEqual(['fr', 'en']);
      expect([french.body, english.body].map((html) => html.includes('Mot de passe'))).toEqual([true, false]);
      expect(english.body).toContain('Password');
      expect(french.body).toMatch(/<button class="button button-quiet" type="submit" lang="en">.*English/);
      const chosen = await choose('en');
      expect([chosen.statusCode, chosen.headers.location]).toEqual([303, '/connexion?suite=/produits']);
      const cookie = String(chosen.headers['set-cookie']);
      expect(cookie).toMatch(/^__Host-langue=en; Max-Age=31536000; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
      const kept = { cookie: '__Host-langue=en', 'accept-language': 'fr-FR' };
      expect(langOf((await read('/connexion', kept)).body)).toBe('en');
      expect(langOf((await read('/connexion', { cookie: '__Host-langue=xx' })).body)).toBe('fr');
    });

    it('keeps the choice on the account, whatever the browser asks for', async () => {
      const cookie = cookieOf(await signIn());
      const headers = { cookie, 'accept-language': 'en' };
      const title = async () => /<h1>([^<]*)</.exec((await read('/compte', headers)).body)![1];
      expect(await title()).toBe('Password and devices');
      expect((await choose('fr', { cookie }, '/compte')).headers.location).toBe('/compte');
      expect(await title()).toBe('Mot de passe et appareils');
      expect((await choose('en', { cookie }, '//evil.example/')).headers.location).toBe('/');
      expect(await title()).toBe('Password and devices');
      await web.tenancy.publicRead('update person set language = null');
    });

    it('says refusals in it: pages, fields and problems; portal and shops stay French', async () => {
      const english = { 'accept-language': 'en' };
      const wrong = await post('/connexion', { email: 'x', password: '' }, english);
      expect([wrong.statusCode, langOf(wrong.body)]).toEqual([422, 'en']);
      expect(wrong.body).not.toContain('Écrivez');
      const missing = await read('/rien', english);
      expect([missing.statusCode, langOf(missing.body)]).toEqual([404, 'en']);
      expect(missing.body).toContain('<h1>Not found</h1>');
      const problem = (await read('/rien', { ...english, accept: 'application/json' })).json();
      expect([problem.title, (await read('/rien', { accept: 'application/json' })).json().title]).toEqual([
        'Not found',
        'Page introuvable',
      ]);
      expect((await choose('xx', english)).statusCode).toBe(422);
      for (const host of ['devanture.localhost:8080', 'fleurs-martin.devanture.localhost:8080']) {
        const page = await web.app.inject({ method: 'GET', url: '/', headers: { host, ...english } });
        expect([page.statusCode, langOf(page.body)]).toEqual([200, 'fr']);
      }
    });
  });
  beforeEach(() => web.tenancy.publicRead('delete from attempt'));

  it('signs in with the password, whatever the case of the address, and shows the shop', async () => {
    const response = await signIn();
    expect([response.statusCode, response.headers.location]).toEqual([303, '/']);
    const set = String(response.headers['set-cookie']);
    expect(set).toMatch(/^__Host-session=[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    const home = await get('/', cookieOf(response));
    expect(home.statusCode).toBe(200);
    expect(home.body).toContain('http://fleurs-martin.devanture.localhost:8080');
    expect(home.headers['cache-control']).toBe('private, no-store');
  });

  it('keeps what was typed, and says the same of an unknown address as of a wrong password', async () => {
    const wrong = await post('/connexion', { email: 'martin@demo.test', password: 'wrong' });
    const unknown = await post('/connexion', { email: 'nobody@demo.test', password: 'wrong' });
    expect([wrong.statusCode, unknown.statusCode]).toEqual([401, 401]);
    expect(wrong.body).toContain('value="martin@demo.test"');
    expect(wrong.body).not.toContain('value="wrong"');
    const without = (body: string) => body.replaceAll(/(martin|nobody)@demo\.test/g, '');
    expect(without(unknown.body)).toBe(without(wrong.body));
    expect(cookieOf(wrong)).toBe('');
  });

  it('never keeps a session value that was there before', async () => {
    const planted = `__Host-session=${'a'.repeat(43)}`;
    const first = await signIn({ cookie: planted });
    expect(cookieOf(first)).not.toBe(planted);
    expect((await get('/', planted)).statusCode).toBe(303);
    const second = await signIn({ cookie: cookieOf(first) });
    expect((await get('/', cookieOf(first))).headers.location).toBe('/connexion?suite=%2F');
    expect((await get('/', cookieOf(second))).statusCode).toBe(200);
  });

  it('stores no value that opens a session', async () => {
    const value = cookieOf(await signIn()).split('=')[1]!;
    const stored = JSON.stringify(await web.tenancy.publicRead('select * from session'));
    expect(stored).not.toContain(value);
    const [{ password_hash: hash } = { password_hash: '' }] = await web.tenancy.publicRead<{ password_hash: string }>(
      'select password_hash from person',
    );
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it('closes an account to guessing by the 20th try, for its owner too, and an address as well', async () => {
    const statuses: number[] = [];
    for (let i = 0; i < 12; i++) {
      statuses.push((await post('/connexion', { email: 'martin@demo.test', password: `guess ${i}` })).statusCode);
    }
    expect(statuses).toEqual([...Array<number>(10).fill(401), 429, 429]);
    expect((await signIn()).statusCode).toBe(429);
    for (let i = 0; i < 8; i++)
      statuses.push((await post('/connexion', { email: `x${i}@x.test`, password: 'g' })).statusCode);
    expect(statuses.slice(-2)).toEqual([429, 429]);
  }, 30_000);

  it('refuses a form of a sibling shop, of another port, and one that does not say where it comes from', async () => {
    const cookie = cookieOf(await signIn());
    for (const origin of [
      'http://fleurs-martin.devanture.localhost:8080',
      'http://gestion.devanture.localhost',
      'null',
    ]) {
      expect((await post('/deconnexion', {}, { cookie, origin })).statusCode).toBe(403);
    }
    const unsaid = await web.app.inject({ method: 'POST', url: '/deconnexion', headers: { host: OFFICE, cookie } });
    const lying = await web.app.inject({
      method: 'POST',
      url: '/deconnexion',
      headers: { host: OFFICE, cookie, 'sec-fetch-site': 'same-site' },
    });
    expect([unsaid.statusCode, lying.statusCode]).toEqual([403, 403]);
    expect((await get('/', cookie)).statusCode).toBe(200);
  });

  it('signs in by a link that works once, by its button alone', async () => {
    const links = web.app.get(SignInLinks, { strict: false });
    const { pathname } = new URL(await links.issue(personId));
    const looked = await get(pathname);
    expect([looked.statusCode, cookieOf(looked)]).toEqual([200, '']);
    expect((await get(pathname)).statusCode).toBe(200);
    const both = await Promise.all([post(pathname, {}), post(pathname, {})]);
    expect(both.map(({ statusCode }) => statusCode).sort((a, b) => a - b)).toEqual([303, 410]);
    const cookie = both.map(cookieOf).find((value) => value !== '')!;
    expect((await get('/', cookie)).statusCode).toBe(200);
    await web.tenancy.publicRead(`update sign_in_link set used_at = null, expires_at = now() - interval '1 second'`);
    expect((await post(pathname, {})).statusCode).toBe(410);
  });

  it('asks for a link with the same answer for everybody, and the job holds neither link nor address', async () => {
    const known = await post('/connexion/lien', { email: 'martin@demo.test' });
    const unknown = await post('/connexion/lien', { email: 'nobody@demo.test' });
    expect([known.statusCode, known.headers.location]).toEqual([303, '/connexion/lien/envoye']);
    expect([unknown.statusCode, unknown.headers.location, unknown.body]).toEqual([
      303,
      '/connexion/lien/envoye',
      known.body,
    ]);
    const jobs = await web.tenancy.publicRead<{ payload: unknown }>(
      `select payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
       where t.identifier = 'accounts.sign_in_mail' order by j.id`,
    );
    expect(jobs.map(({ payload }) => payload)).toEqual([
      { shopId: null, personId },
      { shopId: null, personId: null },
    ]);
  });

  it('chooses between shops with a new session value, and never one that is not its own', async () => {
    const cookie = cookieOf(await signIn());
    expect((await post('/boutique-choisie', { shop: lucie, suite: '' }, { cookie })).statusCode).toBe(404);
    const memberships = web.app.get(Memberships, { strict: false });
    await memberships.grant(personId, { role: 'staff', shopId: lucie, initiativeId: null });
    expect((await get('/', cookie)).headers.location).toBe('/boutiques?suite=%2F');
    const chosen = await post('/boutique-choisie', { shop: lucie, suite: '/' }, { cookie });
    expect([chosen.statusCode, chosen.headers.location]).toEqual([303, '/']);
    expect((await get('/', cookie)).statusCode).toBe(303);
    expect((await get('/', cookieOf(chosen))).body).toContain('http://jouets-lucie.devanture.localhost:8080');
    await memberships.revoke(personId, { role: 'staff', shopId: lucie, initiativeId: null });
    expect((await get('/', cookieOf(chosen))).body).toContain('http://fleurs-martin.devanture.localhost:8080');
  });

  it('leads nowhere but to this host after signing in', async () => {
    for (const suite of ['//evil.test', 'https://evil.test', '/\\evil.test', '/a\\b', 'javascript:alert(1)']) {
      const response = await post('/connexion', { email: 'martin@demo.test', password: PASSWORD, suite });
      expect(response.headers.location).toBe('/');
    }
  });

  it('signs out here and everywhere', async () => {
    const [one, two] = [cookieOf(await signIn()), cookieOf(await signIn())];
    const out = await post('/deconnexion', {}, { cookie: one });
    expect(String(out.headers['set-cookie'])).toContain('__Host-session=;');
    expect([(await get('/compte', one)).statusCode, (await get('/compte', two)).statusCode]).toEqual([303, 200]);
    await post('/compte/appareils/fin', {}, { cookie: two });
    expect(await web.app.get(Sessions, { strict: false }).list(personId)).toEqual([]);
  });

  it('sets a password, refuses a weak one, and signs the other browsers out', async () => {
    const [one, two] = [cookieOf(await signIn()), cookieOf(await signIn())];
    const weak = await post('/compte/mot-de-passe', { password: 'short' }, { cookie: one });
    expect([weak.statusCode, weak.body.includes('de 10 à 200 caractères')]).toEqual([422, true]);
    const set = await post('/compte/mot-de-passe', { password: `${PASSWORD}!` }, { cookie: one });
    expect([set.statusCode, (await get('/compte', two)).statusCode]).toEqual([303, 303]);
    expect((await get('/compte', cookieOf(set))).statusCode).toBe(200);
    expect((await signIn()).statusCode).toBe(401);
  });

  it('sends the link by a mail in French', async () => {
    const { SignInMailJobHandler } = await import('#libs/accounts');
    await web.app.get(SignInMailJobHandler, { strict: false }).handle({ shopId: null, personId });
    const mail = await lastMailTo(web.settings, 'martin@demo.test');
    expect(mail).toContain('Subject: Votre lien de connexion');
    expect(mail).toContain('http://gestion.devanture.localhost:8080/connexion/lien/');
  });
});
