import { foldText, trimCell } from '#libs/platform';
import { tradeOfNaf, tradeOfWords } from '#libs/territory';
import { displayAddress, displayName } from './display-name.js';
import type { MerchantFormat } from './merchant-format.js';
import { locateMerchantFields, type MerchantField, type MerchantMapping } from './merchant-mapping.js';
import { type ListedShop, MerchantReader, type MerchantRules } from './merchant-reader.js';
import { tradeOf, whyNotOpen } from './sirene.js';

export const LIST_FORMAT = 'list';

/** A list of shops by its columns, as a chamber or a town keeps it. `read` throws what `locateMerchantFields` throws. */
export const listedShops = (mapping: MerchantMapping): MerchantFormat => ({
  id: LIST_FORMAT,
  name: 'Liste de commerces',
  source: (initiativeId) => `initiative:${initiativeId}`,
  recognises: () => 1,
  read: (header, rows, territory) => new MerchantReader(rulesOf(mapping, header), territory).readAll(rows),
});

function rulesOf(mapping: MerchantMapping, header: readonly string[]): MerchantRules {
  const fields = locateMerchantFields(mapping, header);
  const texts = (cells: readonly string[], field: MerchantField): string[] =>
    (fields.get(field) ?? []).map((index) => trimCell(cells[index] ?? '')).filter(Boolean);
  const text = (cells: readonly string[], field: MerchantField): string => texts(cells, field)[0] ?? '';
  return {
    isSiretOptional: true,
    shop: (cells) => ({
      siret: text(cells, 'siret'),
      name: displayName(text(cells, 'name') || text(cells, 'legalName')),
      legalName: displayName(text(cells, 'legalName')) || undefined,
      naf: text(cells, 'naf'),
      ...placeOf((field) => text(cells, field), inOrder(cells, fields.get('address') ?? [])),
      phone: text(cells, 'phone'),
      email: text(cells, 'email'),
      website: text(cells, 'website'),
      hours: hoursOf(cells, fields.get('hours') ?? [], header),
    }),
    blocked: (cells) => whyNotOpen(text(cells, 'state'), text(cells, 'diffusion')),
    trade(cells) {
      const naf = text(cells, 'naf');
      const named = tradeOfWords(texts(cells, 'trade').join(' '));
      if (naf === '') return named ?? tradeOfWords(text(cells, 'name'));
      return tradeOfNaf(naf)?.trade ?? named ?? tradeOf(naf, '');
    },
    key: (cells) => text(cells, 'reference').slice(0, 100),
  };
}

/** Number, street and the rest, as the columns stand. */
const inOrder = (cells: readonly string[], indexes: readonly number[]): string =>
  indexes
    .toSorted((a, b) => a - b)
    .map((index) => trimCell(cells[index] ?? ''))
    .filter(Boolean)
    .join(' ');

const TOWN = /(?:^|[\s,;–-])(\d{5})\s+(\p{L}[\p{L}\s'’./-]{1,60})$/u;

type Place = Pick<ListedShop, 'addressLine' | 'postcode' | 'commune' | 'insee' | 'latitude' | 'longitude'>;

/** Post code and town may stand at the end of the address, or together in one cell. */
function placeOf(text: (field: MerchantField) => string, address: string): Place {
  const [latitude = '', longitude = ''] = text('point').split(/\s*[,;]\s*(?=-?\d+[.,])/);
  const found = { postcode: text('postcode'), commune: text('commune'), insee: text('insee') };
  const together = TOWN.exec(found.commune);
  if (together) Object.assign(found, { postcode: found.postcode || together[1], commune: together[2] });
  const atEnd = TOWN.exec(address);
  if (atEnd && !found.insee && !found.commune)
    Object.assign(found, { postcode: found.postcode || atEnd[1], commune: atEnd[2] });
  const street = atEnd ? address.slice(0, atEnd.index).replace(/[\s,;–-]+$/u, '') : address;
  return {
    ...found,
    addressLine: displayAddress(street) || undefined,
    latitude: text('latitude') || latitude,
    longitude: text('longitude') || longitude,
  };
}

const DAY = /^(lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\b/;

/** A column that is a day says so before its hours. */
function hoursOf(cells: readonly string[], indexes: readonly number[], header: readonly string[]): string {
  const parts = indexes
    .toSorted((a, b) => a - b)
    .map((index) => {
      const said = trimCell(cells[index] ?? '');
      const day = DAY.exec(foldText(header[index] ?? ''))?.[0];
      return said !== '' && day ? `${day} ${said}` : said;
    });
  return parts.filter(Boolean).join(' ; ');
}
