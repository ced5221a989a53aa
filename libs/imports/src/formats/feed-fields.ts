import { squeezeName } from '../sources/feed-columns.js';
import { ColumnTable, type ColumnNames } from './column-table.js';

/** Attributes of Google Merchant and of Facebook's catalogue as `squeezeName` writes them, then Google's French names. */
const FEED_NAMES = {
  id: ['id', 'identifiant', 'retailerid'],
  group: ['itemgroupid', 'identifiantdugroupe', 'iddegroupe', 'retailerproductgroupid'],
  title: ['title', 'name', 'titre'],
  description: ['description', 'richtextdescription'],
  link: ['link', 'lien', 'url'],
  image: ['imagelink', 'image[0].url', 'imageurl', 'lienimage', 'lienverslimage', "lienversl'image"],
  moreImages: ['additionalimagelink', 'additionalimageurls', 'lienimagesupplementaire'],
  availability: ['availability', 'disponibilite'],
  quantity: ['quantity', 'quantitytosellonfacebook', 'sellongooglequantity', 'inventory', 'quantite'],
  price: ['price', 'prix'],
  salePrice: ['saleprice', 'prixsolde', 'prixpromotionnel'],
  saleDates: ['salepriceeffectivedate', 'periodedevaliditeduprixsolde'],
  brand: ['brand', 'marque'],
  gtin: ['gtin', 'ean', 'codegtin'],
  googleCategory: ['googleproductcategory', 'categoriedeproduitsgoogle', 'categoriegoogle'],
  type: ['producttype', 'categoriedeproduit', 'typedeproduit'],
  condition: ['condition', 'etat'],
  size: ['size', 'taille'],
  color: ['color', 'colour', 'couleur'],
  material: ['material', 'matiere', 'materiau'],
  pattern: ['pattern', 'motif'],
  otherOptions: ['additionalvariantattribute', 'additionalvariantattributes'],
  weight: ['productweight', 'poidsduproduit'],
  parcelWeight: ['shippingweight', 'poidsducolis'],
  status: ['status', 'visibility'],
} as const satisfies ColumnNames<string>;

export type FeedField = keyof typeof FEED_NAMES;
export type FeedTable = ColumnTable<FeedField>;

const squeezed = (header: readonly string[]): string[] =>
  header.map((name) => squeezeName(name.normalize('NFD').replace(/\p{M}/gu, '')));

export const feedTable = (header: readonly string[]): FeedTable =>
  new ColumnTable<FeedField>(FEED_NAMES, squeezed(header));

/** Where each row's product is shown, as the row says; empty when it does not. */
export function productLink(header: readonly string[]): (cells: readonly string[]) => string {
  const columns = feedTable(header);
  return (cells) => columns.text(cells, 'link');
}

const TELLING: FeedField[] = ['link', 'image', 'availability', 'gtin', 'googleCategory', 'group', 'condition'];
const FACEBOOK =
  /^(fbproductcategory|quantitytosellonfacebook|richtextdescription|(image|video)\[0\]\.|override|retailer)/;

/** How surely the header is a product feed's: it needs `id`, `title`, `price` and two more of a feed's own columns. */
export function feedRecognition(header: readonly string[]): number {
  const columns = feedTable(header);
  const found = TELLING.filter((field) => columns.has(field)).length;
  if (!(['id', 'title', 'price'] as const).every((field) => columns.has(field)) || found < 2) return 0;
  return 0.7 + 0.2 * (found / TELLING.length);
}

/** Whether a column stands there that only Facebook's catalogue has. */
export const hasFacebookColumns = (header: readonly string[]): boolean =>
  squeezed(header).some((name) => FACEBOOK.test(name));
