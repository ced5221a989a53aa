import { Memberships, People, Sessions } from '#libs/accounts';
import { Clock, newId } from '#libs/kernel';
import { Orders } from '#libs/orders';
import { UnmetSearches } from '#libs/search';
import { asShop } from '#libs/tenancy';
import { createShop, createVariant, orderOf, TUESDAY_NINE } from '../../../../test/support/order-shop.js';
import { type TestWeb, testWeb } from '../../../../test/support/web.js';

describe('the day at a glance', () => {
  let web: TestWeb;
  let shopId: string;
  let cookie: string;

  beforeAll(async () => {
    Clock.freeze(TUESDAY_NINE);
    web = await testWeb();
  }, 60_000);

  afterAll(async () => {
    Clock.freeze(null);
    await web.close();
  });

  beforeEach(async () => {
    shopId = await createShop(web);
    const person = await web.app.get(People).ensure({ email: `${newId()}@example.fr` });
    await web.app.get(Memberships).grant(person.personId, { role: 'staff', shopId, initiativeId: null });
    cookie = `__Host-session=${await web.app.get(Sessions).open(person.personId)}`;
  });

  const home = async (): Promise<string> => {
    const headers = { host: 'gestion.devanture.localhost:8080', cookie };
    const { body } = await web.app.inject({ method: 'GET', url: '/', headers });
    return body.replace(/[\u00a0\u202f]/g, ' ');
  };
  const look = async (query: string) => {
    const headers = { host: 'devanture.localhost:8080' };
    const answer = await web.app.inject({ method: 'GET', url: `/recherche?${query}`, headers });
    expect(answer.statusCode).toBe(200);
  };
  const place = async (onHand: number, quantity: number, stock: 'tracked' | 'untracked' = 'tracked') => {
    const variantId = await createVariant(web, shopId, { onHand, stock, name: `Roses par ${onHand}` });
    const input = orderOf([], { lines: [{ variantId, quantity }] });
    return (await asShop(shopId, () => web.app.get(Orders).place(input, newId()))).order;
  };
  const unmet = () => asShop(shopId, () => web.app.get(UnmetSearches).nearShop());
  const forget = () => web.tenancy.publicTransaction((tx) => tx.query('delete from unmet_search'));

  it('teaches where there is nothing yet', async () => {
    const text = await home();
    expect(text).toContain('Ajoutez votre premier produit');
    expect(text).toContain('Rien pour l’instant. Dès que deux recherches');
    await createVariant(web, shopId);
    const later = await home();
    expect(later).toContain('Vos commandes s’afficheront ici');
    expect(later).toContain('Rien ne manque');
  });

  it('says what to prepare by slot, what waits until when, and what runs out', async () => {
    await place(5, 3);
    await place(1, 1);
    const waiting = await place(0, 1, 'untracked');
    const text = await home();
    expect(text).toContain('<strong>11 h – 11 h 30</strong>&nbsp;: 2 commandes, 4 articles');
    expect(text).toContain('Rien à remettre demain.');
    expect(text).toContain(`<strong>${waiting.number}</strong>, Anne Dupré – répondre avant 11 h`);
    expect(text).toMatch(/Roses par 5 <span class="tag tag-warning">Reste 2</);
    expect(text).toMatch(/Roses par 1 <span class="tag tag-danger">Épuisé</);
    expect(text).not.toContain('Roses par 0 <');
  });

  it('counts the words that nobody near has, from the second time on', async () => {
    await forget();
    const searches = web.app.get(UnmetSearches);
    await look('q=Tondeuse%20%C3%A0%20gazon&pres=Loches');
    await searches.flush();
    expect(await unmet()).toEqual([]);
    await look('q=tondeuse+a+gazon&pres=Loches');
    await look('q=tondeuse%20a%20gazon%20loches');
    await look('q=chaussettes&pres=Chartres');
    await look('q=chaussettes&pres=Chartres');
    await searches.flush();
    expect(await unmet()).toEqual([{ words: 'tondeuse a gazon', searches: 3 }]);
    expect(await home()).toContain('<strong>tondeuse a gazon</strong> – 3 fois');
  });

  it.each([
    'q=anne%40example.fr',
    'q=06+12+34+56+78',
    'q=x',
    'q=',
    'q=un+deux+trois+quatre+cinq+six',
    'q=roses&retrait=demain',
  ])('keeps nothing of the search %s', async (query) => {
    await forget();
    await look(query);
    await web.app.get(UnmetSearches).flush();
    const rows = await web.tenancy.publicRead('select words from unmet_search');
    expect(rows).toEqual([]);
  });

  it('is shown to its trade alone when a trade was chosen, and forgotten after 90 days', async () => {
    await forget();
    const add = (trade: string, day: string) =>
      web.tenancy.publicTransaction((tx) =>
        tx.query(`insert into unmet_search values ($2::date, '', $1, $3, null, null, 2)`, [
          trade,
          day,
          `mots ${trade}`,
        ]),
      );
    await add('fleuriste', '2026-11-20');
    await add('livres', '2026-11-20');
    await add('', '2026-08-25');
    expect(await unmet()).toEqual([{ words: 'mots fleuriste', searches: 2 }]);
    await web.app.get(UnmetSearches).purge();
    const kept = await web.tenancy.publicRead('select trade from unmet_search order by trade');
    expect(kept).toEqual([{ trade: 'fleuriste' }, { trade: 'livres' }]);
  });
});
