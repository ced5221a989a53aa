import type { DemoProduct } from './demo-product.js';

const CREAM = '#f3e4d3';
const SAGE = '#dfe6d5';
const SKY = '#dbe5ea';
const BLUSH = '#f4dcd6';

const sizes = { optionNames: ['Taille'], vat: 10 as const, perishable: true };

export const FLEURS_MARTIN: DemoProduct[] = [
  {
    name: 'Bouquet de roses du jardin',
    category: 'Bouquets',
    text: [
      'Des roses anciennes aux pétales serrés, dans les tons framboise et rose poudré, nouées le matin même.',
      'Recoupez les tiges de deux centimètres en arrivant : il tient une bonne semaine.',
    ],
    drawing: { subject: 'roses', colors: ['#b8324f', '#e07a8b', '#f2c4c4', '#efe3cd', '#7d2b3a'], wall: CREAM },
    alt: 'Un bouquet rond de roses rouges et roses dans un papier crème',
    options: ['Petit, 10 tiges'],
    cents: 2400,
    stock: 8,
    others: [
      { options: ['Moyen, 16 tiges'], cents: 3600, stock: 6 },
      { options: ['Grand, 24 tiges'], cents: 5200, stock: 3 },
    ],
    ...sizes,
  },
  {
    name: 'Bouquet champêtre de Touraine',
    category: 'Bouquets',
    text: [
      'Ce que les producteurs voisins ont cueilli cette semaine : marguerites, pivoines, roses et feuillages.',
      'Aucun bouquet ne ressemble au précédent.',
    ],
    drawing: {
      subject: 'country',
      colors: ['#e9a23b', '#f7f2e6', '#d9647a', '#7f9fc4', '#d9cbb0', '#5d7a52'],
      wall: SAGE,
    },
    alt: 'Un bouquet mêlé de fleurs jaunes, blanches et roses',
    options: ['Petit'],
    cents: 1900,
    stock: 10,
    others: [{ options: ['Grand'], cents: 3200, stock: 5 }],
    ...sizes,
  },
  {
    name: 'Brassée de marguerites',
    category: 'Bouquets',
    text: ['Vingt marguerites fraîches et quelques roses blanches, sans façon.', 'Le bouquet des tables de cuisine.'],
    drawing: { subject: 'daisies', colors: ['#fdfaf2', '#fbf3e2', '#f5e9d8', '#cfdbe2', '#4c6f8c'], wall: SKY },
    alt: 'Un bouquet de marguerites blanches au cœur jaune',
    cents: 1400,
    stock: 12,
    vat: 10,
    perishable: true,
  },
  {
    name: 'Pivoines pêche et crème',
    category: 'Bouquets',
    text: [
      'De grosses pivoines de serre, encore en boutons, qui s’ouvrent en deux jours.',
      'Changez l’eau chaque matin : elles boivent beaucoup.',
    ],
    drawing: { subject: 'peonies', colors: ['#f2a886', '#f7d9c0', '#eb8f76', '#f3ead9', '#b5654a'], wall: BLUSH },
    alt: 'Un bouquet de pivoines dans les tons pêche',
    cents: 3900,
    stock: 0,
    vat: 10,
    perishable: true,
  },
  {
    name: 'Tulipes et leur vase de grès',
    category: 'Bouquets',
    text: ['Cinq tulipes doubles dans un vase tourné à Loches, à garder.', 'Le vase passe au lave-vaisselle.'],
    drawing: { subject: 'vase', colors: ['#d6455a', '#f0b33f', '#e98a6b', '#8a9db5'], wall: CREAM },
    alt: 'Des tulipes rouges, jaunes et orange dans un vase bleu-gris',
    cents: 4200,
    stock: 4,
  },
  {
    name: 'Orchidée phalaenopsis blanche',
    category: 'Plantes',
    text: [
      'Une hampe, une dizaine de fleurs, deux mois de floraison.',
      'Un verre d’eau par semaine, jamais sur les feuilles, près d’une fenêtre sans soleil direct.',
    ],
    drawing: { subject: 'orchid', colors: ['#fbf7fb', '#f3e6f0', '#b9714f'], wall: SAGE },
    alt: 'Une orchidée blanche dans un pot de terre cuite',
    cents: 2690,
    stock: 7,
  },
  {
    name: 'Plante verte d’intérieur',
    category: 'Plantes',
    text: ['Un spathiphyllum bien fourni, qui pardonne les oublis d’arrosage.', 'Pot de terre cuite émaillée compris.'],
    drawing: { subject: 'plant', colors: ['#c9764f'], wall: SKY },
    alt: 'Une plante aux longues feuilles vertes dans un pot orange',
    options: ['Pot de 14 cm'],
    cents: 1850,
    stock: 9,
    optionNames: ['Taille'],
    others: [{ options: ['Pot de 19 cm'], cents: 2950, stock: 2 }],
  },
  {
    name: 'Coupe de plantes grasses',
    category: 'Plantes',
    text: ['Trois echeverias dans une coupe de grès, composées à l’atelier.', 'Très peu d’eau, beaucoup de lumière.'],
    drawing: { subject: 'succulents', colors: ['#7fa58c', '#a3b87c', '#8fb0a6', '#caa37a'], wall: BLUSH },
    alt: 'Trois plantes grasses vert tendre dans une coupe',
    cents: 2400,
    stock: 5,
  },
  {
    name: 'Couronne de l’Avent',
    category: 'Noël',
    text: [
      'Sapin, houx et baies rouges sur un anneau de saule, à suspendre ou à poser.',
      'Tressée à la main : comptez un jour de préparation.',
    ],
    drawing: { subject: 'wreath', colors: ['#b3262e', '#c8434a', '#8f1d27'], wall: CREAM },
    alt: 'Une couronne de feuillage vert, de baies et d’un ruban rouges',
    cents: 3400,
    before: 3800,
    stock: 6,
    leadMinutes: 480,
  },
  {
    name: 'Bougie « Figuier du Val »',
    category: 'Cadeaux',
    text: [
      'Cire végétale, mèche de coton, parfumée à la feuille de figuier. Environ quarante heures.',
      'Coulée à Beaulieu-lès-Loches.',
    ],
    drawing: { subject: 'candle', colors: ['#7d9471', '#f3ead2'], wall: SAGE },
    alt: 'Une bougie allumée dans un verre vert',
    cents: 2200,
    stock: 15,
  },
  {
    name: 'Composition de deuil',
    category: 'Sur mesure',
    text: [
      'Roses et feuillages blancs, aux couleurs que vous souhaitez. Nous vous rappelons avant de la préparer.',
      'Faite sur commande : prévoyez une journée.',
    ],
    drawing: { subject: 'roses', colors: ['#faf6ee', '#f1ebe0', '#e6e2d6', '#c9cfc4', '#6f7f6d'], wall: '#e4e4dd' },
    alt: 'Un bouquet de roses blanches',
    cents: 6500,
    stock: 'untracked',
    leadMinutes: 600,
  },
  {
    name: 'Couronne séchée, pièce unique',
    category: 'Cadeaux',
    text: [
      'Statice, immortelles et graminées du jardin de Claire, séchées tête en bas tout l’été.',
      'Il n’y en a qu’une.',
    ],
    drawing: { subject: 'wreath', colors: ['#d9a441', '#b87a9c', '#e6c9a0'], wall: BLUSH },
    alt: 'Une couronne de fleurs séchées dorées et mauves',
    cents: 4800,
    stock: 'single',
  },
];
