import { isSlug } from '#libs/kernel';
import { claimCode, claimCodeHash, formatClaimCode, normalizeClaimCode } from './claim-code.js';
import { vatNumberOf } from './legal-notice.js';
import { hoursExceptionInput, openingHoursInput } from './opening-hours.js';
import { isReservedName } from './reserved-names.js';
import { factsHash, resolveFacts, sourceRank } from './shop-facts.js';
import { allocateSlugs, orderPrefix } from './slug-allocation.js';

const loches = (name: string) => ({ name, communeName: 'Loches' });

describe('addresses', () => {
  it('takes the name, then the commune, then a number', async () => {
    const names = ['Fleurs Martin', 'Fleurs Martin', 'FLEURS MARTIN', 'Fleurs-Martin'].map(loches);
    expect(await allocateSlugs(names, async () => [])).toEqual([
      'fleurs-martin',
      'fleurs-martin-loches',
      'fleurs-martin-loches-2',
      'fleurs-martin-loches-3',
    ]);
  });

  it('asks again only for those whose candidates are all taken', async () => {
    const asked: string[][] = [];
    const taken = new Set(['a-la-rose', 'a-la-rose-loches', ...numbers(2, 25)]);
    const slugs = await allocateSlugs([loches('À la Rose'), loches('Vins')], async (candidates) => {
      asked.push(candidates);
      return candidates.filter((name) => taken.has(name));
    });
    expect(slugs).toEqual(['a-la-rose-loches-26', 'vins']);
    expect(asked.map((candidates) => candidates.length)).toEqual([4, 20, 20]);
  });

  it.each([
    ['Mail', 'mail-loches'],
    ['GESTION', 'gestion-loches'],
    ['Région', 'region-loches'],
    ['B', 'b-loches'],
    ['🌸', 'boutique-loches'],
    ['Сувениры', 'boutique-loches'],
    ['L’Œuf à la coque', 'l-oeuf-a-la-coque'],
  ])('never gives a reserved or malformed name: %s', async (name, slug) => {
    expect(await allocateSlugs([loches(name)], async () => [])).toEqual([slug]);
  });

  it('keeps within 40 characters, number included', async () => {
    const name = 'Établissements Lefebvre-Utile et fils successeurs réunis';
    const shops = Array.from({ length: 30 }, () => ({ name, communeName: 'Saint-Germain-des-Prés-sur-Loire' }));
    const slugs = await allocateSlugs(shops, async () => []);
    expect(new Set(slugs).size).toBe(30);
    expect(slugs.filter((slug) => !isSlug(slug))).toEqual([]);
  });

  it('reserves our own names, those of RFC 2142 and those of the resolvers', () => {
    const reserved = [
      'www',
      'gestion',
      'api',
      'admin',
      'postmaster',
      'abuse',
      'wpad',
      'localhost',
      'xn--caf-dma',
      'paiement',
    ];
    expect(reserved.filter((name) => !isReservedName(name))).toEqual([]);
    expect(isReservedName('fleurs-martin')).toBe(false);
  });

  it.each([
    ['Fleurs Martin', 'FM'],
    ['Librairie du Cher', 'LC'],
    ['La Ferme de Sologne', 'FS'],
    ['Boulangerie', 'BO'],
    ['Au Bon Pain de la Grande Rue Basse', 'BPGR'],
    ['1001 nuits', 'NU'],
    ['🌸', 'CMD'],
  ])('begins order numbers of %s with %s', (name, prefix) => {
    expect(orderPrefix(name)).toBe(prefix);
  });
});

describe('claim codes', () => {
  const shopId = '0190a000-0000-7000-8000-000000000001';
  const nonce = '0190a000-0000-4000-8000-000000000002';

  it('are the same for the same shop and secret, and are read as people type them', () => {
    const code = claimCode('a secret of the test', shopId, nonce);
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{10}$/);
    expect(claimCode('a secret of the test', shopId, nonce)).toBe(code);
    expect(claimCode('another secret of it', shopId, nonce)).not.toBe(code);
    expect(normalizeClaimCode(formatClaimCode(code).toLowerCase())).toBe(code);
    expect(normalizeClaimCode(' o1l2i-34567 ')).toBe('0112134567');
  });

  it.each(['', 'ABC', 'ABCDEFGHJKM', 'ABCDE-FGHJU', 'ABCDE FGHJ🌸'])('refuses %j', (typed) => {
    expect(normalizeClaimCode(typed)).toBeNull();
  });

  it('keeps a hash that needs the secret', () => {
    expect(claimCodeHash('a secret of the test', 'ABCDEFGHJK')).not.toBe(claimCodeHash('another', 'ABCDEFGHJK'));
  });
});

describe('facts', () => {
  const said = (source: string, kind: string | null, facts: object) => ({ source, kind, facts: { ...facts } });

  it('take each field from the strongest source that speaks of it', () => {
    const map = said('map:osm', null, { name: 'Martin', phone: '1', website: 'https://m.example' });
    const register = said('register:sirene', null, { name: 'MARTIN', phone: '2' });
    const chamber = said('initiative:c', 'chamber', { name: 'Martin fleurs', phone: '3' });
    const town = said('initiative:t', 'town', { name: 'Fleurs Martin' });
    const merchant = said('merchant', null, { phone: null });
    const sources = [merchant, town, chamber, register, map];
    expect(sources.map(sourceRank)).toEqual([5, 4, 3, 2, 1]);
    expect(resolveFacts(sources)).toEqual({ name: 'Fleurs Martin', phone: null, website: 'https://m.example' });
  });

  it('never replace a point that was given by the centre of the commune', () => {
    const map = said('map:osm', null, { lat: 47.1, lon: 1.01, pointSource: 'file' });
    const town = said('initiative:t', 'town', { name: 'X', lat: 47, lon: 1, pointSource: 'commune' });
    expect(resolveFacts([map, town])).toEqual({ name: 'X', lat: 47.1, lon: 1.01, pointSource: 'file' });
  });

  it('hash alike in any order', () => {
    expect(factsHash({ name: 'A', trade: 'fleurs' })).toBe(factsHash({ trade: 'fleurs', name: 'A' }));
  });
});

describe('hours', () => {
  const week = (...intervals: [number, string, string][]) =>
    openingHoursInput.safeParse(intervals.map(([weekday, opens, closes]) => ({ weekday, opens, closes })));
  const problems = (result: ReturnType<typeof week>) =>
    result.error?.issues.map(({ path, message }) => [path.join('.'), message]);

  it('are sorted', () => {
    expect(week([2, '14:00', '19:00'], [1, '09:00', '12:00'], [2, '09:00', '12:00']).data).toEqual([
      { weekday: 1, opens: '09:00', closes: '12:00' },
      { weekday: 2, opens: '09:00', closes: '12:00' },
      { weekday: 2, opens: '14:00', closes: '19:00' },
    ]);
  });

  it('may touch, and may not overlap on a day', () => {
    expect(week([1, '09:00', '12:00'], [1, '12:00', '14:00'], [2, '10:00', '13:00']).success).toBe(true);
    const overlapping = week([1, '09:00', '12:00'], [1, '11:59', '14:00']);
    expect(problems(overlapping)).toEqual([['1', 'shops.hours_overlap']]);
  });

  it('close after they open', () => {
    expect(problems(week([1, '19:00', '09:00']))).toEqual([['0.closes', 'shops.hours_reversed']]);
    expect(problems(week([1, '9h', '25:00']))?.map(([, code]) => code)).toEqual([
      'shops.time_invalid',
      'shops.time_invalid',
    ]);
  });

  it('of one day: a real date', () => {
    expect(hoursExceptionInput.safeParse({ day: '2026-02-30' }).success).toBe(false);
    expect(hoursExceptionInput.parse({ day: '2026-12-24', reason: ' ' })).toEqual({
      day: '2026-12-24',
      intervals: [],
      reason: null,
    });
  });
});

it('proposes the VAT number of a SIREN', () => {
  expect(vatNumberOf('40483304800022')).toBe('FR83404833048');
});

const numbers = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, i) => `a-la-rose-loches-${from + i}`);
