import { distinctNames, parseBoolean, parseFrenchNumber, readHeaderName, trimCell } from './index.js';

describe('cells', () => {
  it.each([
    ['1 234,5', 1234.5],
    ['1\u00a0234,50', 1234.5],
    ['1\u202f234', 1234],
    ['1.234,50', 1234.5],
    ['1,234.50', 1234.5],
    ['1.234.567', 1234567],
    ['12.5', 12.5],
    ['0,25', 0.25],
    ['-3', -3],
    ['\u22123', -3],
    [',5', 0.5],
    ['', null],
    ['12 kg', null],
    ['1,2,3', null],
    ['1e9', null],
    ['--1', null],
    ['1 2', null],
  ])('reads the number %j', (text, value) => expect(parseFrenchNumber(text)).toBe(value));

  it.each([
    ['oui', true],
    [' OUI\u00a0', true],
    ['1', true],
    ['TRUE', true],
    ['Publié', true],
    ['non', false],
    ['0', false],
    ['Faux', false],
    ['non publié', false],
    ['', null],
    ['peut-être', null],
  ])('reads the yes or no %j', (text, value) => expect(parseBoolean(text)).toBe(value));

  it('trims no-break and zero-width blanks', () => expect(trimCell('\u00a0\u200b rose\u202f\ufeff')).toBe('rose'));
});

describe('header names', () => {
  it.each([
    ['Prix TTC *', 'prix ttc', null],
    ['Weight (kg)', 'weight', 'kg'],
    ['Body (HTML)', 'body', 'html'],
    ['En stock\u00a0?', 'en stock', null],
    ['Nom de l’attribut 1', "nom de l'attribut 1", null],
    ['Valeur(s) de l’attribut 1 ', "valeur(s) de l'attribut 1", null],
    ['Attribute 1 value(s)', 'attribute 1 value(s)', null],
    ['Color (product.metafields.shopify.color-pattern)', 'color', 'product.metafields.shopify.color-pattern'],
    ['Name *', 'name', null],
    ['Active (0/1)', 'active', '0/1'],
  ])('reads %j', (text, key, hint) => expect(readHeaderName(text)).toEqual({ key, hint }));

  it('tells columns apart', () =>
    expect(distinctNames(['Prix', '', 'prix', 'Prix (2)'])).toEqual(['Prix', 'Colonne 2', 'prix (2)', 'Prix (2) (2)']));
});
