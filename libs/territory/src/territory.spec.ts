import { Temporal } from 'temporal-polyfill';
import { allRegions, distanceKm, loadTerritory, Territory, UnknownRegionError, type CommuneQuery } from './index.js';

const centre = loadTerritory('24');
const grandEst = loadTerritory('44');

const find = (query: CommuneQuery, territory = centre): string | null => {
  const match = territory.findCommune(query);
  if (match.commune) return match.commune.insee;
  return match.region ? `${match.reason} ${match.region.code}` : match.reason;
};

describe('a territory', () => {
  it('holds the communes of its region', () => {
    expect(centre.region).toEqual({ code: '24', name: 'Centre-Val de Loire' });
    expect(centre.communes).toHaveLength(1754);
    expect(grandEst.communes).toHaveLength(5115);
    expect(loadTerritory('24')).toBe(centre);
  });

  it('covers all of France, each commune once with a slug of its own', () => {
    const territories = allRegions().map((region) => loadTerritory(region.code));
    expect(territories).toHaveLength(26);
    const communes = territories.flatMap((territory) => territory.communes);
    expect(communes).toHaveLength(34_969);
    expect(new Set(communes.map((c) => c.insee)).size).toBe(34_969);
    expect(territories.filter((t) => new Set(t.communes.map((c) => c.slug)).size !== t.communes.length)).toEqual([]);
    expect(communes.filter((c) => !/^[a-z0-9-]+$/.test(c.slug) || Number.isNaN(c.population))).toEqual([]);
  });

  it('refuses a region that does not exist', () => {
    expect(() => loadTerritory('99')).toThrow(UnknownRegionError);
    expect(() => loadTerritory('../24')).toThrow('territory.unknown_region {"regionCode":"../24"}');
  });

  it('reads every column', () => {
    expect(centre.commune('37132')).toMatchObject({
      name: 'Loches',
      slug: 'loches',
      departementName: 'Indre-et-Loire',
    });
    expect(centre.commune('37072')).toEqual({
      insee: '37072',
      name: 'Chinon',
      slug: 'chinon',
      departement: '37',
      departementName: 'Indre-et-Loire',
      postcodes: ['37500'],
      population: 8144,
      lat: 47.17208,
      lon: 0.24509,
      pointIsApproximate: false,
      epciSiren: '200043081',
      epciName: 'CC Chinon, Vienne et Loire',
    });
    expect(grandEst.commune('57463')?.postcodes).toEqual(['57000', '57050', '57070']);
    expect(centre.commune('57463')).toBeNull();
  });

  it('finds a commune by its slug, namesakes by their department', () => {
    expect(centre.communeBySlug('loches')?.insee).toBe('37132');
    expect(centre.communeBySlug('vineuil-36')?.departement).toBe('36');
    expect(centre.communeBySlug('vineuil-41')?.departement).toBe('41');
    expect(centre.communeBySlug('vineuil')).toBeNull();
  });

  it('maps the arrondissements of Paris, Lyon and Marseille', () => {
    expect(loadTerritory('11').commune('75111')?.name).toBe('Paris');
    expect(loadTerritory('84').commune('69383')?.name).toBe('Lyon');
    expect(loadTerritory('93').commune('13216')?.name).toBe('Marseille');
    expect(loadTerritory('93').commune('13217')).toBeNull();
    expect(find({ insee: '75120' }, loadTerritory('11'))).toBe('75056');
    expect(find({ insee: '75120' })).toBe('commune_outside_region 11');
  });

  it('gives a commune without outline the mean point of its neighbours', () => {
    const approximate = allRegions().flatMap((r) => loadTerritory(r.code).communes.filter((c) => c.pointIsApproximate));
    const pointless = allRegions().flatMap((r) => loadTerritory(r.code).communes.filter((c) => c.lat === null));
    expect(approximate.length + pointless.length).toBe(105);
    expect(centre.communes.filter((c) => c.pointIsApproximate || c.lat === null)).toEqual([]);
    expect(pointless.filter((c) => !c.insee.startsWith('9'))).toEqual([]);
    expect(approximate.filter((c) => c.lat === null || c.lon === null)).toEqual([]);
  });
});

describe('the commune of an import row', () => {
  it('is decided by its INSEE code', () => {
    expect(find({ insee: '57463', postcode: '45000', name: 'ORLEANS' }, grandEst)).toBe('57463');
    expect(find({ insee: ' 57463 ' })).toBe('commune_outside_region 44');
    expect(find({ insee: '99999', postcode: '37600', name: 'Loches' })).toBe('commune_unknown');
    expect(find({ insee: '1004' }, loadTerritory('84'))).toBe('01004');
    expect(find({ insee: '2a004' }, loadTerritory('94'))).toBe('2A004');
  });

  it('else by post code and name, however written', () => {
    for (const name of ['Loches', 'LOCHES', ' loches ', 'Loches Cedex', 'LOCHES CEDEX 2']) {
      expect(find({ postcode: '37600', name })).toBe('37132');
    }
    const amand = ['ST AMAND MONTROND', 'Saint Amand-Montrond', 'St-Amand-Montrond', 'st. amand montrond'];
    for (const name of amand) expect(find({ insee: '', postcode: '18200', name })).toBe('18197');
    for (const name of ["Les Aix-d'Angillon", 'AIX D ANGILLON (LES)', 'AIX-D’ANGILLON', 'les aix dangillon']) {
      expect(find({ postcode: '18220', name })).toBe('18003');
    }
    expect(find({ postcode: '41350', name: 'VINEUIL' })).toBe(centre.communeBySlug('vineuil-41')?.insee);
    expect(find({ postcode: 'F-37 600', name: 'Loches' })).toBe('37132');
    expect(find({ postcode: '1500', name: 'AMBERIEU EN BUGEY' }, loadTerritory('84'))).toBe('01004');
    expect(find({ postcode: '57045', name: 'METZ CEDEX 1' }, grandEst)).toBe('57463');
    expect(find({ postcode: '75011', name: 'PARIS 11E ARRONDISSEMENT' }, loadTerritory('11'))).toBe('75056');
    expect(find({ postcode: '18240', name: 'Belleville s/ Loire' })).toBe('18026');
  });

  it('else by either alone when it names one only', () => {
    expect(find({ name: 'Bourges' })).toBe('18033');
    expect(find({ postcode: '36000' })).toBe('36044');
    expect(find({ name: 'Vineuil' })).toBe('commune_ambiguous');
    expect(find({ postcode: '45300' })).toBe('commune_ambiguous');
  });

  it('tells outside the region from unknown', () => {
    expect(find({ postcode: '57000', name: 'METZ' })).toBe('commune_outside_region 44');
    expect(find({ name: 'Metz' })).toBe('commune_outside_region 44');
    expect(find({ postcode: '57000' })).toBe('commune_outside_region 44');
    expect(find({ postcode: '37600', name: 'Trifouilly-les-Oies' })).toBe('commune_unknown');
    expect(find({ insee: '37999' })).toBe('commune_unknown');
    expect(find({ insee: 'n/a', name: '?' })).toBe('commune_unknown');
    expect(find({ insee: ' ', postcode: null })).toBe('commune_missing');
    expect(find({ name: 'x'.repeat(1_000_000) })).toBe('commune_unknown');
  });

  it('is found under its former name or code', () => {
    expect(find({ postcode: '18240', name: 'BELLEVILLE' })).toBe('18026');
    expect(find({ insee: '18123' })).toBe('18023');
    expect(find({ name: 'Laverdines' })).toBe('18023');
    expect(centre.commune('18123')?.name).toBe('Baugy');
    expect(find({ insee: '08009' }, grandEst)).toBe('08311');
    expect(find({ insee: '08009' })).toBe('commune_outside_region 44');
  });
});

describe('suggestions', () => {
  const suggest = (text: string, limit = 5): string[] => centre.suggestCommunes(text, limit).map((s) => s.label);

  it('match word beginnings, the largest first', () => {
    expect(suggest('orl', 1)).toEqual(['Orléans']);
    expect(suggest('st am mon')).toEqual(['Saint-Amand-Montrond']);
    expect(suggest('37600')).toContain('Loches');
    const found = centre.suggestCommunes('ch', 20).map((s) => s.commune.population);
    expect(found).toEqual([...found].sort((a, b) => b - a));
    expect(found).toHaveLength(20);
  });

  it('put the exact name first', () => {
    expect(suggest('thou', 1)).toEqual(['Thou']);
  });

  it('name the former commune', () => {
    expect(suggest('laverd')).toEqual(['Laverdines, ancienne commune (Baugy)']);
    expect(centre.suggestCommunes('laverd')[0]).toMatchObject({
      formerName: 'Laverdines',
      commune: { insee: '18023' },
    });
    expect(suggest('Belleville-sur')).toEqual(['Belleville-sur-Loire']);
  });

  it('are empty for nothing', () => {
    expect(suggest('')).toEqual([]);
    expect(suggest("-'%")).toEqual([]);
    expect(suggest('orl', 0)).toEqual([]);
    expect(suggest('zzzz')).toEqual([]);
  });
});

it('measures distances as the crow flies', () => {
  const paris = { lat: 48.8566, lon: 2.3522 };
  const lyon = { lat: 45.764, lon: 4.8357 };
  expect(distanceKm(paris, lyon)).toBeCloseTo(391.5, 0);
  expect(distanceKm(paris, paris)).toBe(0);
  expect(distanceKm({ lat: 0, lon: 0 }, { lat: 0, lon: 180 })).toBeCloseTo(20_015.1, 1);
});

it('is fast to load', () => {
  const started = Temporal.Now.instant().epochMilliseconds;
  const fresh = new Territory({ code: '24', name: 'Centre-Val de Loire' });
  expect(fresh.communes).toHaveLength(1754);
  expect(Temporal.Now.instant().epochMilliseconds - started).toBeLessThan(500);
});
