import type { Availability, DayHours, Pager, ProductCard } from '#libs/themes';

const choices = [
  { value: 'ask', label: 'M’appeler', hint: 'La boutique vous téléphone.', icon: 'phone', isSelected: true },
  { value: 'replace', label: 'Remplacer par un équivalent', icon: 'repeat' },
  { value: 'drop', label: 'Laisser de côté', icon: 'x', isDisabled: true },
];

const availabilities: Availability[] = [
  { state: 'available', label: 'À retirer aujourd’hui dès 17\u00a0h' },
  { state: 'low', label: 'Plus que 2 en boutique' },
  { state: 'on_order', label: 'Sur commande, prêt en 3 jours' },
  { state: 'soldout', label: 'Épuisé' },
];

const products: ProductCard[] = availabilities.slice(0, 2).map((availability, i) => ({
  id: String(i),
  handle: `bouquet-${i}`,
  name: i === 0 ? 'Bouquet de saison' : 'Couronne de l’Avent',
  url: '#cartes',
  price: 2450,
  fromPrice: i === 1,
  compareAt: i === 0 ? 2900 : null,
  photo: null,
  availability,
}));

const hours: DayHours[] = ['Lundi', 'Mardi', 'Mercredi'].map((label, i) => ({
  day: i + 1,
  label,
  isToday: i === 1,
  intervals:
    i === 0
      ? []
      : [
          { opens: '09:00', closes: '12:30' },
          { opens: '14:00', closes: '19:00' },
        ],
}));

const slotDays = [
  {
    label: 'mardi 24 novembre',
    isOpen: true,
    slots: [
      { id: 'a', start: '2020-11-24T14:00', end: '2020-11-24T14:30', isSelected: true },
      { id: 'b', start: '2020-11-24T14:30', end: '2020-11-24T15:00', isFull: true },
      { id: 'c', start: '2020-11-24T15:00', end: '2020-11-24T15:30', hint: 'plus que 1' },
    ],
  },
];

const pager: Pager = {
  page: 2,
  pageCount: 9,
  previousUrl: '#pages',
  nextUrl: '#pages',
  pages: [
    { number: 1, url: '#pages', isCurrent: false },
    { number: 2, url: '#pages', isCurrent: true },
    { number: 3, url: null, isCurrent: false },
    { number: 9, url: '#pages', isCurrent: false },
  ],
};

const table = {
  columns: [{ label: 'Commande' }, { label: 'État' }, { label: 'Total', isNumber: true }],
  rows: [
    {
      cells: [
        { label: 'Commande', text: 'FM-12', url: '#tableaux' },
        { label: 'État', tag: { label: 'Prête', tone: 'success' } },
        { label: 'Total', money: 2450, isNumber: true },
      ],
    },
    {
      cells: [
        { label: 'Commande', text: 'FM-13', url: '#tableaux' },
        { label: 'État', tag: { label: 'À accepter', tone: 'warning' } },
        { label: 'Total', money: 990, isNumber: true },
      ],
    },
  ],
};

const steps = [
  { label: 'Panier', isDone: true, url: '#etapes' },
  { label: 'Créneau', isCurrent: true },
  { label: 'Vérifier' },
];

const timeline = [
  { label: 'Commande reçue', at: '2020-11-24T09:00:00Z', isDone: true, isCurrent: false },
  { label: 'En préparation', isDone: true, isCurrent: true },
  { label: 'À retirer', isDone: false, isCurrent: false },
];

/** Invented content for each component, in its states. */
export function componentSamples() {
  return {
    choices,
    availabilities,
    products,
    hours,
    slotDays,
    pager,
    table,
    steps,
    timeline,
    filters: [
      { label: 'Tout', url: '#filtres', isCurrent: true, count: 12 },
      { label: 'Fleurs', url: '#filtres', count: 8 },
      { label: 'Épicerie', url: '#filtres', count: 4 },
    ],
    sorts: [
      { value: 'near', label: 'Les plus proches', isSelected: true },
      { value: 'price', label: 'Les moins chers' },
    ],
    crumbs: [
      { label: 'Accueil', url: '#composants' },
      { label: 'Produits', url: '#composants' },
      { label: 'Bouquet de saison', url: '#composants', isCurrent: true },
    ],
    bars: [
      { label: 'Semaine 46', value: 42 },
      { label: 'Semaine 47', value: 87 },
      { label: 'Semaine 48', value: 120 },
    ],
    formErrors: [{ fieldId: 'sample-error', message: 'Écrivez une adresse e-mail complète.' }],
    address: ['12 rue Balzac'],
  };
}
