import { Random } from './random.js';

/** Things that shops of a trade sell; other trades borrow from all of them. */
const NOUNS: Record<string, string[]> = {
  fleurs: [
    'Rose',
    'Bouquet',
    'Orchidée',
    'Couronne',
    'Tulipe',
    'Cactus',
    'Jacinthe',
    'Pivoine',
    'Œillet',
    'Poinsettia',
    'Lavande',
    'Fougère',
  ],
  jouets: [
    'Jouet',
    'Puzzle',
    'Poupée',
    'Peluche',
    'Train',
    'Jeu',
    'Toupie',
    'Marionnette',
    'Dînette',
    'Cerf-volant',
    'Cube',
    'Tambour',
  ],
  bijoux: [
    'Collier',
    'Bague',
    'Bracelet',
    'Montre',
    'Pendentif',
    'Broche',
    'Chaîne',
    'Bijou',
    'Médaille',
    'Gourmette',
    'Créole',
    'Alliance',
  ],
  livres: [
    'Livre',
    'Roman',
    'Album',
    'Carnet',
    'Atlas',
    'Conte',
    'Bande dessinée',
    'Poésie',
    'Dictionnaire',
    'Recueil',
    'Guide',
    'Essai',
  ],
  mode: [
    'Robe',
    'Pull',
    'Écharpe',
    'Chemise',
    'Pantalon',
    'Veste',
    'Bonnet',
    'Jupe',
    'Manteau',
    'Gilet',
    'Gant',
    'Ceinture',
  ],
  chaussures: [
    'Chaussure',
    'Botte',
    'Sandale',
    'Chausson',
    'Mocassin',
    'Basket',
    'Escarpin',
    'Ballerine',
    'Bottine',
    'Espadrille',
  ],
  maison: [
    'Lampe',
    'Bougie',
    'Coussin',
    'Vase',
    'Assiette',
    'Plaid',
    'Miroir',
    'Nappe',
    'Panier',
    'Cadre',
    'Théière',
    'Tabouret',
  ],
  epicerie: [
    'Miel',
    'Confiture',
    'Huile',
    'Thé',
    'Café',
    'Moutarde',
    'Biscuit',
    'Terrine',
    'Sirop',
    'Épice',
    'Farine',
    'Lentille',
  ],
  cave: ['Vin', 'Cidre', 'Bière', 'Liqueur', 'Champagne', 'Coffret', 'Carafe', 'Jus', 'Limonade', 'Eau-de-vie'],
  boulangerie: ['Pain', 'Brioche', 'Gâteau', 'Bûche', 'Tarte', 'Macaron', 'Sablé', 'Croissant', 'Baguette', 'Galette'],
  beaute: ['Savon', 'Parfum', 'Crème', 'Baume', 'Shampoing', 'Vernis', 'Rouge', 'Brosse', 'Lait', 'Gommage'],
  sport: ['Vélo', 'Ballon', 'Raquette', 'Casque', 'Tapis', 'Corde', 'Maillot', 'Gourde', 'Sac', 'Luge'],
};

const MATERIALS = [
  'en bois',
  'en cuir',
  'en coton',
  'en laine',
  'en argent',
  'en or',
  'en verre',
  'en métal',
  'en céramique',
  'en lin',
  'en osier',
  'en papier',
];
const ADJECTIVES = [
  'rouge',
  'bleu',
  'blanc',
  'noir',
  'vert',
  'rose',
  'ancien',
  'artisanal',
  'bio',
  'fait main',
  'de saison',
  'traditionnel',
  'de luxe',
  'pour enfant',
  'de Noël',
  'doré',
  'léger',
  'grand format',
  'petit modèle',
  'géant',
];
const BEGINNINGS = [
  'bra',
  'cha',
  'de',
  'flo',
  'gre',
  'jou',
  'lan',
  'mar',
  'nou',
  'pel',
  'que',
  'ri',
  'sau',
  'tre',
  'val',
  'ver',
  'mon',
  'cor',
  'bel',
  'dra',
];
const MIDDLES = ['li', 'ne', 'sa', 'to', 'ri', 'che', 'gui', 'ma', 'no', 'lu', 'vi', 'ra', 'pé', 'ssi', 'dou', 'ban'];
const ENDINGS = ['ette', 'ois', 'ière', 'ard', 'elle', 'on', 'eau', 'ine', 'oux', 'and', 'erie', 'is', 'otte', 'ain'];

export const SCALE_TRADES = Object.keys(NOUNS);

/** How many words exist; a big region's titles have about as many. */
const WORDS = 32_000;

/** Invented words that sound French, the common ones first. */
export function inventWords(seed: number): string[] {
  const random = new Random(seed);
  const words = new Set<string>();
  while (words.size < WORDS) {
    const middles = Array.from({ length: 1 + random.below(3) }, () => random.pick(MIDDLES)).join('');
    words.add(random.pick(BEGINNINGS) + middles + random.pick(ENDINGS));
  }
  return [...words];
}

const ALL_NOUNS = Object.values(NOUNS).flat();

/** « Collier en argent brasaline doré ». */
export function inventTitle(random: Random, trade: string, words: readonly string[]): string {
  const noun = random.next() < 0.8 ? random.zipf(NOUNS[trade] ?? ALL_NOUNS) : random.pick(ALL_NOUNS);
  const parts = [noun];
  if (random.next() < 0.5) parts.push(random.zipf(MATERIALS));
  parts.push(random.zipf(words));
  if (random.next() < 0.5) parts.push(random.zipf(ADJECTIVES));
  if (random.next() < 0.3) parts.push(random.zipf(words));
  return parts.join(' ');
}

/** « Bijoux Marlinette ». */
export const inventShopName = (random: Random, trade: string, words: readonly string[]): string => {
  const word = random.pick(words);
  return `${random.pick(NOUNS[trade] ?? ALL_NOUNS)} ${word.charAt(0).toUpperCase()}${word.slice(1)}`;
};

/** Two sentences of invented words among real ones. */
export const inventDescription = (random: Random, words: readonly string[]): string =>
  `<p>${Array.from({ length: 14 }, () => random.zipf(words)).join(' ')}.</p>`;
