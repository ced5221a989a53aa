import { displayAddress, displayName } from '#libs/imports';
import { isSiret, normalizeSiret } from '#libs/kernel';
import { type Commune, distanceKm, type Territory } from '#libs/territory';
import { entryOf, type FeedOutcome, refusal } from './feed-facts.js';
import { plainWords } from './plain-words.js';
import { tradeOfWords } from './trade-words.js';

/** A place as a feed writes it, field by field; empty where it says nothing. */
export interface RawPlace {
  key?: string;
  name: string;
  siret?: string;
  /** Words that may tell the trade, the most telling first. */
  trades?: string[];
  addressLine?: string;
  postcode?: string;
  commune?: string;
  insee?: string;
  lat?: number | null;
  lon?: number | null;
  phone?: string;
  email?: string;
  url?: string;
  description?: string;
  /** Words by which an establishment is said to be closed. */
  state?: string;
}

/** Further from its commune's centre than this, a point is a mistake. Kilometres. */
const FAR = 60;

/** A checked entry. A place outside the region, without a name, or closed is refused; a doubtful detail is left out. */
export function placeEntry(line: number, raw: RawPlace, territory: Territory): FeedOutcome {
  const name = displayName(plainWords(raw.name, 200) ?? '');
  if (name === '') return refusal(line, 'imports.name_missing');
  if (/^(f|ferm[eé]e?|closed)$/i.test(raw.state?.trim() ?? '')) return refusal(line, 'imports.establishment_closed');
  const siret = siretOf(raw.siret ?? '');
  if (siret === null) return refusal(line, 'imports.siret_invalid', { siret: raw.siret?.slice(0, 40) });
  const query = { insee: raw.insee ?? '', postcode: raw.postcode ?? '', name: raw.commune ?? '' };
  const match = territory.findCommune(query);
  const commune = match.commune ?? nearestTo(raw, query, territory);
  if (!commune)
    return refusal(
      line,
      `imports.${'reason' in match ? match.reason : 'commune_missing'}`,
      whereOf(query, match, territory),
    );
  const url = addressOf(raw.url ?? '');
  const email = raw.email?.trim().toLowerCase() ?? '';
  return entryOf(line, raw.key || siret || keyOf(name, raw), {
    kind: 'place',
    name,
    siret,
    url,
    trade: tradeOfWords(...(raw.trades ?? [])),
    addressLine: displayAddress(plainWords(raw.addressLine, 300) ?? ''),
    postcode: raw.postcode?.trim().slice(0, 10),
    communeInsee: commune.insee,
    ...pointOf(raw, commune),
    phone: phoneOf(raw.phone ?? ''),
    email: /^[^\s@]+@[^\s@]+\.[a-z]{2,}$/.test(email) && email.length <= 254 ? email : undefined,
    description: plainWords(raw.description, 2000),
  });
}

/** Undefined: none; null: a wrong one. */
function siretOf(text: string): string | null | undefined {
  const digits = normalizeSiret(text);
  if (digits === '') return undefined;
  return isSiret(digits) ? digits : null;
}

/** A place with a point and no address is in the commune whose centre is nearest, as long as that is near. */
function nearestTo(
  { lat, lon }: RawPlace,
  query: { insee: string; postcode: string; name: string },
  territory: Territory,
): Commune | null {
  if (lat == null || lon == null || query.insee || query.postcode || query.name) return null;
  let nearest: Commune | null = null;
  let least = 8;
  for (const commune of territory.communes) {
    if (commune.lat === null || commune.lon === null) continue;
    const km = distanceKm({ lat, lon }, { lat: commune.lat, lon: commune.lon });
    if (km < least) [nearest, least] = [commune, km];
  }
  return nearest;
}

function whereOf(query: object, match: object, territory: Territory): Record<string, unknown> {
  const commune = Object.values(query).filter(Boolean).join(' ').slice(0, 100);
  const region = (match as { region?: { name: string } | null }).region;
  return { commune, ...(region && { region: region.name, served: territory.region.name }) };
}

function pointOf({ lat, lon }: RawPlace, commune: Commune): { lat?: number; lon?: number } {
  if (lat == null || lon == null || !Number.isFinite(lat) || !Number.isFinite(lon) || (lat === 0 && lon === 0))
    return {};
  if (Math.abs(lat) > 90 || Math.abs(lon) > 180) return {};
  const isFar =
    commune.lat !== null &&
    commune.lon !== null &&
    distanceKm({ lat, lon }, { lat: commune.lat, lon: commune.lon }) > FAR;
  return isFar ? {} : { lat, lon };
}

/** With its scheme; a bare host name is one as well. */
export function addressOf(text: string): string | undefined {
  const trimmed = text.trim();
  const whole = /^[\w-]+(\.[\w-]+)+([/?].*)?$/.test(trimmed) ? `https://${trimmed}` : trimmed;
  return /^https?:\/\//i.test(whole) && URL.canParse(whole) && whole.length <= 2048 ? new URL(whole).href : undefined;
}

const phoneOf = (text: string): string | undefined => {
  const [first = ''] = text.split(/[;/,]|\bou\b/);
  const clean = first.replace(/[^\d+(). ]/g, '').trim();
  return clean.replace(/\D/g, '').length >= 9 && clean.length <= 40 ? clean : undefined;
};

const keyOf = (name: string, raw: RawPlace): string =>
  [name, raw.addressLine, raw.postcode, raw.commune].filter(Boolean).join('|').toLowerCase();
