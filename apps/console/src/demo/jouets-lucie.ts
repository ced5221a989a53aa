import type { DemoProduct } from './demo-product.js';

const BUTTER = '#f7e9c4';
const MINT = '#d9eadf';
const SKY = '#d6e6ef';
const CORAL = '#f7ddd2';
const RED = '#d1543f';
const YELLOW = '#e9ad35';
const TEAL = '#3f8a8c';
const GREEN = '#7ba05b';
const BLUE = '#4f6fae';
const PINK = '#e98a7b';

export const JOUETS_LUCIE: DemoProduct[] = [
  {
    name: 'Petit train de hêtre',
    category: 'Premier âge',
    text: [
      'Une locomotive et un wagon de hêtre massif, peints à l’eau, qui s’accrochent par un aimant.',
      'Dès 18 mois. Fabriqué dans le Jura.',
    ],
    drawing: { subject: 'train', colors: [RED, TEAL, YELLOW], wall: BUTTER },
    alt: 'Un train de bois rouge et bleu avec un wagon chargé',
    cents: 3490,
    stock: 6,
    brand: 'Les Copeaux',
  },
  {
    name: 'Cubes à empiler, 30 pièces',
    category: 'Construction',
    text: [
      'Trente cubes et toits colorés dans un sac de coton.',
      'Dès 2 ans. Bois de forêts gérées, peintures sans solvant.',
    ],
    drawing: { subject: 'blocks', colors: [RED, YELLOW, TEAL, GREEN, BLUE, PINK], wall: SKY },
    alt: 'Une pyramide de cubes de bois colorés',
    cents: 2690,
    stock: 11,
  },
  {
    name: 'Ours Basile',
    category: 'Peluches',
    text: ['Un ours tout doux, lavable à 30 °C, avec une écharpe qui se noue.', 'Dès la naissance.'],
    drawing: { subject: 'bear', colors: ['#a9713f', RED], wall: MINT },
    alt: 'Un ours en peluche brun avec une écharpe rouge',
    options: ['25 cm'],
    cents: 1990,
    stock: 9,
    optionNames: ['Taille'],
    others: [
      { options: ['40 cm'], cents: 3490, stock: 4 },
      { options: ['60 cm'], cents: 5990, stock: 0 },
    ],
  },
  {
    name: 'Pyramide d’anneaux',
    category: 'Premier âge',
    text: ['Sept anneaux à enfiler du plus grand au plus petit, ou dans le désordre.', 'Dès 12 mois.'],
    drawing: { subject: 'rings', colors: [BLUE, TEAL, GREEN, YELLOW, PINK, RED], wall: CORAL },
    alt: 'Une pyramide d’anneaux de bois aux couleurs de l’arc-en-ciel',
    cents: 1890,
    stock: 8,
  },
  {
    name: 'Toupie chantante',
    category: 'Jeux d’adresse',
    text: ['Plus elle tourne vite, plus elle chante haut. Bois tourné et peint à la main.', 'Dès 4 ans.'],
    drawing: { subject: 'spinner', colors: [RED, YELLOW, TEAL], wall: BUTTER },
    alt: 'Une toupie rouge et jaune penchée',
    cents: 1250,
    stock: 0,
  },
  {
    name: 'Voiture de bois',
    category: 'Premier âge',
    text: ['Des roues larges, une carrosserie ronde, rien qui se casse.', 'Dès 18 mois. Choisissez sa couleur.'],
    drawing: { subject: 'car', colors: [BLUE, '#89a3cf'], wall: CORAL },
    alt: 'Une petite voiture de bois bleue',
    options: ['Bleue'],
    cents: 1590,
    stock: 5,
    optionNames: ['Couleur'],
    others: [
      { options: ['Rouge'], cents: 1590, stock: 5 },
      { options: ['Verte'], cents: 1590, stock: 2 },
    ],
  },
  {
    name: 'Xylophone 7 notes',
    category: 'Musique',
    text: ['Accordé pour de vrai, avec un livret de six comptines.', 'Dès 3 ans.'],
    drawing: { subject: 'xylophone', colors: [RED, YELLOW, GREEN, TEAL, BLUE, PINK, '#8c6bb0'], wall: SKY },
    alt: 'Un xylophone aux lames de toutes les couleurs',
    cents: 2990,
    before: 3490,
    stock: 3,
  },
  {
    name: 'Maison de poupées à construire',
    category: 'Imaginer',
    text: [
      'Deux étages, quatre pièces, un toit qui s’ouvre. Se monte sans vis en dix minutes.',
      'Dès 4 ans. Mobilier vendu à part.',
    ],
    drawing: { subject: 'house', colors: ['#f0c9a4', RED, TEAL], wall: MINT },
    alt: 'Une maison de poupées au toit rouge et à la porte verte',
    cents: 8900,
    stock: 2,
  },
  {
    name: 'Puzzle « Cathédrale de Bourges », 500 pièces',
    category: 'Jeux de société',
    text: ['Cinq cents pièces épaisses, découpées et mises en boîte dans le Cher.', 'Dès 10 ans, ou à plusieurs.'],
    drawing: { subject: 'puzzle', colors: [TEAL, YELLOW, RED, BLUE], wall: BUTTER },
    alt: 'Quatre pièces de puzzle colorées',
    cents: 1990,
    stock: 18,
  },
  {
    name: 'Les Petits Chevaux',
    category: 'Jeux de société',
    text: ['Le plateau de toujours, en bois, avec ses pions et deux dés.', 'De 2 à 4 joueurs, dès 5 ans.'],
    drawing: { subject: 'game', colors: [GREEN, RED, BLUE, YELLOW], wall: CORAL },
    alt: 'Un plateau de jeu vert, deux pions et un dé',
    cents: 2450,
    stock: 7,
  },
  {
    name: 'Cerf-volant monofil',
    category: 'Plein air',
    text: [
      'Toile légère et solide, prêt à voler dès force 2. Fil et poignée compris.',
      'Dès 6 ans. Nous le recevons du fournisseur sous trois jours ouvrés.',
    ],
    drawing: { subject: 'kite', colors: [RED, YELLOW, TEAL], wall: SKY },
    alt: 'Un cerf-volant rouge, jaune et bleu',
    cents: 2200,
    stock: 'untracked',
    leadMinutes: 1440,
  },
  {
    name: 'Canard à tirer, restauré',
    category: 'Seconde vie',
    text: [
      'Un jouet des années soixante, repeint et remis sur roues par Lucie.',
      'Pièce unique, pour collectionneurs et petits rêveurs.',
    ],
    drawing: { subject: 'duck', colors: [YELLOW, '#e4702f'], wall: MINT },
    alt: 'Un canard de bois jaune sur roulettes',
    cents: 3900,
    stock: 'single',
  },
];
