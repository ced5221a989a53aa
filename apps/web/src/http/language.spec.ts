import { preferredLanguage } from './language.js';

it.each([
  ['', 'fr'],
  ['*', 'fr'],
  ['de', 'fr'],
  ['en', 'en'],
  ['en-US,en;q=0.9', 'en'],
  ['EN-gb', 'en'],
  ['fr-FR,fr;q=0.9,en-US;q=0.8', 'fr'],
  ['de-CH,en;q=0.7,fr;q=0.3', 'en'],
  ['de, fr;q=0.5, en;q=0.8', 'en'],
  ['en;q=0, fr;q=0.1', 'fr'],
  ['en;q=0', 'fr'],
  ['english', 'fr'],
  [';;,q=1', 'fr'],
] as const)('of « %s » is %s', (header, language) => {
  expect(preferredLanguage(header)).toBe(language);
});
