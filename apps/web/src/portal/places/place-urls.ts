import { slugify } from '#libs/kernel';
import type { Commune } from '#libs/territory';

export const communeUrl = (commune: Commune): string => `/communes/${commune.insee}-${commune.slug}`;

/** Null for the few communes that are in none. */
export const intercommunalityUrl = ({ epciSiren, epciName }: Commune): string | null =>
  epciSiren && epciName ? `/intercommunalites/${epciSiren}-${slugify(epciName, 80)}` : null;

const KINDS: [RegExp, string][] = [
  [/^CC /, 'la communauté de communes '],
  [/^CA /, 'la communauté d’agglomération '],
  [/^CU /, 'la communauté urbaine '],
];

/** « la communauté de communes Loches Sud Touraine »; a métropole keeps its name. */
export const epciText = (name: string): string =>
  KINDS.reduce((text, [short, long]) => text.replace(short, long), name.replaceAll("'", '’'));
