import { formatSiret } from '#libs/kernel';
import { type LegalNotice, vatNumberOf } from '#libs/shops';
import type { DemoShop } from './cast.js';

interface Place {
  postcode: string;
  commune: string;
}

/** A complete legal notice and terms of sale, with invented people. */
export function demoLegal(shop: DemoShop, { postcode, commune }: Place): LegalNotice {
  const address = `${shop.addressLine}, ${postcode} ${commune}`;
  return {
    publisherName: shop.legalForm === 'Entrepreneur individuel' ? `${shop.owner.name} EI` : shop.name,
    legalForm: shop.legalForm,
    publisherAddress: address,
    ...(shop.legalForm === 'Entrepreneur individuel' ? {} : { capital: '5 000 €' }),
    registration: `RCS ${commune} ${formatSiret(shop.siret).slice(0, 11)}`,
    vatNumber: vatNumberOf(shop.siret),
    publicationDirector: shop.owner.name,
    mediatorName: 'Médiation de démonstration',
    mediatorContact: '1 rue de l’Exemple, 75000 Paris, mediation@demo.test',
    terms: terms(shop, address),
  };
}

const terms = (shop: DemoShop, address: string): string =>
  [
    `Ces conditions s’appliquent aux réservations et aux commandes faites sur le site de ${shop.name}, ${address}. Elles sont un exemple : la boutique est inventée.`,
    'Réservation. Vous choisissez des produits et un créneau, puis « Réserver » : rien n’est payé en ligne, la vente se conclut à la boutique, quand vous payez et recevez vos produits. Si la boutique propose la carte et que vous choisissez « Commande avec obligation de paiement », vous achetez en ligne et votre carte est débitée quand la commande est prête.',
    'Prix. Les prix sont en euros, toutes taxes comprises. Le total de votre réservation ne peut que baisser : si un produit manque, la boutique suit le choix que vous avez fait ligne par ligne.',
    'Retrait. Votre commande vous attend à la boutique pendant le créneau choisi, puis trois jours d’ouverture ; les produits périssables jusqu’à la fermeture du jour. Présentez votre code de retrait.',
    'Annulation. Vous annulez sans frais tant que la commande n’est pas prête, depuis le lien reçu par e-mail.',
    'Garanties. Les produits neufs sont couverts par la garantie légale de conformité (deux ans, articles L217-3 et suivants du code de la consommation) et par la garantie contre les vices cachés (articles 1641 et suivants du code civil).',
    `Réclamations. Écrivez d’abord à la boutique (${shop.phone}). Sans réponse satisfaisante, vous pouvez saisir gratuitement le médiateur de la consommation nommé dans les mentions légales.`,
    'Données. Votre nom, votre adresse e-mail et, si vous le donnez, votre téléphone servent à préparer et remettre la commande. La boutique en est responsable ; vous pouvez demander leur copie ou leur effacement.',
  ].join('\n\n');
