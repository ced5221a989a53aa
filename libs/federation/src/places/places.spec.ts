import { isSiret, newId } from '#libs/kernel';
import type { SyncReport } from '../index.js';
import { FeedRegion } from '../../../../test/support/feed-region.js';

/** The nth valid SIRET. */
function siretOf(n: number): string {
  const start = `8${String(n).padStart(8, '0')}0000`;
  return Array.from('0123456789', (digit) => start + digit).find(isSiret)!;
}

interface Listed {
  id: string;
  name: string;
  siret?: string;
  address: string;
  phone?: string;
  site?: string;
}

const HEAD = 'id;nom;siret;adresse;code postal;commune;téléphone;site';
const csv = (shops: Listed[]): string =>
  [
    HEAD,
    ...shops.map(({ id, name, siret, address, phone, site }) =>
      [id, name, siret, address, '37600', 'Loches', phone, site].join(';'),
    ),
  ].join('\n');

const FIRST =
  'Abeille Aiguille Amande Ancre Argile Aubépine Balai Bambou Basilic Biche Bobine Bouleau Brioche Brume Cadran Camomille Cannelle Carillon Cascade Cerise Chardon Charme Cigale Citron Clairière Colombe Coquelicot Cormoran Cristal Cygne'.split(
    ' ',
  );
const nameOf = (n: number): string => `${FIRST[n % FIRST.length]} ${FIRST[(n * 7 + 11) % FIRST.length]} ${n}`;
const phoneOf = (n: number): string =>
  `02 47 ${String(10 + Math.floor(n / 100)).padStart(2, '0')} ${String(n % 100).padStart(2, '0')} 33`;

/**
 * Three sources of 100 shops each. The chamber has all SIRETs; 30 of the union’s shops are the chamber’s by SIRET, and 30 of the
 * town’s are the chamber’s without one: 15 by telephone, 15 by name and address. At five addresses two establishments stand side by side.
 */
function threeSources() {
  const chamber = Array.from({ length: 100 }, (_, n): Listed => ({
    id: `c${n}`,
    name: nameOf(n),
    siret: siretOf(n),
    address: `${n + 1} rue des Lavandières`,
    phone: phoneOf(n),
  }));
  const union = Array.from({ length: 100 }, (_, n): Listed =>
    n < 30
      ? {
          id: `u${n}`,
          name: `La maison ${nameOf(n)}`,
          siret: siretOf(n),
          address: `${n + 1} r. des Lavandières`,
          site: `https://u${n}.example/`,
        }
      : {
          id: `u${n}`,
          name: n < 35 ? nameOf(n) : nameOf(n + 100),
          siret: siretOf(n + 100),
          address: n < 35 ? `${n + 1} rue des Lavandières` : `${n + 200} avenue du Donjon`,
          phone: phoneOf(n + 100),
        },
  );
  const town = Array.from({ length: 100 }, (_, n): Listed => {
    if (n < 15)
      return {
        id: `t${n}`,
        name: `Boutique ${n}`,
        address: `${n} place du Marché`,
        phone: phoneOf(n + 40)
          .replaceAll(' ', '.')
          .replace(/^0/, '+33 '),
      };
    if (n < 30) return { id: `t${n}`, name: nameOf(n + 40).toUpperCase(), address: `${n + 41}, RUE DES LAVANDIERES` };
    return { id: `t${n}`, name: nameOf(n + 300), address: `${n} mail Droulin`, phone: phoneOf(n + 300) };
  });
  return { chamber, union, town };
}

describe('places of several sources', () => {
  let region: FeedRegion;
  const ids: Record<string, string> = {};
  const reports: SyncReport[] = [];
  const { chamber, union, town } = threeSources();

  beforeAll(async () => {
    region = await FeedRegion.open();
    for (const [slug, shops] of Object.entries({ cci: chamber, union, ville: town })) {
      ids[slug] = await region.add(slug, { url: region.site.serve(`/${slug}.csv`, csv(shops)), kind: 'shops' });
      reports.push(await region.sync(ids[slug]));
    }
  }, 120_000);
  afterAll(() => region.close());

  const cards = () =>
    region.query<{ name: string; phone: string | null; website: string | null }>(
      `select name, phone, website from search_shop where state = 'listed' order by name`,
    );
  const open = async () => (await region.matches.list('region')).filter(({ decision }) => decision === null);
  const nameLess = (names: string[]) => names.toSorted((a, b) => a.localeCompare(b));

  it('puts together what has one SIRET, proposes what is alike without one, and nothing else', async () => {
    expect(reports.map(({ created, refused }) => [created, refused])).toEqual([
      [100, 0],
      [100, 0],
      [100, 0],
    ]);
    expect((await cards()).length).toBe(270);
    const proposed = await open();
    expect(proposed.length).toBe(30);
    expect(proposed.filter(({ reason }) => reason === 'phone').length).toBe(15);
    expect(proposed.filter(({ reason }) => reason === 'address').length).toBe(15);
    const joined = (await cards()).find(({ website }) => website === 'https://u3.example/');
    expect(joined).toEqual({ name: `La maison ${nameOf(3)}`, phone: phoneOf(3), website: 'https://u3.example/' });
    expect((await region.find(nameOf(3), { kind: 'listing' })).results[0]?.link).toMatchObject({
      url: 'https://u3.example/',
      sourceName: 'UNION, CCI',
    });
  });

  it('gives the exact cards once everything is decided, and never one of two SIRETs', async () => {
    const before = await region.state();
    const proposed = await open();
    for (const { matchId } of proposed) await region.matches.decide(matchId, 'region', 'same', null);
    const merged = await cards();
    expect(merged.length).toBe(240);
    const expected = [
      ...chamber.map(({ name }, n) =>
        n < 30 ? `La maison ${name}` : n >= 40 && n < 55 ? `Boutique ${n - 40}` : n >= 55 && n < 70 ? nameOf(n) : name,
      ),
      ...union.slice(30).map(({ name }) => name),
      ...town.slice(30).map(({ name }) => name),
    ];
    expect(nameLess(merged.map(({ name }) => name.toLowerCase()))).toEqual(
      nameLess(expected.map((name) => name.toLowerCase())),
    );
    expect(await open()).toEqual([]);
    for (const { matchId } of proposed) await region.matches.decide(matchId, 'region', null, null);
    expect(await region.state()).toEqual(before);
  }, 240_000);

  it('remembers that two are two, and takes that back as well', async () => {
    const before = await region.state();
    const [first] = await open();
    await region.matches.decide(first!.matchId, 'region', 'apart', null);
    expect((await open()).length).toBe(29);
    await region.sync(ids['ville']!, { accepts: true });
    expect((await open()).length).toBe(29);
    await region.matches.decide(first!.matchId, 'region', null, null);
    expect(await region.state()).toEqual(before);
    await expect(region.matches.decide(`${newId()}.${newId()}`, 'region', 'same', null)).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(
      region.matches.decide(first!.matchId, [region.initiatives.get('union')!], 'same', null),
    ).rejects.toMatchObject({ code: 'not_found' });
  }, 120_000);

  it('refuses to put two SIRETs together, even through a third description', async () => {
    const shared = { address: '31 rue des Lavandières', phone: phoneOf(30) };
    region.site.serve('/ville.csv', csv([...town, { id: 'third', name: nameOf(30), ...shared }]));
    await region.sync(ids['ville']!);
    const both = (await open()).filter(({ left, right }) =>
      [left, right].some(({ fields }) => fields.some(({ value }) => value === nameOf(30))),
    );
    expect(both.length).toBe(2);
    await region.matches.decide(both[0]!.matchId, 'region', 'same', null);
    expect((await open()).some(({ matchId }) => matchId === both[1]!.matchId)).toBe(false);
    await region.matches.decide(both[0]!.matchId, 'region', null, null);
    await region.matches.decide(both[1]!.matchId, 'region', 'same', null);
    const [again] = both;
    await region.query(
      `insert into place_match (left_id, right_id, reason) values ($1, $2, 'address') on conflict do nothing`,
      again!.matchId.split('.'),
    );
    await expect(region.matches.decide(again!.matchId, 'region', 'same', null)).rejects.toMatchObject({
      code: 'federation.other_siret',
    });
    await region.matches.decide(both[1]!.matchId, 'region', null, null);
    region.site.serve('/ville.csv', csv(town));
    await region.sync(ids['ville']!);
    await region.sync(ids['ville']!);
  }, 120_000);

  it('tells a shop of ours how it is reached, and a source that goes takes its words along', async () => {
    const shopId = newId();
    await region.query(
      `with s as (insert into shop (shop_id, state, name, siret, trade, commune_insee, theme, order_prefix, phone)
        values ($1, 'provisioned', 'Registre', $2, 'autres', '37132', 'marche', 'RE', null))
       insert into shop_siret (siret, shop_id) values ($2, $1)`,
      [shopId, siretOf(5)],
    );
    const before = await region.state();
    region.site.serve('/cci.csv', csv([{ ...chamber[0]!, name: 'Nouveau nom' }, ...chamber.slice(1)]));
    await region.sync(ids['cci']!);
    const shop = async () =>
      (await region.query<object>('select name, phone, website from shop where shop_id = $1', [shopId]))[0];
    expect(await shop()).toEqual({ name: 'Registre', phone: phoneOf(5), website: 'https://u5.example/' });
    expect((await cards()).length).toBe(269);
    await region.feeds.withdraw(ids['union']!, 'region');
    expect(await shop()).toEqual({ name: 'Registre', phone: phoneOf(5), website: null });
    expect((await cards()).length).toBe(199);
    await region.feeds.withdraw(ids['cci']!, 'region');
    expect(await shop()).toEqual({ name: 'Registre', phone: null, website: null });
    expect((await cards()).length).toBe(100);
    await region.feeds.withdraw(ids['ville']!, 'region');
    expect(await region.state()).toMatchObject({
      places: null,
      documents: null,
      links: null,
      postings: null,
      matches: null,
      sources: null,
    });
    expect(before).not.toBeNull();
  }, 120_000);
});
