import type { CategoryView, ErrorView, ProductView } from '#libs/themes';

const link = (label: string, url: string) => ({ label, url });
const value = (text: string, isSelected: boolean, note: string | null = null, isPossible = true) => ({
  value: text,
  isSelected,
  isPossible,
  note,
});

/** A product with two options whose combination is sold out. */
export const withOptions = (view: ProductView): ProductView => ({
  ...view,
  optionNames: ['Taille', 'Couleur'],
  options: [
    {
      name: 'Taille',
      field: 'o1',
      values: [value('S', false, 'pas en Bleu nuit', false), value('M', true, 'épuisé'), value('L', false)],
    },
    { name: 'Couleur', field: 'o2', values: [value('Rouge', false), value('Bleu nuit', true, 'épuisé')] },
  ],
  choice: {
    text: '« M, Bleu nuit » est épuisé pour le moment.',
    others: [
      link('L, Bleu nuit · 35,00 €', '/produits/x?variante=1'),
      link('M, Rouge · 32,00 €', '/produits/x?variante=2'),
    ],
  },
  availability: { label: 'Épuisé', state: 'soldout' },
  collectableLabel: 'Épuisé',
  canAdd: false,
  orderable: true,
  maxQuantity: 1,
});

/** A list that is narrowed by price and stock. */
export const filtered = (view: CategoryView): CategoryView => ({
  ...view,
  filters: {
    action: '/produits',
    kept: [{ name: 'tri', value: 'prix' }],
    priceMin: '10',
    priceMax: '49,90',
    inStock: true,
    pickups: [
      { value: '', label: 'Peu importe le jour', isSelected: false },
      { value: 'aujourdhui', label: 'Aujourd’hui', isSelected: true },
    ],
    isOn: true,
    chosen: [
      link('À partir de 10,00 €', '/produits?prix_max=49,90'),
      link('Jusqu’à 49,90 €', '/produits?prix_min=10'),
      link('En stock', '/produits'),
    ],
    clearUrl: '/produits',
  },
});

/** A search that found nothing. */
export const nothingFound = (view: CategoryView): CategoryView => ({
  ...filtered(view),
  query: 'xylophone',
  title: 'Résultats pour « xylophone »',
  products: [],
  total: 0,
  categories: [],
  instead: [
    link('Retirer les filtres', '/produits?q=xylophone'),
    link('Tous les produits', '/produits'),
    link('Chercher dans toute la région', 'https://exemple.fr/recherche?q=xylophone'),
  ],
  newest: view.products.slice(0, 4),
});

/** A product that is no more on sale, and others like it. */
export const productGone = (view: ErrorView): ErrorView => ({
  ...view,
  status: 410,
  title: 'Ce produit n’est plus en vente',
  text: '« Pivoines » n’est plus en vente dans cette boutique. Voici ce qui lui ressemble.',
  hasSearch: true,
  products: ['Tulipes de saison', 'Bouquet rond', 'Couronne de l’avent'].map((name, at) => ({
    id: `p${at}`,
    handle: `p${at}`,
    name,
    url: `/produits/p${at}`,
    price: 1250 + at * 700,
    fromPrice: false,
    photo: null,
    availability: { label: 'À retirer aujourd’hui dès 17 h', state: 'available' },
  })),
});
