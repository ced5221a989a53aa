import { foldText, readHeaderName } from '#libs/platform';
import { ColumnTable, type ColumnNames } from '../column-table.js';

/** Names of 1.4 to 8 and of thirty bees, those of files in French, Spanish, Italian and German, and those of the back office's list of products. */
const PRESTASHOP_COLUMNS = {
  id: ['product id', 'id', 'id produit', 'id_product'],
  active: [
    'active',
    'actif',
    'status',
    'etat',
    'statut',
    'enabled',
    'displayed',
    'affiche',
    'activo',
    'activado',
    'attivo',
    'aktiv',
  ],
  name: ['name', 'nom', 'nom du produit', 'nombre', 'nombre del producto', 'nome', 'nome del prodotto'],
  categories: ['categories', 'category', 'categorie', 'categorias', 'categoria', 'kategorien', 'kategorie'],
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
    'id regla de impuestos',
    'id de la regla de impuestos',
    'id de reglas de impuestos',
    'id regola tassa',
    'id regola tasse',
    'steuerregel-id',
    'id der steuerregel',
    'regle de taxes',
  ],
  wholesalePrice: [
    'wholesale price',
    'cost price',
    "prix d'achat",
    'prix de gros',
    'precio mayorista',
    'precio de coste',
    "prezzo all'ingrosso",
    'einkaufspreis',
  ],
  onSale: ['on sale', 'en solde', 'en promo', 'en oferta', 'in vendita', 'in saldo', 'im angebot'],
  discountAmount: [
    'discount amount',
    'montant de la remise',
    'montant de la reduction',
    'importe del descuento',
    'importo sconto',
    'rabattbetrag',
  ],
  discountPercent: [
    'discount percent',
    'pourcentage de remise',
    'pourcentage de la remise',
    'pourcentage de reduction',
    'porcentaje del descuento',
    'porcentaje de descuento',
    'percentuale sconto',
    'rabatt in prozent',
  ],
  discountFrom: [
    'discount from',
    'remise de',
    'remise valable du',
    'reduction de',
    'descuento desde',
    'sconto dal',
    'rabatt von',
  ],
  discountTo: [
    'discount to',
    'remise a',
    "remise valable jusqu'au",
    'reduction a',
    'descuento hasta',
    'sconto al',
    'rabatt bis',
  ],
  reference: [
    'reference #',
    'reference',
    'reference n°',
    'ref',
    'referencia',
    'referencia n°',
    'referencia no',
    'riferimento',
    'riferimento n.',
    'artikel-nr.',
  ],
  supplierReference: [
    'supplier reference #',
    'supplier reference',
    'reference fournisseur',
    'no de reference fournisseur',
    'no referencia proveedor',
    'referencia proveedor',
    'referencia del proveedor',
    'riferimento fornitore',
    'lieferanten-artikelnr.',
  ],
  brand: ['manufacturer', 'brand', 'marque', 'fabricant', 'marca', 'fabricante', 'marchio', 'produttore', 'hersteller'],
  ean: ['ean13', 'ean-13', 'ean 13', 'ean13, gtin, jan', 'gtin', 'code-barres ean-13'],
  isbn: ['isbn'],
  upc: ['upc', 'cup'],
  ecotax: ['ecotax', 'ecotaxe', 'ecoparticipation', 'ecotasa', 'ecotassa', 'okosteuer'],
  weight: ['weight', 'poids', 'package weight', 'peso', 'gewicht'],
  quantity: ['quantity', 'quantite', 'cantidad', 'quantita', 'menge'],
  minimalQuantity: ['minimal quantity', 'quantite minimale', 'cantidad minima', 'quantita minima', 'mindestmenge'],
  visibility: ['visibility', 'visibilite', 'visibilidad', 'visibilita', 'sichtbarkeit'],
  summary: [
    'summary',
    'short description',
    'recapitulatif',
    'resume',
    'description courte',
    'resumen',
    'descripcion corta',
    'riepilogo',
    'kurzbeschreibung',
  ],
  description: ['description', 'descripcion', 'descrizione', 'beschreibung'],
  tags: ['tags', 'etiquettes', 'mots-cles', 'etiquetas', 'tag'],
  urlRewritten: [
    'url rewritten',
    'rewritten url',
    'friendly url',
    'url reecrite',
    'url simplifiee',
    'url amigable',
    'url riscritto',
  ],
  orderable: [
    'available for order',
    'disponible a la vente',
    'disponible a la commande',
    'disponible para pedidos',
    "disponibile per l'ordine",
    'bestellbar',
  ],
  images: [
    'image urls',
    'image url',
    'url des images',
    "url de l'image",
    "url(s) d'image",
    "urls d'image",
    'urls de las imagenes',
    'url de imagenes',
    'url de la imagen',
    'url immagine',
    'url immagini',
    'bild-urls',
  ],
  imageAlts: ['image alt texts', 'textes alternatifs des images', "textes alternatifs de l'image"],
  outOfStock: ['out of stock action', 'out of stock', 'action en cas de rupture de stock', 'en cas de rupture'],
  virtual: ['virtual product', 'produit virtuel', 'produit dematerialise'],
  image: ['image', 'photo', 'imagen', 'immagine', 'bild'],
} as const satisfies ColumnNames<string>;

export type PrestashopField = keyof typeof PRESTASHOP_COLUMNS;

/** What the titles of a price column say of the tax. */
const WITHOUT_TAX =
  /\b(tax excl|tax excluded|ht|hors tax|pre-tax|without tax|base price|prix de base|impuestos? excluidos?|sin impuestos|sin iva|tasse escluse|iva esclusa|zzgl|netto|ohne (mwst|steuer))/;
const WITH_TAX =
  /\b(tax incl|tax included|ttc|taxes? comprises?|final price|prix final|with tax|incluidos?|con impuestos|con iva|tasse incluse|iva inclusa|inkl|brutto)/;
const TITLES_OF_A_PRICE =
  /^((retail |base |final )?price|prix|precio|prezzo|preis)\b(?! de gros| d'achat| unitaire| mayorista| de coste| all'ingrosso| unitario)/;

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
