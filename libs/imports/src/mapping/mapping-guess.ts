import { distinctNames, foldText } from '#libs/platform';
import { guessColumns } from './column-mapping.js';
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

/** What the columns seem to be, by their names in French and English. */
export function guessMapping(header: readonly string[]): ProductMapping {
  const columns = guessColumns(header, WORDS, SEVERAL);
  const names = distinctNames(header);
  const taken = new Set(Object.values(columns).flat());
  const weight = header.findIndex((name, i) => WEIGHT.test(foldText(name).replace(/_/g, ' ')) && !taken.has(names[i]!));
  const unit = weight < 0 ? null : unitOf(header[weight] ?? '');
  if (unit) columns[unit === 'kg' ? 'weightKg' : 'weight'] = [names[weight]!];
  return { columns, priceIncludesTax: includesTax(columns.price?.[0] ?? '') };
}

/** Whether the prices of a column of this name are taken to include tax: all are that do not say otherwise. */
export const includesTax = (column: string): boolean => !WITHOUT_TAX.test(foldText(column).replace(/[_()./-]+/g, ' '));

const unitOf = (name: string): string | null => /\b(kg|g)\b/.exec(foldText(name).replace(/_/g, ' '))?.[1] ?? null;
