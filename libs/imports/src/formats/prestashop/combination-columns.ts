import { ColumnTable, type ColumnNames } from '../column-table.js';

/** Names of 1.4 to 8 and of thirty bees, and the French ones of translated files. */
const COMBINATION_COLUMNS = {
  productId: [
    'product id',
    'id produit',
    'id product',
    'id_product',
    'identifiant produit',
    'identifiant du produit',
    'id producto',
    'id del producto',
    'id prodotto',
    'produkt-id',
    'id',
  ],
  productReference: [
    'product reference',
    'reference produit',
    'reference du produit',
    'referencia del producto',
    'riferimento prodotto',
  ],
  attributes: [
    'attribute',
    'attribut',
    'attributs',
    'attributes',
    'atributo',
    'atributos',
    'attributo',
    'attribute name',
  ],
  values: ['value', 'valeur', 'valeurs', 'values', 'valor', 'valores', 'valore', 'wert'],
  pairs: ['options'],
  reference: ['reference', 'referencia', 'riferimento', 'artikel-nr.'],
  supplierReference: ['supplier reference', 'reference fournisseur'],
  ean: ['ean13', 'ean-13', 'ean 13', 'gtin', 'ean13, gtin, jan'],
  isbn: ['isbn'],
  upc: ['upc', 'cup'],
  wholesalePrice: ['wholesale price', 'prix de gros', "prix d'achat", 'cost price'],
  impact: [
    'impact on price',
    'impact sur le prix',
    'price',
    'prix',
    'impacto en el precio',
    'impacto sobre el precio',
    'impatto sul prezzo',
    'preisauswirkung',
  ],
  ecotax: ['ecotax', 'ecotaxe'],
  quantity: ['quantity', 'quantite', 'cantidad', 'quantita', 'menge'],
  minimalQuantity: ['minimal quantity', 'quantite minimale'],
  impactWeight: [
    'impact on weight',
    'impact sur le poids',
    'weight',
    'poids',
    'impacto en el peso',
    'impatto sul peso',
  ],
  images: ['image urls', 'image url', 'url des images', "url de l'image", "url(s) d'image"],
} as const satisfies ColumnNames<string>;

export type CombinationField = keyof typeof COMBINATION_COLUMNS;

export class CombinationColumns extends ColumnTable<CombinationField> {
  constructor(header: readonly string[]) {
    super(COMBINATION_COLUMNS, header);
  }

  /** Whether the header is one of combinations: whose they are, and what tells them apart. */
  get areThere(): boolean {
    const whose = this.has('productId') || this.has('productReference');
    return whose && (this.has('pairs') || (this.has('attributes') && this.has('values')));
  }
}
