import { formatCents, formatSiret, isEan, isSiret, isSlug, normalizeSiret, parseCents, slugify } from './index.js';

describe('money', () => {
  it.each([
    ['12,50 €', 1250],
    ['12.5', 1250],
    ['1 234,50', 123450],
    ['1\u202f234,50 €', 123450],
    ['1.234,50', 123450],
    ['1,234.50', 123450],
    ['EUR 12', 1200],
    ['12€50', 1250],
    ['-€ 3', -300],
    ['12,-', 1200],
    ['8.90EUR', 890],
    ['0', 0],
    ['-3,20', -320],
    ['-0,50', -50],
    ['12,345', 1235],
    ['12.345000', 1235],
    ['1.500', 150000],
    ['1,234,567', 123456700],
    ['12,5049', 1250],
    ['12,5050', 1251],
  ])('reads %s', (text, cents) => {
    expect(parseCents(text)).toBe(cents);
  });

  it.each(['', 'gratuit', '12,50,1', '1 23', '12 €/kg', '1€2€3', '12€5', '1e3', '99999999999999999999'])(
    'refuses %p',
    (text) => {
      expect(parseCents(text)).toBeNull();
    },
  );

  it('writes as the French do, with no-break spaces', () => {
    expect(formatCents(123450)).toBe('1\u202f234,50\u00a0€');
  });
});

describe('numbers of the register and of the till', () => {
  it('checks a SIRET by Luhn, and by digit sum for La Poste', () => {
    expect(isSiret('73282932000074')).toBe(true);
    expect(isSiret('73282932000075')).toBe(false);
    expect(isSiret('35600000049837')).toBe(true);
    expect(isSiret('00000000000000')).toBe(false);
    expect(isSiret('7328293200007')).toBe(false);
    expect(normalizeSiret('732 829 320\u00a000074')).toBe('73282932000074');
    expect(formatSiret('73282932000074')).toBe('732 829 320 00074');
  });

  it('checks the last digit of an EAN', () => {
    expect(isEan('4006381333931')).toBe(true);
    expect(isEan('4006381333932')).toBe(false);
    expect(isEan('96385074')).toBe(true);
    expect(isEan('123')).toBe(false);
  });
});

describe('slugs', () => {
  it.each([
    ['L’Œuf à la coque', 'l-oeuf-a-la-coque'],
    ['  Fleurs & Martin !! ', 'fleurs-martin'],
    ['Straße', 'strasse'],
    ['???', ''],
    ['Les établissements Jean-Baptiste de la Rochefoucauld et fils', 'les-etablissements-jean-baptiste-de-la'],
  ])('makes %p into %p', (text, slug) => {
    expect(slugify(text)).toBe(slug);
  });

  it('refuses what no host name may be', () => {
    expect(['fleurs-martin', 'abc'].every(isSlug)).toBe(true);
    expect(['ab', '-abc', 'abc-', 'xn--abc', 'a--b', 'Abc', 'é'.repeat(4), 'a'.repeat(41)].some(isSlug)).toBe(false);
  });
});
