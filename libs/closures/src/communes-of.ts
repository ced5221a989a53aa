import { InvalidInputError } from '#libs/kernel';
import type { Territory } from '#libs/territory';
import type { ClosureTerritory } from './closure.js';

/** INSEE codes of the communes that are meant, null for all. @throws InvalidInputError for a code that the region does not have. */
export function communesOf({ kind, codes }: ClosureTerritory, territory: Territory): string[] | null {
  if (kind === 'region') return null;
  if (codes.length === 0) throw unknown();
  const found = codes.map((code) => {
    if (kind === 'commune') return [territory.commune(code)?.insee].filter((insee) => insee !== undefined);
    const key = kind === 'epci' ? 'epciSiren' : 'departement';
    return territory.communes.filter((commune) => commune[key] === code).map(({ insee }) => insee);
  });
  if (found.some((communes) => communes.length === 0)) throw unknown();
  return [...new Set(found.flat())];
}

const unknown = (): InvalidInputError =>
  new InvalidInputError([{ path: 'territory.codes', code: 'closures.place_unknown' }]);
