import { isSiret } from '#libs/kernel';
import type { WeeklyInterval } from '#libs/shops';
import { BIJOUX_NADIA } from './bijoux-nadia.js';
import type { DemoProduct } from './demo-product.js';
import { FERME_DE_SOLOGNE } from './ferme-de-sologne.js';
import { FLEURS_MARTIN } from './fleurs-martin.js';
import { JOUETS_LUCIE } from './jouets-lucie.js';
import { LIBRAIRIE_DU_CHER } from './librairie-du-cher.js';

/** A shop of the named cast. All of it is invented: nobody has these numbers, names and addresses. */
export interface DemoShop {
  /** What its address is made from; `name` is what customers read. */
  slugName: string;
  name: string;
  siret: string;
  naf: string;
  trade: string;
  /** In its own region; elsewhere the n-th largest commune takes its place. */
  commune: string;
  addressLine: string;
  phone: string;
  owner: { email: string; name: string; hasPassword: boolean };
  tagline: string;
  description: string;
  accent: string;
  hours: WeeklyInterval[];
  legalForm: string;
  products: DemoProduct[];
}

/** No SIREN begins with a zero, so these establishments cannot be somebody's. `start` has eight digits. */
function inventedSiret(start: string): string {
  const withKey = (digits: string): string =>
    Array.from({ length: 10 }, (_, key) => `${digits}${key}`).find((number) => luhn(number)) ?? '';
  const siret = withKey(`${withKey(start)}0001`);
  if (!isSiret(siret)) throw new Error(`Not a SIRET: ${siret}`);
  return siret;
}

function luhn(number: string): boolean {
  const digits = number
    .split('')
    .toReversed()
    .map((digit, i) => Number(digit) * (i % 2 ? 2 : 1));
  return digits.reduce((sum, digit) => sum + (digit > 9 ? digit - 9 : digit), 0) % 10 === 0;
}

const week = (weekdays: number[], intervals: [string, string][]): WeeklyInterval[] =>
  weekdays.flatMap((weekday) => intervals.map(([opens, closes]) => ({ weekday, opens, closes })));

const NOTICE = 'Boutique de démonstration : le commerce, les personnes et les produits sont inventés.';

export const DEMO_CAST: DemoShop[] = [
  {
    slugName: 'Fleurs Martin',
    name: 'Fleurs Martin',
    siret: inventedSiret('00010001'),
    naf: '47.76Z',
    trade: 'fleurs',
    commune: 'Loches',
    addressLine: '12 rue des Lavandières',
    phone: '02 61 91 10 01',
    owner: { email: 'martin@demo.test', name: 'Claire Martin', hasPassword: true },
    tagline: 'Des bouquets de saison, noués le matin',
    description: `Claire Martin choisit chaque matin ses fleurs chez les producteurs de la vallée. Réservez votre bouquet, passez le prendre : il vous attend au frais. ${NOTICE}`,
    accent: '#9a3b26',
    hours: [
      ...week(
        [1, 2, 3, 4, 5, 6],
        [
          ['09:00', '12:30'],
          ['14:30', '19:00'],
        ],
      ),
      ...week([7], [['09:00', '12:30']]),
    ],
    legalForm: 'Entrepreneur individuel',
    products: FLEURS_MARTIN,
  },
  {
    slugName: 'Jouets Lucie',
    name: 'Jouets Lucie',
    siret: inventedSiret('00010002'),
    naf: '47.65Z',
    trade: 'jouets',
    commune: 'Bourges',
    addressLine: '8 place du Petit-Marché',
    phone: '02 61 91 10 02',
    owner: { email: 'lucie@demo.test', name: 'Lucie Aubert', hasPassword: true },
    tagline: 'Des jouets qui durent, des jeux qui rassemblent',
    description: `Bois, peluches et jeux de société, choisis un par un et essayés par les enfants du quartier. Lucie conseille par âge et par envie. ${NOTICE}`,
    accent: '#1f6f73',
    hours: week(
      [1, 2, 3, 4, 5, 6],
      [
        ['10:00', '13:00'],
        ['14:00', '19:00'],
      ],
    ),
    legalForm: 'SARL',
    products: JOUETS_LUCIE,
  },
  {
    slugName: 'Bijoux Nadia',
    name: 'Bijoux Nadia',
    siret: inventedSiret('00010003'),
    naf: '47.77Z',
    trade: 'bijoux',
    commune: 'Chartres',
    addressLine: '3 rue des Changeurs',
    phone: '02 61 91 10 03',
    owner: { email: 'nadia@demo.test', name: 'Nadia Belkacem', hasPassword: true },
    tagline: 'Un atelier, une vitrine, des bijoux qui ont une histoire',
    description: `Nadia crée, répare et transforme dans son atelier, derrière la boutique. Les pièces réservées sont gardées au coffre jusqu’à votre passage. ${NOTICE}`,
    accent: '#6b3b63',
    hours: week(
      [1, 2, 3, 4, 5, 6],
      [
        ['09:30', '12:30'],
        ['14:00', '19:00'],
      ],
    ),
    legalForm: 'Entrepreneur individuel',
    products: BIJOUX_NADIA,
  },
  {
    slugName: 'Librairie du Cher',
    name: 'Librairie du Cher',
    siret: inventedSiret('00010004'),
    naf: '47.61Z',
    trade: 'livres',
    commune: 'Saint-Amand-Montrond',
    addressLine: '21 rue du Beffroi',
    phone: '02 61 91 10 04',
    owner: { email: 'helene@demo.test', name: 'Hélène Roux', hasPassword: false },
    tagline: 'La librairie où l’on vous attend avec un livre',
    description: `Romans, jeunesse, livres anciens et papeterie. Dites ce que vous avez aimé : Hélène saura. ${NOTICE}`,
    accent: '#3d5a35',
    hours: [
      ...week([1], [['14:00', '19:00']]),
      ...week(
        [2, 3, 4, 5, 6],
        [
          ['09:30', '12:30'],
          ['14:00', '19:00'],
        ],
      ),
    ],
    legalForm: 'SARL',
    products: LIBRAIRIE_DU_CHER,
  },
  {
    slugName: 'Ferme de Sologne',
    name: 'La Ferme de Sologne',
    siret: inventedSiret('00010005'),
    naf: '47.21Z',
    trade: 'primeur',
    commune: 'Salbris',
    addressLine: 'Lieu-dit Les Bruyères',
    phone: '02 61 91 10 05',
    owner: { email: 'bruno@demo.test', name: 'Bruno Lefèvre', hasPassword: false },
    tagline: 'Récolté la veille, pris à la ferme le lendemain',
    description: `Légumes, fruits, œufs, fromages et miel de la ferme et de ses voisins. On remplit votre panier, vous passez quand vous rentrez. ${NOTICE}`,
    accent: '#7a5a12',
    hours: [
      ...week(
        [1, 2, 3, 4, 5],
        [
          ['09:00', '12:00'],
          ['15:00', '19:00'],
        ],
      ),
      ...week([6], [['09:00', '17:00']]),
    ],
    legalForm: 'EARL',
    products: FERME_DE_SOLOGNE,
  },
];
