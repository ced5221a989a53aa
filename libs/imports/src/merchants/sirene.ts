import { nafLabel, tradeOfNaf, type Trade } from '#libs/territory';
import { recognition, type ColumnTable } from '../formats/column-table.js';
import { displayAddress, displayName } from './display-name.js';
import type { MerchantFormat } from './merchant-format.js';
import { MerchantReader, type MerchantRules } from './merchant-reader.js';
import { Refusal } from './refusal.js';
import { SIRENE_NEEDS, sireneColumns, type SireneField } from './sirene-columns.js';

const HIDDEN = /^\[ND\]$/i;

/** INSEE's register of establishments (StockEtablissement and its extracts). */
export const sirene: MerchantFormat = {
  id: 'sirene',
  name: 'SIRENE (INSEE)',
  source: () => 'register:sirene',
  recognises(header) {
    const columns = sireneColumns(header);
    const hasPlace = columns.has('insee') || columns.has('postcode') || columns.has('commune');
    return hasPlace
      ? recognition(columns, SIRENE_NEEDS, ['siret', 'naf', 'nomenclature', 'sign', 'state', 'insee'])
      : 0;
  },
  read: (header, rows, territory) => new MerchantReader(rulesOf(sireneColumns(header)), territory).readAll(rows),
};

type Say = (field: SireneField) => string;

function rulesOf(columns: ColumnTable<SireneField>): MerchantRules {
  const sayOf =
    (cells: readonly string[]): Say =>
    (field) => {
      const cell = columns.text(cells, field);
      return HIDDEN.test(cell) ? '' : cell;
    };
  return {
    isSiretOptional: false,
    shop(cells) {
      const text = sayOf(cells);
      return {
        siret: text('siret'),
        name: nameOf(text),
        legalName: legalNameOf(text),
        naf: text('naf'),
        addressLine: addressOf(text),
        postcode: text('postcode'),
        commune: text('commune'),
        insee: text('insee'),
        latitude: text('latitude'),
        longitude: text('longitude'),
      };
    },
    blocked(cells) {
      const text = sayOf(cells);
      return whyNotOpen(text('state'), text('diffusion'));
    },
    trade(cells) {
      const text = sayOf(cells);
      return tradeOf(text('naf'), text('nomenclature'));
    },
  };
}

/** `state` and `diffusion` as INSEE writes them, or the words for them. */
export function whyNotOpen(stateText: string, diffusion: string): Refusal | null {
  const state = stateText.toUpperCase();
  if (state === 'F' || state.startsWith('FERM')) return new Refusal('imports.establishment_closed');
  if (['P', 'N'].includes(diffusion.toUpperCase())) return new Refusal('imports.diffusion_restricted');
  return null;
}

export function tradeOf(naf: string, nomenclature: string): Trade | Refusal {
  if (naf === '') return new Refusal('imports.naf_missing');
  const found = tradeOfNaf(naf, nomenclature);
  if (found) return found.trade;
  const label = nafLabel(naf, nomenclature);
  return label
    ? new Refusal('imports.naf_without_trade', { naf, label })
    : new Refusal('imports.naf_unknown', { naf: naf.slice(0, 20) });
}

const SIGNS: SireneField[] = ['sign', 'sign2', 'sign3', 'usualName', 'legalUsualName'];

function nameOf(text: Say): string {
  const given = SIGNS.map(text).find((name) => /[\p{L}\d]/u.test(name));
  return given === undefined ? (legalNameOf(text) ?? '') : displayName(given);
}

function legalNameOf(text: Say): string | undefined {
  const person = [text('firstName'), text('usedName') || text('familyName')].filter(Boolean).join(' ');
  return displayName(text('legalName') || person) || undefined;
}

function addressOf(text: Say): string | undefined {
  const street = [text('number'), text('repetition'), text('streetType'), text('street')].filter(Boolean).join(' ');
  const line = street || text('complement') || text('address');
  return displayAddress(line) || undefined;
}
