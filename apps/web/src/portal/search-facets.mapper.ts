import type { SearchAnswer } from '#libs/search';
import { tradeByCode } from '#libs/territory';
import { say, sayPlural } from './portal-sentences.js';
import { hasPlace, hereOf, type SearchAddress, searchUrl } from './search-address.js';
import { facetFilters, type Filter, numbers } from './search-page.mapper.js';

/** One way to narrow the results: links with how many results each leaves. */
interface Facet {
  title: string;
  filters: Filter[];
}

/** A choice that was made, and the address without it. */
interface Chosen {
  label: string;
  url: string;
}

const PICKUPS = { aujourdhui: 'today', demain: 'tomorrow' } as const;
const HOURS = [10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20];
const EURO = 100;

/** What `search.hbs` shows beside the results. `place` is what distances are measured from. */
export function searchFacets(address: SearchAddress, answer: SearchAnswer, place: string | null) {
  const chosen = chosenFilters(address, place, answer);
  const facets = [
    pickupFacet(address, answer),
    openFacet(address, answer),
    ...(hasPlace(address) && (place || hereOf(address)) ? [distanceFacet(address, answer)] : []),
    priceFacet(address, answer),
    { title: say('search.trade.title'), filters: facetFilters(address, 'metier', answer.facets.category) },
    { title: say('search.commune.title'), filters: facetFilters(address, 'commune', answer.facets.commune) },
    kindFacet(address),
  ];
  return {
    facets: facets.filter(({ filters }) => filters.length > 0),
    chosen,
    clearUrl: chosen.length > 1 ? searchUrl({ ...address, ...NONE, pres: '', ici: undefined }) : null,
    filterLabel: sayPlural('search.filters', chosen.length, { number: chosen.length }),
    hours: [
      { value: '', label: say('search.pickup.any_hour'), isSelected: address.avant === undefined },
      ...HOURS.map((hour) => ({
        value: hour,
        label: say('search.pickup.before', { hour }),
        isSelected: address.avant === hour,
      })),
    ],
    kept: keptBesides(address, ['avant', 'page']),
  };
}

/** No filter at all. */
export const NONE = {
  metier: undefined,
  commune: undefined,
  type: undefined,
  retrait: undefined,
  avant: undefined,
  prix: undefined,
  ouvert: undefined,
} as const;

const filter = (label: string, url: string, isCurrent: boolean, count: number | null): Filter => ({
  label,
  url,
  isCurrent,
  count: count === null ? null : numbers.format(count),
});

const pickupFacet = (address: SearchAddress, { facets }: SearchAnswer): Facet => ({
  title: say('search.pickup.title'),
  filters: (['aujourdhui', 'demain'] as const).map((when) => {
    const isCurrent = address.retrait === when;
    const url = searchUrl(address, { retrait: isCurrent ? undefined : when, avant: undefined });
    return filter(say(`search.retrait.${when}`), url, isCurrent, facets.pickup[PICKUPS[when]]);
  }),
});

function openFacet(address: SearchAddress, { facets }: SearchAnswer): Facet {
  const isCurrent = address.ouvert === '1';
  const url = searchUrl(address, { ouvert: isCurrent ? undefined : '1' });
  return { title: say('search.open.title'), filters: [filter(say('search.open.now'), url, isCurrent, facets.openNow)] };
}

function priceFacet(address: SearchAddress, { facets }: SearchAnswer): Facet {
  const bands = facets.price.map(({ from, below, count }) => {
    const value = `${from / EURO}-${below === null ? '' : below / EURO}`;
    return { value, label: priceLabel(value), count };
  });
  const own = address.prix !== undefined && !bands.some(({ value }) => value === address.prix);
  const all = own
    ? [...bands, { value: address.prix ?? '', label: priceLabel(address.prix ?? ''), count: null }]
    : bands;
  const shown = all.filter(({ value, count }) => count !== 0 || value === address.prix);
  return {
    title: say('search.price.title'),
    filters: shown.map(({ value, label, count }) => {
      const isCurrent = value === address.prix;
      return filter(label, searchUrl(address, { prix: isCurrent ? undefined : value }), isCurrent, count);
    }),
  };
}

function priceLabel(value: string): string {
  const [from = '0', to = ''] = value.split('-');
  if (to === '') return say('search.price.above', { from });
  return from === '0' ? say('search.price.below', { to }) : say('search.price.between', { from, to });
}

const distanceFacet = (address: SearchAddress, { facets }: SearchAnswer): Facet => ({
  title: say('search.distance.title'),
  filters: [5, 10, 20, 50, 100].map((km) => {
    const count = facets.distance.find((each) => each.km === km)?.count ?? null;
    const url = searchUrl(address, { rayon: km });
    return filter(say('search.radius', { km }), url, address.rayon === km, km <= address.rayon ? (count ?? 0) : null);
  }),
});

const kindFacet = (address: SearchAddress): Facet => ({
  title: say('search.kind.title'),
  filters: (['produits', 'boutiques', 'annonces'] as const).map((kind) => {
    const isCurrent = address.type === kind;
    return filter(
      say(`search.type.${kind}`),
      searchUrl(address, { type: isCurrent ? undefined : kind }),
      isCurrent,
      null,
    );
  }),
});

function chosenFilters(address: SearchAddress, place: string | null, { facets }: SearchAnswer): Chosen[] {
  const { retrait, avant, metier, commune, type, prix, ouvert, rayon } = address;
  const when = retrait === 'demain' ? 'tomorrow' : 'today';
  const pickup =
    avant === undefined
      ? retrait && say(`search.pickup.${retrait}`)
      : say(`search.pickup.before_${when}`, { hour: avant });
  const made: [string | false | null | undefined, Partial<SearchAddress>][] = [
    [address.pres !== '' && place !== null && say('search.near', { km: rayon, place }), { pres: '' }],
    [hereOf(address) && say('search.around_you', { km: rayon }), { ici: undefined }],
    [pickup, { retrait: undefined, avant: undefined }],
    [ouvert && say('search.open.now'), { ouvert: undefined }],
    [prix && priceLabel(prix), { prix: undefined }],
    [metier && (tradeByCode(metier)?.labelFr ?? metier), { metier: undefined }],
    [commune && (facets.commune.find(({ value }) => value === commune)?.label ?? commune), { commune: undefined }],
    [type && say(`search.type.${type}`), { type: undefined }],
  ];
  return made.flatMap(([label, without]) => (label ? [{ label, url: searchUrl(address, without) }] : []));
}

/** The rest of the address, for a form that changes one part of it. */
function keptBesides(address: SearchAddress, changed: string[]): { name: string; value: string }[] {
  const query = searchUrl(address).split('?')[1] ?? '';
  return [...new URLSearchParams(query)].flatMap(([name, value]) => (changed.includes(name) ? [] : [{ name, value }]));
}
