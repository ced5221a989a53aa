import type { MailKind, OrderDetails } from '#libs/orders';

/** The mails that confirm the contract: the first one that a customer gets. */
export const isConfirmation = (kind: MailKind): boolean => kind === 'placed' || kind === 'accepted';

const GUARANTEES_EN =
  'Legal guarantees: for two years from the handover the seller is liable for goods that do not conform (articles L217-3 to L217-20 of the French Consumer Code): repair or replacement free of charge, else a lower price or the end of the contract. A defect that appears within these two years, or within one year for second-hand goods, is presumed to have been there at the handover. You may also claim for hidden defects within two years of finding them (articles 1641 to 1649 of the Civil Code).';

const GUARANTEES =
  'Garanties légales : pendant deux ans à compter de la remise, le vendeur répond des défauts de conformité des biens (articles L217-3 à L217-20 du code de la consommation) : réparation ou remplacement sans frais, sinon réduction du prix ou résolution. Un défaut qui apparaît pendant ces deux ans, ou pendant un an pour un bien d’occasion, est présumé avoir existé à la remise. Vous pouvez aussi agir pour vices cachés pendant deux ans à compter de leur découverte (articles 1641 à 1649 du code civil).';

/**
 * What a confirmation has to say beyond the order itself (Code de la consommation L221-13, L221-5, D211-2); the terms of sale
 * are attached to it.
 */
export function confirmationLaw(order: OrderDetails): string[] {
  if (order.language === 'en') return confirmationLawEn(order);
  return [
    ...(order.payment ? [withdrawalLaw(order)] : []),
    GUARANTEES,
    ...(order.termsHash ? ['Les conditions de vente que vous avez acceptées sont jointes à ce message.'] : []),
  ];
}

function confirmationLawEn(order: OrderDetails): string[] {
  return [
    ...(order.payment ? [withdrawalLawEn(order)] : []),
    GUARANTEES_EN,
    ...(order.termsHash ? ['The terms of sale that you accepted are attached to this message, in French.'] : []),
  ];
}

function withdrawalLawEn({ lines, url }: OrderDetails): string {
  const excluded = lines.filter(({ exclusion }) => exclusion !== null);
  if (excluded.length === lines.length) {
    return 'Right of withdrawal: it does not apply to the goods of this order (article L221-28 of the French Consumer Code), as said before the order.';
  }
  const but =
    excluded.length === 0 ? '' : ` It does not apply to: ${excluded.map(({ name }) => name).join(', ')} (L221-28).`;
  return `Right of withdrawal: from now on and until fourteen days after the collection you may withdraw from the contract without giving any reason, online: ${url}/retractation. Sending goods back is at your cost.${but}`;
}

function withdrawalLaw({ lines, url }: OrderDetails): string {
  const excluded = lines.filter(({ exclusion }) => exclusion !== null);
  if (excluded.length === lines.length) {
    return 'Droit de rétractation : il ne s’applique pas aux articles de cette commande (article L221-28 du code de la consommation), comme indiqué avant la commande.';
  }
  const but =
    excluded.length === 0 ? '' : ` Il ne s’applique pas à : ${excluded.map(({ name }) => name).join(', ')} (L221-28).`;
  return `Droit de rétractation : dès maintenant et jusqu’à quatorze jours après le retrait, vous pouvez renoncer au contrat sans donner de motif, en ligne : ${url}/retractation. Les frais de retour sont à votre charge.${but}`;
}
