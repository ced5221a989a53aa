import { Clock, newId } from '#libs/kernel';
import { nextSiret, OFFICE, OpeningOffice } from '../../../../../test/support/opening-office.js';
import { TUESDAY_NINE } from '../../../../../test/support/order-shop.js';

describe('opening a shop alone', () => {
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

  it('goes from an account to a shop that takes orders, and is gone on with from another device', async () => {
    const email = `${newId()}@example.fr`;
    const opened = await office.account(email);
    expect([opened.status, opened.location]).toEqual([303, '/ouvrir']);
    expect((await office.get('/ouvrir')).location).toBe('/ouvrir/etablissement');
    expect((await office.post('/ouvrir/etablissement', { siret: `${nextSiret()} ` })).location).toBe(
      '/ouvrir/coordonnees',
    );
    expect((await office.identity()).location).toBe('/ouvrir/activite');
    office.session = '';
    const back = await office.post('/connexion', { email, password: 'une-rose-blanche', suite: '' });
    expect([back.location, (await office.get('/ouvrir')).location]).toEqual(['/ouvrir', '/ouvrir/activite']);
    expect((await office.get('/ouvrir/activite')).text).toContain('value="fleurs-martin"');
    expect((await office.post('/ouvrir/activite', { trade: 'fleurs', slug: 'fleurs-martin' })).location).toBe(
      '/ouvrir/horaires',
    );
    const { text: hours } = await office.get('/ouvrir/horaires');
    expect(hours).toContain('value="12:30"');
    const line = '9h-12h30 14h-19h du mardi au samedi, fermé le lundi';
    const reading = await office.post('/ouvrir/horaires/lecture', { text: line });
    expect([reading.status, reading.text.includes('Ouvert du mardi au samedi, 9 h – 12 h 30 et 14 h – 19 h')]).toEqual([
      200,
      true,
    ]);
    expect((await office.get('/ouvrir/horaires')).text).not.toContain('Ouvert du mardi');
    for (const url of ['/ouvrir/horaires/lecture', '/ouvrir/horaires']) {
      const unread = await office.post(url, { text: 'quand il fait beau' });
      expect([unread.status, unread.text.includes('value="12:30"')]).toEqual([422, true]);
    }
    expect((await office.post('/ouvrir/horaires', { text: line })).location).toBe('/ouvrir/photo');
    expect((await office.get('/ouvrir/horaires')).text).toContain('Ouvert du mardi au samedi');
    const week = { 'jour-2': 'yes', 'jour-6': 'yes', 'd0-1-opens': '09:00', 'd0-1-closes': '18:30' };
    expect((await office.post('/ouvrir/horaires', week)).location).toBe('/ouvrir/photo');
    expect((await office.multipart('/ouvrir/photo', { alt: 'x' })).location).toBe('/ouvrir/theme');
    const look = await office.get('/ouvrir/theme');
    const [first] = /<input[^>]*name="theme"[^>]*>/.exec(look.text) ?? [];
    expect([first?.includes('value="bouquet"'), first?.includes('checked')]).toEqual([true, true]);
    expect(look.text).toContain('Bouquet, conseillé pour votre métier');
    expect(look.headers['content-security-policy']).toContain(
      'frame-src http://fleurs-martin.devanture.localhost:8080',
    );
    expect((await office.post('/ouvrir/theme', { theme: 'marche', accent: '#204080' })).location).toBe(
      '/ouvrir/mentions',
    );
    const { text: legal } = await office.get('/ouvrir/mentions');
    expect(legal).toContain('value="RCS Tours 900 000 000"');
    expect(legal).toContain('value="Claire Martin"');
    const notice = {
      publisherName: 'Claire Martin EI',
      legalForm: 'Entrepreneur individuel (EI)',
      publisherAddress: '12 rue Balzac, 37600 Loches',
      registration: 'RCS Tours 900 000 000',
      publicationDirector: 'Claire Martin',
      vat: 'exempt',
      vatNumber: 'FR00',
      mediator: 'cm2c',
    };
    const company = await office.post('/ouvrir/mentions', { ...notice, legalForm: 'SARL' });
    expect([company.status, company.text.includes('href="#capital"')]).toEqual([422, true]);
    expect((await office.post('/ouvrir/mentions', notice)).location).toBe('/ouvrir/conditions');
    const { text: terms } = await office.get('/ouvrir/conditions');
    expect(terms).toContain('Fleurs Martin, 12 rue Balzac, 37600 Loches');
    expect((await office.post('/ouvrir/conditions', { terms: 'Nos conditions' })).location).toBe('/ouvrir/produit');
    const early = await office.post('/ouvrir/ouverture');
    expect([early.status, early.text.includes('Votre boutique ne peut pas encore ouvrir')]).toEqual([409, true]);
    const product = { name: 'Rose rouge', price: '12,50', onHand: '3', vat: '10' };
    expect((await office.multipart('/ouvrir/produit', product)).location).toBe('/ouvrir/verification');
    expect((await office.get('/ouvrir')).location).toBe('/ouvrir/verification');
    expect((await office.post('/ouvrir/ouverture')).location).toBe('/ouvrir/ouverte');
    expect((await office.get('/ouvrir/ouverte')).text).toContain('Fleurs Martin prend des commandes');
    const [{ shopId } = { shopId: null }] = await office.memberships(email);
    const shop = await office.shop(shopId!);
    expect([
      shop.state,
      shop.trade,
      shop.themeSettings['accent'],
      shop.legal.vatExempt,
      shop.legal.mediatorName,
    ]).toEqual(['open', 'fleurs', '#204080', true, 'CM2C']);
    expect((await office.get('/ouvrir')).location).toBe('/ouvrir/etablissement');
  }, 60_000);

  it('refuses what cannot be a shop of the region, each with its sentence, and writes nothing', async () => {
    await office.account();
    const before = await office.shopCount();
    const wrong = await office.post('/ouvrir/etablissement', { siret: '12345678900011' });
    expect([wrong.status, wrong.text.includes('Ce numéro SIRET n’existe pas')]).toEqual([422, true]);
    await office.post('/ouvrir/etablissement', { siret: nextSiret() });
    const outside = await office.identity({ postcode: '75001', commune: 'Paris' });
    expect([outside.status, outside.text.includes('Cette commune est en région Île-de-France')]).toEqual([422, true]);
    const several = await office.identity({ postcode: '37600', commune: '' });
    expect([several.status, several.text.includes('Ce code postal sert plusieurs communes')]).toEqual([422, true]);
    await office.identity();
    const reserved = await office.post('/ouvrir/activite', { trade: 'fleurs', slug: 'admin' });
    expect([reserved.status, reserved.text.includes('Cette adresse est réservée')]).toEqual([422, true]);
    const bad = await office.post('/ouvrir/activite', { trade: 'rien', slug: 'a--b' });
    expect([bad.status, bad.text.includes('Cette adresse ne convient pas')]).toEqual([422, true]);
    expect(await office.shopCount()).toBe(before);
  });

  it('gives no address and no SIRET twice', async () => {
    const siret = nextSiret();
    expect((await office.founded('la-rose', siret)).location).toBe('/ouvrir/horaires');
    office.session = '';
    const again = await office.account();
    const same = await office.post('/ouvrir/etablissement', { siret });
    expect([again.status, same.status, same.text.includes('Ce SIRET a déjà sa boutique, « Fleurs Martin »')]).toEqual([
      303,
      409,
      true,
    ]);
    office.session = '';
    const taken = await office.founded('la-rose');
    expect([taken.status, taken.text.includes('L’adresse « la-rose » est prise.')]).toEqual([409, true]);
  });

  it('lets one of two have the SIRET', async () => {
    const siret = nextSiret();
    const cookies: string[] = [];
    for (let i = 0; i < 2; i++) {
      office.session = '';
      await office.account();
      await office.post('/ouvrir/etablissement', { siret });
      await office.identity();
      cookies.push(office.session);
    }
    const answers = await Promise.all(
      cookies.map((cookie, i) =>
        office.web.app.inject({
          method: 'POST',
          url: '/ouvrir/activite',
          payload: `trade=fleurs&slug=course-${i}`,
          headers: {
            host: OFFICE,
            origin: `http://${OFFICE}`,
            cookie: `__Host-session=${cookie}`,
            'content-type': 'application/x-www-form-urlencoded',
          },
        }),
      ),
    );
    expect(answers.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b)).toEqual([303, 409]);
  });

  it('changes its address until it opens, three times at most', async () => {
    await office.founded('premier-nom');
    for (const slug of ['deuxieme-nom', 'premier-nom', 'troisieme-nom', 'deuxieme-nom']) {
      expect((await office.post('/ouvrir/adresse-web', { slug })).location).toBe('/ouvrir/verification');
    }
    expect((await office.post('/ouvrir/adresse-web', { slug: 'quatrieme-nom' })).status).toBe(303);
    const fixed = await office.post('/ouvrir/adresse-web', { slug: 'cinquieme-nom' });
    expect([fixed.status, fixed.text.includes('Cette adresse ne change plus')]).toEqual([409, true]);
    const [row] = await office.web.tenancy.publicRead<{ slugs: string[] }>(
      `select array_agg(slug || ' ' || kind order by slug) as slugs from shop_address where slug like '%-nom'`,
    );
    expect(row!.slugs).toEqual([
      'deuxieme-nom former',
      'premier-nom former',
      'quatrieme-nom current',
      'troisieme-nom former',
    ]);
  });

  it('shows a look on the shop’s own host by a signed link, and frames it in the back office alone', async () => {
    await office.founded('rose-thé'.normalize('NFKD').replace(/\p{M}/gu, ''));
    const { text } = await office.get('/ouvrir/theme');
    const url = new URL(
      /<iframe[^>]* src="([^"]+)"/.exec(text)![1]!.replaceAll('&amp;', '&').replaceAll('&#x3D;', '='),
    );
    const shown = (path: string) => office.web.app.inject({ method: 'GET', url: path, headers: { host: url.host } });
    const preview = await shown(url.pathname + url.search);
    expect([preview.statusCode, preview.headers['x-frame-options']]).toEqual([200, undefined]);
    expect(preview.headers['content-security-policy']).toContain(`frame-ancestors http://${OFFICE}`);
    expect(preview.body).toContain('noindex');
    url.searchParams.set('accent', '#204080');
    const css = await shown(`/apercu.css${url.search}`);
    expect([css.statusCode, css.body.includes('--accent:#204080')]).toEqual([200, true]);
    url.searchParams.set('jeton', `${url.searchParams.get('jeton')!.slice(0, -1)}_`);
    expect((await shown(url.pathname + url.search)).statusCode).toBe(404);
    expect((await shown('/')).headers['content-security-policy']).toContain("frame-ancestors 'none'");
  });
});
