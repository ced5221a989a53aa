import { foldText, readHeaderName } from '#libs/platform';
import { ColumnTable, type ColumnNames } from '../column-table.js';

/** Names of 1.4 to 8 and of thirty bees, the French ones of translated files, and those of the back office's list of products. */
const PRESTASHOP_COLUMNS = {
  id: ['product id', 'id', 'id produit', 'id_product'],
  active: ['active', 'actif', 'status', 'etat', 'statut', 'enabled', 'displayed', 'affiche'],
  name: ['name', 'nom', 'nom du produit'],
  categories: ['categories', 'category', 'categorie'],
  netPrice: [],
  grossPrice: [],
  eitherPrice: [],
  taxRule: [
    'tax rules id',
    'tax rule id',
    'id_tax_rules_group',
    'regle de taxes id',
    'regles de taxes',
    'id regle de taxes',
    'id de la regle de taxe',
    'id regle de taxe',
    'regle de taxes',
  ],
  wholesalePrice: ['wholesale price', 'cost price', "prix d'achat", 'prix de gros'],
  onSale: ['on sale', 'en solde', 'en promo'],
  discountAmount: ['discount amount', 'montant de la remise', 'montant de la reduction'],
  discountPercent: [
    'discount percent',
    'pourcentage de remise',
    'pourcentage de la remise',
    'pourcentage de reduction',
  ],
  discountFrom: ['discount from', 'remise de', 'remise valable du', 'reduction de'],
  discountTo: ['discount to', 'remise a', "remise valable jusqu'au", 'reduction a'],
  reference: ['reference #', 'reference', 'reference n°', 'ref'],
  supplierReference: [
    'supplier reference #',
    'supplier reference',
    'reference fournisseur',
    'no de reference fournisseur',
  ],
  brand: ['manufacturer', 'brand', 'marque', 'fabricant'],
  ean: ['ean13', 'ean-13', 'ean 13', 'ean13, gtin, jan', 'gtin', 'code-barres ean-13'],
  isbn: ['isbn'],
  upc: ['upc', 'cup'],
  ecotax: ['ecotax', 'ecotaxe', 'ecoparticipation'],
  weight: ['weight', 'poids', 'package weight'],
  quantity: ['quantity', 'quantite'],
  minimalQuantity: ['minimal quantity', 'quantite minimale'],
  visibility: ['visibility', 'visibilite'],
  summary: ['summary', 'short description', 'recapitulatif', 'resume', 'description courte'],
  description: ['description'],
  tags: ['tags', 'etiquettes', 'mots-cles'],
  urlRewritten: ['url rewritten', 'rewritten url', 'friendly url', 'url reecrite', 'url simplifiee'],
  orderable: ['available for order', 'disponible a la vente', 'disponible a la commande'],
  images: ['image urls', 'image url', 'url des images', "url de l'image", "url(s) d'image", "urls d'image"],
  imageAlts: ['image alt texts', 'textes alternatifs des images', "textes alternatifs de l'image"],
  outOfStock: ['out of stock action', 'out of stock', 'action en cas de rupture de stock', 'en cas de rupture'],
  virtual: ['virtual product', 'produit virtuel', 'produit dematerialise'],
  image: ['image', 'photo'],
} as const satisfies ColumnNames<string>;

export type PrestashopField = keyof typeof PRESTASHOP_COLUMNS;

/** What the titles of a price column say of the tax. */
const WITHOUT_TAX = /\b(tax excl|tax excluded|ht|hors tax|pre-tax|without tax|base price|prix de base)/;
const WITH_TAX = /\b(tax incl|tax included|ttc|taxes? comprises?|final price|prix final|with tax)/;
const TITLES_OF_A_PRICE = /^((retail |base |final )?price|prix)\b(?! de gros| d'achat| unitaire)/;

export class PrestashopColumns extends ColumnTable<PrestashopField> {
  /** Indexes of the columns of features. */
  readonly features: number[];

  constructor(private readonly header: readonly string[]) {
    super(PRESTASHOP_COLUMNS, header);
    const titles = header.map(foldText);
    titles.forEach((title, index) => {
      const field = TITLES_OF_A_PRICE.test(title) ? priceField(title) : null;
      if (field && !this.has(field)) this.use(field, index, readHeaderName(header[index] ?? '').hint ?? '');
    });
    this.features = titles.flatMap((title, i) => (/^(feature|caracteristique)\b/.test(title) ? [i] : []));
  }

  titleOf(index: number): string {
    return this.header[index] ?? '';
  }
}

function priceField(title: string): PrestashopField {
  const isWithout = WITHOUT_TAX.test(title);
  const isWith = WITH_TAX.test(title);
  if (isWithout && isWith) return 'eitherPrice';
  return isWith ? 'grossPrice' : 'netPrice';
}
