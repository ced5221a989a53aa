import type {
  BasketView,
  CategoryView,
  CheckoutView,
  ErrorView,
  HomeView,
  OrderView,
  PageView,
  PresenceView,
  ProductCard,
  ProductView,
  View,
} from '#libs/themes';
import { filtered, nothingFound, productGone, withOptions } from './selling-cases.js';

/** The views of a theme's previews, by template. */
interface Views {
  home: HomeView;
  category: CategoryView;
  product: ProductView;
  basket: BasketView;
  checkout: CheckoutView;
  order: OrderView;
  page: PageView;
  presence: PresenceView;
  error: ErrorView;
}

type Cases = { [T in keyof Views]: Record<string, (view: Views[T]) => Views[T]> };

const LONG_SHOP = 'La Petite Fabrique des Merveilles Oubliées de la Vallée de l’Indre et de ses Affluents';
const LONG_PLACE = 'Saint-Germain-de-la-Coudre-et-Saint-Hippolyte';
const LONG_WORD = 'Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz';
const LONG_PRODUCT = `Coffret ${LONG_WORD} de dégustation, douze pièces assorties dans leur boîte en bois gravée à la main`;
const LONG_LABEL = 'À retirer samedi 19 décembre dès 14 h 30, sur rendez-vous, à la porte de l’atelier';
const CLOSED = 'Fermée au public par arrêté jusqu’au 15 décembre : retirez vos commandes à la porte, 12 rue Balzac.';
const PAUSED = 'En congés jusqu’au 30 novembre. Vous pourrez de nouveau réserver le mardi 1er décembre.';

/** With another shop around it. */
const inShop = <V extends View>(
  view: V,
  shop: Partial<View['frame']['shop']>,
  frame: Partial<View['frame']> = {},
): V => ({
  ...view,
  frame: { ...view.frame, ...frame, shop: { ...view.frame.shop, ...shop } },
});

const withLongShop = <V extends View>(view: V): V =>
  inShop(view, {
    name: LONG_SHOP,
    commune: LONG_PLACE,
    tradeLabel: 'Réparation d’ordinateurs et d’équipements de communication',
    email: 'la-petite-fabrique-des-merveilles-oubliees@boutiques-du-val.example',
    addressLines: ['Centre commercial des Grands Moulins de la Vallée', '1248 bis avenue du Général de Gaulle'],
  });

const withoutPhoto = <T extends { photo?: unknown }>(items: T[]): T[] =>
  items.map((item) => ({ ...item, photo: null }));

const withLongName = (card: ProductCard, at: number): ProductCard =>
  at % 2 === 0
    ? {
        ...card,
        name: LONG_PRODUCT,
        price: 1_234_567,
        compareAt: 2_345_678,
        availability: { ...card.availability, label: LONG_LABEL },
      }
    : card;

/** As a shop of 500 products has it, in the middle of the list. */
const page = (number: number) => ({
  number,
  url: number ? `/produits?page=${number}` : null,
  isCurrent: number === 10,
});
const MANY_PAGES = {
  page: 10,
  pageCount: 21,
  previousUrl: '/produits?page=9',
  nextUrl: '/produits?page=11',
  pages: [1, 0, 9, 10, 11, 0, 21].map(page),
};

const repeated = (cards: ProductCard[], count: number): ProductCard[] =>
  Array.from({ length: count }, (_, at) => ({ ...cards[at % cards.length]!, id: `p${at}` }));

/** The home page with other products in its rows; `types` are the sections that stay. */
const withRows = (view: HomeView, change: (cards: ProductCard[]) => ProductCard[], types?: string[]): HomeView => ({
  ...view,
  sections: view.sections
    .filter(({ type }) => !types || types.includes(type))
    .map((section) => ({ ...section, products: change(section.products) })),
});
const BARE = ['hero', 'products', 'visit'];

/** What a theme meets in real shops beyond its own previews: `home` of a shop with one product, a name without end... */
const CASES: Cases = {
  home: {
    long: (view) => withRows(withLongShop(view), (cards) => cards.map(withLongName)),
    bare: (view) => {
      const bare = {
        tagline: null,
        description: null,
        cover: null,
        phone: null,
        email: null,
        hours: [],
        hoursToday: null,
      };
      return { ...withRows(inShop(view, bare), withoutPhoto, BARE), nextPickup: null };
    },
    one: (view) => ({ ...withRows(view, (cards) => cards.slice(0, 1), BARE), productCount: 1 }),
    empty: (view) => ({ ...withRows(view, () => [], BARE), productCount: 0, nextPickup: null }),
    paused: (view) => ({ ...inShop(view, { state: 'paused', bannerText: PAUSED }), nextPickup: null }),
    closure: (view) => inShop(view, { bannerText: CLOSED, pickupPoint: 'À la porte, 12 rue Balzac' }),
  },
  category: {
    long: (view) => ({
      ...withLongShop(view),
      title: `Recherche « ${LONG_WORD} »`,
      query: LONG_WORD,
      products: view.products.map(withLongName),
    }),
    bare: (view) => ({ ...view, products: withoutPhoto(view.products) }),
    filtered,
    none: nothingFound,
    one: (view) => ({ ...view, products: view.products.slice(0, 1), total: 1, categories: [] }),
    many: (view) => ({
      ...view,
      products: repeated(view.products, 24),
      total: 500,
      pager: MANY_PAGES,
      categories: Array.from({ length: 14 }, (_, at) => ({
        label: `Rayon de saison ${at}`,
        url: `/produits?rayon=${at}`,
        count: 500 - at * 31,
        isCurrent: at === 1,
      })),
    }),
  },
  product: {
    long: (view) => ({
      ...withLongShop(view),
      name: LONG_PRODUCT,
      price: 1_234_567,
      compareAt: 2_345_678,
      unitPrice: '123 456,78 € les 100 grammes',
      variants: view.variants.map((variant) => ({
        ...variant,
        label: `${variant.label}, ${LONG_WORD}`,
        price: 1_234_567,
      })),
      similar: view.similar.map(withLongName),
    }),
    bare: (view) => ({
      ...view,
      photos: [],
      descriptionHtml: null,
      facts: [],
      similar: [],
      variants: view.variants.slice(0, 1),
    }),
    one: (view) => ({
      ...view,
      photos: view.photos.slice(0, 1),
      variants: view.variants.slice(0, 1),
      similar: withoutPhoto(view.similar),
    }),
    options: withOptions,
    paused: (view) => ({
      ...inShop(view, { state: 'paused', bannerText: PAUSED }),
      orderable: false,
      availability: { state: 'on_order', label: 'Réservations suspendues' },
      collectableLabel: 'Réservations suspendues',
      notOrderableText: 'La boutique ne prend pas de réservation en ce moment.',
    }),
  },
  basket: {
    long: (view) => ({
      ...withLongShop(view),
      lines: view.lines.map((line) => ({
        ...line,
        name: LONG_PRODUCT,
        unitPrice: 1_234_567,
        total: 2_469_134,
        photo: null,
      })),
    }),
  },
  checkout: {
    long: (view) => ({
      ...withLongShop(view),
      lines: view.lines.map((line) => ({ ...line, name: LONG_PRODUCT, total: 2_469_134 })),
    }),
  },
  order: {
    cancelled: (view) => ({
      ...view,
      status: 'cancelled',
      statusLabel: 'Commande annulée',
      statusText: 'Le stock a été rendu. Rien ne vous sera demandé.',
      tone: 'info',
      pickupCode: null,
      qr: null,
      calendarUrl: null,
      cancelUrl: null,
    }),
    long: (view) => ({
      ...withLongShop(view),
      customerName: `Marie-Antoinette ${LONG_WORD}`,
      lines: view.lines.map((line) => ({ ...line, name: LONG_PRODUCT, total: 2_469_134 })),
    }),
  },
  page: {
    long: (view) => ({
      ...withLongShop(view),
      html: `<h2>${LONG_PRODUCT}</h2><p>${LONG_WORD.repeat(3)}</p>${view.html}`,
    }),
    legal: (view) => ({
      ...view,
      kind: 'legal',
      title: 'Mentions légales',
      showContact: false,
      html: view.html.repeat(4),
    }),
  },
  presence: {
    known: (view) =>
      inShop(view, {
        phone: '0254370000',
        website: 'https://www.example.org/',
        hoursToday: 'Ouvert jusqu’à 19 h',
        isOpenNow: true,
        hours: WEEK,
      }),
    long: (view) => withLongShop(view),
  },
  error: {
    gone: productGone,
    forbidden: (view) => ({
      ...view,
      status: 403,
      title: 'Accès refusé',
      text: 'Ouvrez la page depuis la boutique elle-même.',
      requestId: 'req-7f3k-91xp',
    }),
  },
};

const WEEK = ['Lundi', 'Mardi', 'Mercredi', 'Jeudi', 'Vendredi', 'Samedi', 'Dimanche'].map((label, at) => ({
  day: at + 1,
  label,
  isToday: at === 1,
  intervals:
    at === 0 || at === 6
      ? []
      : [
          { opens: '09:00', closes: '12:30' },
          { opens: '14:00', closes: '19:00' },
        ],
}));

/** Further views made from a theme's own previews, by name: `home-long`, `category-many`... A preview of that name stays. */
export function previewCases(models: Map<string, View>): [name: string, model: View][] {
  return Object.entries<Record<string, (view: never) => View>>(CASES).flatMap(([template, cases]) =>
    Object.entries(cases)
      .filter(([name]) => !models.has(`${template}-${name}`))
      .map(([name, change]): [string, View] => [`${template}-${name}`, change(models.get(template) as never)]),
  );
}
