import { z } from 'zod';

const text = z.string().trim().catch('');

/** The query string of `/recherche`: whatever cannot be understood is left out, for links get cut and changed. */
export const searchAddressSchema = z.object({
  q: text.transform((q) => q.slice(0, 200)),
  /** Code of a trade. */
  metier: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/)
    .optional()
    .catch(undefined),
  /** INSEE code: shops of this commune. */
  commune: z
    .string()
    .regex(/^[0-9AB]{5}$/)
    .optional()
    .catch(undefined),
  /** Name or INSEE code of the commune distances are measured from. */
  pres: text.transform((place) => place.slice(0, 100)),
  /** Where the visitor said to be, to about 100 m: latitude and longitude. Only in the address; a commune that is named goes before it. */
  ici: z
    .string()
    .regex(/^-?\d{1,2}\.\d{1,3},-?\d{1,3}\.\d{1,3}$/)
    .optional()
    .catch(undefined),
  /** Kilometres. */
  rayon: z.coerce.number().int().min(1).max(100).catch(20),
  type: z.enum(['produits', 'boutiques', 'annonces']).optional().catch(undefined),
  retrait: z.enum(['aujourdhui', 'demain']).optional().catch(undefined),
  /** Hour of the day of `retrait` (today without it) before which it can be collected. */
  avant: z.coerce.number().int().min(7).max(22).optional().catch(undefined),
  /** Euros: `0-10`, `100-`. */
  prix: z
    .string()
    .regex(/^\d{1,6}-\d{0,6}$/)
    .optional()
    .catch(undefined),
  ouvert: z.literal('1').optional().catch(undefined),
  tri: z.enum(['pertinence', 'distance', 'prix', 'nouveautes']).catch('pertinence'),
  page: z.coerce.number().int().min(1).max(100).catch(1),
});

export type SearchAddress = z.output<typeof searchAddressSchema>;

const UNSAID: Partial<SearchAddress> = { rayon: 20, tri: 'pertinence', page: 1 };

/** Distances are measured from a commune, or from where the visitor is. */
export const hasPlace = ({ pres, ici }: SearchAddress): boolean => pres !== '' || ici !== undefined;

/** The visitor's own place, where no commune is named. */
export function hereOf({ pres, ici }: SearchAddress): { lat: number; lon: number } | null {
  if (pres !== '' || ici === undefined) return null;
  const [lat = 0, lon = 0] = ici.split(',').map(Number);
  return { lat, lon };
}

/** The same search with changes; another choice starts at page 1. */
export function searchUrl(address: SearchAddress, changes: Partial<SearchAddress> = {}): string {
  const next: SearchAddress = { ...address, page: 1, ...changes };
  const said = Object.entries(next).filter(([name, value]) => {
    if (value === undefined || value === '' || value === UNSAID[name as keyof SearchAddress]) return false;
    return name !== 'rayon' || hasPlace(next);
  });
  const query = new URLSearchParams(said.map(([name, value]): [string, string] => [name, String(value)])).toString();
  return query ? `/recherche?${query}` : '/recherche';
}
