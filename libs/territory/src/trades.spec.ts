import { readTable } from './data-tables.js';
import { allTrades, nafLabel, tradeByCode, tradeOfNaf } from './trades.js';

const answer = (code: string, nomenclature?: string | null): string | null => {
  const found = tradeOfNaf(code, nomenclature);
  return found && `${found.trade.code} ${found.clickAndCollect}`;
};

describe('trades', () => {
  it('are the public categories, each labelled in both languages', () => {
    expect(allTrades()).toHaveLength(35);
    expect(allTrades().filter((t) => !t.labelFr || !t.labelEn || /'/.test(t.labelFr))).toEqual([]);
    expect(tradeByCode('fleurs')).toEqual({
      code: 'fleurs',
      labelFr: 'Fleurs et plantes',
      labelEn: 'Flowers and plants',
    });
    expect(tradeByCode('culture')?.labelFr).toBe('Musique, films et instruments');
    expect(tradeByCode('nope')).toBeNull();
  });

  it('are reached by rows of existing codes only', () => {
    const rev2 = new Set(readTable('naf/naf_rev2.csv').map(([naf]) => naf));
    const naf2025 = new Set(readTable('naf/naf_2025.csv').map(([naf]) => naf));
    const fromRev2 = readTable('naf/naf_rev2_to_trade.csv').map(([naf = '']) => naf);
    const to2025 = readTable('naf/naf2025_to_trade.csv');
    expect([rev2.size, naf2025.size, fromRev2.length, to2025.length]).toEqual([732, 747, 135, 130]);
    expect(fromRev2.filter((naf) => !rev2.has(naf) || !tradeOfNaf(naf))).toEqual([]);
    expect(to2025.filter(([naf = '']) => !naf2025.has(naf) || !tradeOfNaf(naf))).toEqual([]);
    const successors = new Set(to2025.flatMap((row) => (row[4] ?? '').split('|')));
    const without = ['32.50B', '47.81Z', '47.82Z', '47.89Z', '47.91B', '47.99A'];
    expect(fromRev2.filter((naf) => !successors.has(naf))).toEqual(without);
  });
});

describe('the trade of an activity', () => {
  it('reads rev. 2 however written', () => {
    for (const code of ['47.76Z', '4776Z', '47.76z', ' 47.76Z  ', '47.76']) expect(answer(code)).toBe('fleurs yes');
    expect(answer('1.13Z')).toBe('producteur yes');
    expect(answer('47.73Z', 'NAFRev2')).toBe('sante maybe');
    expect(answer('47.30Z', 'NAFRev2')).toBe('auto no');
  });

  it('reads NAF 2025', () => {
    expect(answer('47.76Y')).toBe('fleurs yes');
    expect(answer('4764y')).toBe('jouets yes');
    expect(answer('47.27G', 'NAF25')).toBe('fromagerie yes');
    expect(answer('56.11J', 'NAF2025')).toBe('traiteur yes');
    expect(answer('95.29G', 'NAF 2025')).toBe('sport yes');
  });

  it('lets the nomenclature decide where one text means two things', () => {
    expect(answer('47.64', 'NAFRev2')).toBe('sport yes');
    expect(answer('47.64', 'NAF2025')).toBe('jouets yes');
    expect(answer('47.64')).toBe('sport yes');
    expect(answer('47.64Z', 'NAF2025')).toBeNull();
    expect(answer('47.64Y', 'NAFRev2')).toBeNull();
    expect(answer('47.64Z', '  ')).toBe('sport yes');
    expect(answer('47.64Z', null)).toBe('sport yes');
  });

  it('is none for what is no shop, and for older nomenclatures', () => {
    for (const code of ['64.20Z', '32.50Y', '10.13G', '47.91Y', '', '4', '47', 'boulanger', '47.999Z']) {
      expect(answer(code)).toBeNull();
    }
    for (const older of ['NAP', 'NAF1993', 'NAFRev1']) expect(answer('52.48Z', older)).toBeNull();
  });

  it('answers a class only when its subclasses agree', () => {
    expect(answer('47.52')).toBe('bricolage maybe');
    expect(answer('47.72')).toBeNull();
    expect(answer('10.71')).toBeNull();
  });

  it('has a label', () => {
    expect(nafLabel('6420z')).toBe('Activités des sociétés holding');
    expect(nafLabel('47.64Y')).toBe('Commerce de détail de jeux et jouets');
    expect(nafLabel('99.99Z')).toBeNull();
  });
});
