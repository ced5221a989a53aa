import type { DemoProduct } from './demo-product.js';

const POWDER = '#efe0e2';
const STONE = '#e6e3dc';
const NIGHT = '#d7dce8';
const SAND = '#f1e6d2';
const GOLD = '#d3a94c';
const SILVER = '#b6bcc4';
const ROSE = '#d99a86';
const VELVET = '#4d3358';

const ringSizes = (cents: number, stocks: [number, number, number]) => ({
  optionNames: ['Tour de doigt'],
  options: ['52'],
  cents,
  stock: stocks[0],
  others: [
    { options: ['54'], cents, stock: stocks[1] },
    { options: ['56'], cents, stock: stocks[2] },
  ],
});

export const BIJOUX_NADIA: DemoProduct[] = [
  {
    name: 'Bague solitaire saphir',
    category: 'Bagues',
    text: [
      'Un saphir rond de 4 mm serti sur un anneau d’or jaune 18 carats.',
      'Livrée dans son écrin, mise à taille offerte la première année.',
    ],
    drawing: { subject: 'solitaire', colors: [GOLD, '#2f62ab', VELVET], wall: POWDER },
    alt: 'Une bague dorée ornée d’un saphir bleu',
    ...ringSizes(49000, [1, 2, 1]),
  },
  {
    name: 'Alliances « Deux rives »',
    category: 'Bagues',
    text: [
      'Deux anneaux d’argent et de vermeil, satinés à la main, gravure comprise.',
      'Faites sur commande à l’atelier de Chartres, en dix jours.',
    ],
    drawing: { subject: 'bands', colors: [GOLD, SILVER, '#2f4a5c'], wall: STONE },
    alt: 'Deux alliances enlacées, une dorée et une argentée',
    cents: 32000,
    stock: 'untracked',
    leadMinutes: 4800,
  },
  {
    name: 'Bague trilogie',
    category: 'Bagues',
    text: ['Trois topazes, une pour hier, une pour aujourd’hui, une pour demain.', 'Argent 925 rhodié.'],
    drawing: { subject: 'trilogy', colors: [SILVER, '#5ba3b8', '#a8d1d9', '#6d3f52'], wall: NIGHT },
    alt: 'Une bague d’argent à trois pierres bleu clair',
    ...ringSizes(12900, [2, 0, 1]),
  },
  {
    name: 'Boucles d’oreilles gouttes d’émeraude',
    category: 'Boucles d’oreilles',
    text: ['Deux gouttes d’onyx vert montées sur crochets plaqués or.', 'Légères : on les oublie.'],
    drawing: { subject: 'drops', colors: [GOLD, '#2f7d5b', '#f2ece2'], wall: SAND },
    alt: 'Des boucles d’oreilles en goutte vertes sur un présentoir',
    cents: 5900,
    stock: 6,
  },
  {
    name: 'Puces de nacre',
    category: 'Boucles d’oreilles',
    text: ['Un cercle d’argent, une pastille de nacre blanche.', 'Fermoirs poussettes, sans nickel.'],
    drawing: { subject: 'studs', colors: [SILVER, '#f0e9e2', '#5b4668'], wall: POWDER },
    alt: 'Deux puces d’oreilles de nacre sur un présentoir violet',
    cents: 3400,
    stock: 10,
  },
  {
    name: 'Créoles martelées',
    category: 'Boucles d’oreilles',
    text: ['Des anneaux martelés à la main, dorés à l’or fin.', 'Deux diamètres.'],
    drawing: { subject: 'hoops', colors: [GOLD, '#3d5a5c'], wall: STONE },
    alt: 'Deux créoles dorées sur un présentoir vert',
    optionNames: ['Diamètre'],
    options: ['20 mm'],
    cents: 4500,
    stock: 4,
    others: [{ options: ['32 mm'], cents: 5400, stock: 5 }],
  },
  {
    name: 'Pendentif améthyste',
    category: 'Colliers',
    text: ['Une améthyste taillée en poire sur une chaîne d’or rose de 42 cm.', 'La pierre vient d’Auvergne.'],
    drawing: { subject: 'pendant', colors: [ROSE, '#7d4fa0', '#efe7e4'], wall: NIGHT },
    alt: 'Un pendentif violet sur un buste clair',
    cents: 14500,
    before: 16500,
    stock: 3,
  },
  {
    name: 'Médaille « Rosace »',
    category: 'Colliers',
    text: ['Inspirée des vitraux de la cathédrale, frappée à l’atelier.', 'Vermeil, chaîne de 45 cm.'],
    drawing: { subject: 'medal', colors: [GOLD, '#39496b'], wall: SAND },
    alt: 'Une médaille dorée à rosace sur un buste bleu',
    cents: 8900,
    stock: 7,
  },
  {
    name: 'Collier de perles de culture',
    category: 'Colliers',
    text: [
      'Perles d’eau douce de 7 mm, nouées une à une sur soie.',
      'Fermoir d’argent. Renfilage possible à la boutique.',
    ],
    drawing: { subject: 'pearls', colors: ['#f4ede6', '#5c3a4a'], wall: POWDER },
    alt: 'Un collier de perles blanches sur un buste prune',
    cents: 18900,
    stock: 0,
  },
  {
    name: 'Trio de joncs',
    category: 'Bracelets',
    text: ['Trois bracelets fins, or, rose et argent, à porter ensemble ou séparés.', 'Diamètre intérieur de 62 mm.'],
    drawing: { subject: 'bangle', colors: [GOLD, ROSE, '#b33951'], wall: STONE },
    alt: 'Trois bracelets empilés, dorés et rosés',
    cents: 7200,
    stock: 5,
  },
  {
    name: 'Montre automatique révisée',
    category: 'Montres',
    text: [
      'Une mécanique suisse de 1968, nettoyée, réglée et garantie un an par Nadia.',
      'Pièce unique, bracelet de cuir neuf.',
    ],
    drawing: { subject: 'watch', colors: [SILVER, '#7a4a2e', '#f3ecdd'], wall: SAND },
    alt: 'Une montre ronde au bracelet de cuir brun',
    cents: 39000,
    stock: 'single',
  },
  {
    name: 'Bracelet à breloques',
    category: 'Bracelets',
    text: ['Une chaîne d’argent et trois breloques, dont un cœur émaillé.', 'Longueur réglable de 16 à 19 cm.'],
    drawing: { subject: 'charm', colors: [SILVER, '#c63f52', '#3f7f94'], wall: NIGHT },
    alt: 'Un bracelet d’argent avec un cœur rouge et deux perles bleues',
    cents: 4200,
    stock: 8,
  },
];
