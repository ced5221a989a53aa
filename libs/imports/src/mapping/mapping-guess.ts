import { distinctNames, foldText, readHeaderName } from '#libs/platform';
import { type MappedField, type ProductMapping, SEVERAL } from './product-mapping.js';

/** Names of columns, folded and parted by `|`, that tell a field: the whole name, or what it begins with. The surest fields first. */
const WORDS: Partial<Record<MappedField, string>> = {
  ean:
    'ean|ean13|ean 13|ean8|gtin|code barre|code barres|codebarre|codebarres|code a barres|barcode|' +
    'bar code|upc|isbn|gencod|gencode',
  salePrice:
    'prix promo|prix promotionnel|prix solde|prix remise|tarif promo|sale price|special price|promo|' +
    'discount price',
  vat: 'tva|taux tva|taux de tva|% tva|vat|vat rate|tax rate|tax|taxe',
  price:
    'prix ttc|prix de vente ttc|pv ttc|pvttc|tarif ttc|prix|prix de vente|prix vente|prix public|' +
    'prix unitaire|prix ht|pv ht|pv|pu ttc|pu|tarif|montant|price|selling price|unit price|' +
    'retail price|amount',
  stock:
    'stock|stock disponible|stock actuel|quantite|quantite en stock|qte|qte stock|en stock|quantity|' +
    'qty|inventory|on hand',
  group: 'reference parent|ref parent|parent|parent sku|groupe|reference modele|group id|item group id|style',
  sku:
    'sku|ugs|reference|ref|reference article|code article|code produit|code|code interne|identifiant|' +
    'id|item number|product code|part number',
  name:
    "nom|nom du produit|nom produit|nom de l'article|titre|designation|libelle|intitule|produit|" +
    'article|name|product name|title|item name|item|product',
  description:
    'description|descriptif|description longue|description courte|details|texte|resume|presentation|' +
    'body|long description|short description',
  category:
    'categorie|categories|rayon|famille|sous categorie|sous famille|category|department|' +
    'main category|collection|type de produit|product type',
  brand: 'marque|marques|fabricant|brand|brands|manufacturer|vendor|editeur|producteur|createur',
  photos:
    'photo|photos|image|images|image url|images url|url image|url photo|lien photo|lien image|' +
    'photo url|visuel|visuels|picture|pictures|image link',
  option:
    'taille|tailles|pointure|couleur|coloris|declinaison|variante|contenance|conditionnement|parfum|' +
    'size|color|colour|variant|option',
};
const WITHOUT_TAX = /\bht\b|hors taxe|excl\w*\s+(of\s+)?tax|tax excl|without tax|ex vat|excl vat/;
const WEIGHT = /^(poids|poids net|poids brut|weight|grammage)\b/;

const plain = (text: string): string =>
  foldText(text)
    .replace(/[_./-]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

/** What the columns seem to be, by their names in French and English. */
export function guessMapping(header: readonly string[]): ProductMapping {
  const names = distinctNames(header);
  const keys = header.map((name) => plain(readHeaderName(name).key).replace(/ (fr|en|uk)$/, ''));
  const columns: ProductMapping['columns'] = {};
  const taken = new Set<number>();
  const take = (field: MappedField, index: number): void => {
    taken.add(index);
    (columns[field] ??= []).push(names[index] ?? '');
  };
  const wishes = [sameName, beginsWith].flatMap((isSame) =>
    Object.entries(WORDS).flatMap(([field, words]) =>
      columnsFor(keys, words.split('|'), isSame).map((index) => ({ field: field as MappedField, index })),
    ),
  );
  for (const { field, index } of wishes) {
    const isFree = !taken.has(index) && (columns[field]?.length ?? 0) < (SEVERAL[field] ?? 1);
    if (isFree) take(field, index);
  }
  const weight = keys.findIndex((key, i) => WEIGHT.test(key) && !taken.has(i));
  const unit = weight < 0 ? null : unitOf(header[weight] ?? '');
  if (unit) take(unit === 'kg' ? 'weightKg' : 'weight', weight);
  return { columns, priceIncludesTax: includesTax(columns.price?.[0] ?? '') };
}

/** Whether the prices of a column of this name are taken to include tax: all are that do not say otherwise. */
export const includesTax = (column: string): boolean => !WITHOUT_TAX.test(foldText(column).replace(/[_()./-]+/g, ' '));

type Likeness = (key: string, word: string) => boolean;
const sameName: Likeness = (key, word) => key === word || key.replace(/ ?\d+$/, '') === word;
const beginsWith: Likeness = (key, word) => key.startsWith(`${word} `);

/** In the order of the words, for the first ones are the surest. */
const columnsFor = (keys: string[], words: string[], isSame: Likeness): number[] =>
  words.flatMap((word) => keys.flatMap((key, i) => (key !== '' && isSame(key, word) ? [i] : [])));

const unitOf = (name: string): string | null => /\b(kg|g)\b/.exec(foldText(name).replace(/_/g, ' '))?.[1] ?? null;
