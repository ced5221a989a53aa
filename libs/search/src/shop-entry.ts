import { type Territory, tradeByCode } from '#libs/territory';
import { cellMarkers } from './geo-cells.js';
import type { ListedPlace } from './listing.js';

/** A shop's row as the index reads it. */
export interface ShopRow {
  shop_id: string;
  slug: string | null;
  state: string;
  trade: string;
  initiative_id: string | null;
  commune_insee: string;
  lat: number | null;
  lon: number | null;
}

/** What the index adds to a shop's own columns. */
export interface ShopEntry {
  shop_id: string;
  trade_label: string;
  trade_words: string;
  commune_name: string;
  lat: number | null;
  lon: number | null;
  markers: string[];
}

const VISIBLE = new Set(['provisioned', 'claimed', 'open', 'paused']);

/** What people call the shop itself, where the label of its trade says something else. */
const ALSO_CALLED: Record<string, string> = {
  artisanat: 'artisan créateur atelier',
  auto: 'garage',
  beaute: 'parfumerie institut cosmétiques',
  bijoux: 'bijouterie bijoutier joaillerie horlogerie',
  boucherie: 'boucher charcutier',
  boulangerie: 'boulanger pâtissier pain gâteaux',
  bricolage: 'outillage droguerie',
  cave: 'caviste cave à vin',
  chaussures: 'chausseur cordonnerie',
  chocolat: 'chocolatier chocolaterie confiseur',
  culture: 'disquaire magasin de musique',
  epicerie: 'épicier alimentation générale',
  fleurs: 'fleuriste jardinerie',
  fromagerie: 'fromager crèmerie',
  jouets: 'magasin de jouets',
  livres: 'librairie libraire',
  maison: 'cadeaux vaisselle linge de maison',
  maroquinerie: 'maroquinier',
  mode: 'prêt-à-porter boutique de vêtements',
  occasion: 'brocante antiquaire dépôt-vente',
  optique: 'opticien lunettes',
  poissonnerie: 'poissonnier',
  'presse-papeterie': 'papeterie tabac journaux',
  primeur: 'maraîcher',
  producteur: 'ferme fermier',
  sante: 'pharmacie pharmacien',
  sport: 'magasin de sport cycles',
  traiteur: 'restaurant',
};

/** What `WRITE_PLACES` takes of a place of a feed. One without a commune has no place on the map. */
export function placeEntry(place: ListedPlace, territory: Territory) {
  const commune = place.communeInsee ? territory.commune(place.communeInsee) : null;
  const trade = place.trade ?? 'autres';
  const lat = place.lat ?? commune?.lat ?? null;
  const lon = place.lon ?? commune?.lon ?? null;
  const cells = lat === null || lon === null ? [] : cellMarkers({ lat, lon });
  return {
    shop_id: place.placeId,
    name: place.name,
    trade,
    trade_label: place.trade ? (tradeByCode(trade)?.labelFr ?? '') : '',
    also_called: ALSO_CALLED[trade] ?? '',
    commune_insee: commune?.insee ?? '',
    commune_name: commune?.name ?? '',
    lat,
    lon,
    address_line: place.addressLine,
    postcode: place.postcode,
    phone: place.phone,
    website: place.website,
    initiative_id: place.initiativeId,
    created_at: place.createdAt,
    markers: [
      'any=1',
      ...(commune ? [`commune=${commune.insee}`] : []),
      `trade=${trade}`,
      ...initiativeMarkers(place.initiativeId),
      ...cells,
    ],
  };
}

/** Null: the shop is not shown. */
export function shopEntry(row: ShopRow, territory: Territory): ShopEntry | null {
  if (!VISIBLE.has(row.state) || row.slug === null) return null;
  const commune = territory.commune(row.commune_insee);
  const lat = row.lat ?? commune?.lat ?? null;
  const lon = row.lon ?? commune?.lon ?? null;
  const cells = lat === null || lon === null ? [] : cellMarkers({ lat, lon });
  return {
    shop_id: row.shop_id,
    trade_label: tradeByCode(row.trade)?.labelFr ?? row.trade,
    trade_words: ALSO_CALLED[row.trade] ?? '',
    commune_name: commune?.name ?? row.commune_insee,
    lat,
    lon,
    markers: [
      'any=1',
      `commune=${row.commune_insee}`,
      `trade=${row.trade}`,
      ...initiativeMarkers(row.initiative_id),
      ...cells,
    ],
  };
}

const initiativeMarkers = (id: string | null): string[] => (id === null ? [] : [`initiative=${id}`]);
