import { Clock } from '#libs/kernel';
import { Shops } from '#libs/shops';
import { asShop } from '#libs/tenancy';
import { TUESDAY_NINE } from '../../../../test/support/order-shop.js';
import { ownerPages, type OwnerPages } from '../../../../test/support/owner-pages.js';
import { type TestWeb, testWeb } from '../../../../test/support/web.js';

describe('hours and holidays', () => {
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

  it('says the week in one sentence and saves it', async () => {
    const saved = await post('/horaires', {
      'd2-1-opens': '09:00',
      'd2-1-closes': '12:30',
      'd2-2-opens': '14:00',
      'd2-2-closes': '19:00',
      'd3-1-opens': '09:00',
      'd3-1-closes': '12:30',
      'd3-2-opens': '14:00',
      'd3-2-closes': '19:00',
      'd7-1-opens': '09:00',
      'd7-1-closes': '12:00',
    });
    expect([saved.status, saved.location]).toEqual([303, '/horaires']);
    const { text } = await get('/horaires');
    expect(text).toContain(
      'Ouvert le mardi et le mercredi, 9 h – 12 h 30 et 14 h – 19 h ; le dimanche, 9 h – 12 h. Fermé le lundi et du jeudi au samedi. Fermé les jours fériés.',
    );
  });

  it('keeps what was typed when two intervals overlap, and writes nothing', async () => {
    const before = await asShop(shopId, () => shops().openingHours());
    const refused = await post('/horaires', {
      'd1-1-opens': '09:00',
      'd1-1-closes': '13:00',
      'd1-2-opens': '12:00',
      'd1-2-closes': '19:07',
    });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('Ces horaires en chevauchent d’autres le même jour.');
    expect(refused.text).toContain('href="#d1-2-opens"');
    expect(refused.text).toContain('value="19:07"');
    expect(await asShop(shopId, () => shops().openingHours())).toEqual(before);
    expect(refused.text).toContain('Lundi : Ces horaires en chevauchent');
    const half = await post('/horaires', { 'd1-1-opens': '09:00', 'd1-1-closes': '' });
    expect([half.status, half.text.includes('href="#d1-1-closes"')]).toEqual([422, true]);
  });

  it('copies the day before without script and without saving', async () => {
    const before = await asShop(shopId, () => shops().openingHours());
    const copied = await post('/horaires', { 'd1-1-opens': '08:11', 'd1-1-closes': '12:00', copy: '2' });
    expect(copied.status).toBe(200);
    expect(copied.text.match(/value="08:11"/g)).toHaveLength(2);
    expect(await asShop(shopId, () => shops().openingHours())).toEqual(before);
  });

  it('copies a day to others, and offers one interval more', async () => {
    const spread = { 'd1-1-opens': '08:11', 'd1-1-closes': '12:00', 'copy-from': '1', 'copy-to': '4', spread: '1' };
    const copied = await post('/horaires', spread);
    expect([copied.status, copied.text.match(/value="08:11"/g)?.length]).toEqual([200, 2]);
    expect(copied.text).toContain('Les heures sont recopiées : jeudi. Rien n’est encore enregistré.');
    const grown = await post('/horaires', { more: '3' });
    expect([grown.text.includes('name="d3-3-opens"'), grown.text.includes('name="d2-3-opens"')]).toEqual([true, false]);
  });

  it('keeps a night as one, and the choice for public holidays', async () => {
    const night = { 'd5-1-opens': '18:00', 'd5-1-closes': '02:00', 'd6-1-opens': '18:00', 'd6-1-closes': '00:00' };
    expect((await post('/horaires', { ...night, holidays: 'open' })).status).toBe(303);
    expect(await asShop(shopId, () => shops().openingHours())).toEqual([
      { weekday: 5, opens: '18:00', closes: '24:00' },
      { weekday: 6, opens: '00:00', closes: '02:00' },
      { weekday: 6, opens: '18:00', closes: '24:00' },
    ]);
    const { text } = await get('/horaires');
    expect(text).toContain('Ouvert le vendredi, 18 h – 2 h ; le samedi, 18 h – minuit.');
    expect(text).toContain('Ouvert les jours fériés comme les autres jours.');
    expect(text).toMatch(/name="d5-1-closes" type="time" value="02:00"/);
    const slip = await post('/horaires', { 'd5-1-opens': '14:00', 'd5-1-closes': '12:00' });
    expect([slip.status, slip.text.includes('Vendredi : L’heure de fermeture doit venir après')]).toEqual([422, true]);
  });

  it('reads a line, shows it back and saves nothing before it is confirmed', async () => {
    const before = await asShop(shopId, () => shops().openingHours());
    const read = await post('/horaires/lecture', { text: '9h-12h30 14h-19h du mardi au samedi, fermé jours fériés' });
    expect(read.status).toBe(200);
    expect(read.text).toContain(
      '<strong>Ouvert du mardi au samedi, 9 h – 12 h 30 et 14 h – 19 h. Fermé le lundi et le dimanche.',
    );
    expect(read.text).toMatch(/name="d6-2-closes" type="time" value="19:00"/);
    const osm = await post('/horaires/lecture', { text: 'Mo-Fr 09:00-18:00; Sa sunrise-12:00' });
    expect(osm.text).toContain('« Sa sunrise-12:00 » : le lever ou le coucher du soleil. Donnez une heure.');
    const refused = await post('/horaires/lecture', { text: '9h-12h et 14h-19h' });
    expect([refused.status, refused.text.includes('de quels jours s’agit-il')]).toEqual([422, true]);
    expect(refused.text).toContain('>9h-12h et 14h-19h</textarea>');
    const closed = await post('/horaires/lecture', { text: 'fermé le lundi' });
    expect(closed.text).toContain('Seuls les jours fermés sont lus');
    expect(await asShop(shopId, () => shops().openingHours())).toEqual(before);
  });

  it('previews the sentence of what is typed', async () => {
    const preview = await post('/horaires/apercu', { 'd1-1-opens': '09:00', 'd1-1-closes': '12:00' });
    expect(preview.text).toBe('Ouvert le lundi, 9 h – 12 h. Fermé du mardi au dimanche.');
    expect((await post('/horaires/apercu', { 'd1-1-opens': '09:00' })).text).toBe('');
  });

  it('has periods that are different, said and removed as one', async () => {
    const holidays = { from: '2026-12-24', to: '2026-12-26', kind: 'closed', reason: 'congés' };
    expect((await post('/horaires/exceptions', holidays)).location).toBe('/horaires');
    const { text } = await get('/horaires');
    expect(text).toContain('Fermé du 24 au 26 décembre 2026 : congés.');
    expect(text.match(/name="days"/g)).toHaveLength(1);
    const days = '2026-12-24,2026-12-25,2026-12-26';
    expect((await post('/horaires/exceptions/2026-12-24/suppression', { days })).status).toBe(303);
    expect((await post('/horaires/exceptions/2026-12-24/suppression')).status).toBe(404);
    expect(await asShop(shopId, () => shops().exceptions())).toEqual([]);
  });

  it('opens on the Sundays before Christmas', async () => {
    const proposed = await get('/horaires?ouverture=noel');
    expect(proposed.text).toMatch(/name="from" type="date" value="2026-11-29"/);
    const sundays = {
      from: '2026-11-29',
      to: '2026-12-20',
      weekday: '7',
      kind: 'open',
      'd0-1-opens': '10:00',
      'd0-1-closes': '18:00',
    };
    expect((await post('/horaires/exceptions', sundays)).status).toBe(303);
    expect((await get('/horaires')).text).toContain(
      'Ouvert les dimanches 29 novembre, 6, 13 et 20 décembre 2026, 10 h – 18 h.',
    );
  });

  it.each([
    [{ from: '2026-11-23', kind: 'closed' }, 'Cette date est passée'],
    [{ from: '2026-12-25', kind: 'open' }, 'Dites à quelles heures vous ouvrez'],
    [{ from: '2026-12-26', to: '2026-12-24', kind: 'closed' }, 'Le dernier jour doit venir après le premier.'],
    [{ from: '2026-12-26', to: '2028-12-24', kind: 'closed' }, 'Un an au plus.'],
    [{ from: '2026-12-21', to: '2026-12-22', weekday: '7', kind: 'closed' }, 'Aucun jour de la période'],
    [
      { from: '2026-12-31', kind: 'open', 'd0-1-opens': '20:00', 'd0-1-closes': '02:00' },
      'finit à minuit au plus tard',
    ],
  ])('refuses the period %j', async (typed, sentence) => {
    const refused = await post('/horaires/exceptions', { reason: '', ...typed });
    expect([refused.status, refused.text.includes(sentence)]).toEqual([422, true]);
    expect(await asShop(shopId, () => shops().exceptions())).toEqual([]);
  });
});
