/** Legal forms that a small shop has, as its notice names them. */
export const LEGAL_FORMS = ['Entrepreneur individuel (EI)', 'EURL', 'SARL', 'SASU', 'SAS', 'Association'] as const;

/** A body that mediates between shops and consumers. `contact` is where a customer turns to. */
export interface Mediator {
  code: string;
  name: string;
  contact: string;
}

/**
 * Mediators for retail and crafts that many shops have joined. Joining is an agreement between the shop and the mediator, so none is
 * chosen beforehand. Source: list of the Commission d'évaluation et de contrôle de la médiation de la consommation.
 */
export const MEDIATORS: readonly Mediator[] = [
  { code: 'cm2c', name: 'CM2C', contact: 'www.cm2c.net' },
  { code: 'cnpm', name: 'CNPM Médiation Consommation', contact: 'www.cnpm-mediation-consommation.eu' },
  { code: 'medicys', name: 'Medicys', contact: 'www.medicys.fr' },
  { code: 'ame', name: 'AME Conso', contact: 'www.mediationconso-ame.com' },
];

/** Departments with one commercial court, and its town. Loiret's second court closed in 2009. */
const COURTS: Record<string, string> = {
  '18': 'Bourges',
  '28': 'Chartres',
  '36': 'Châteauroux',
  '37': 'Tours',
  '41': 'Blois',
  '45': 'Orléans',
};

/** « RCS Tours 404 833 048 », to be read again by the owner; null where the court is not known for sure. */
export function draftRegistration(siret: string, departement: string): string | null {
  const court = COURTS[departement];
  const siren = siret.slice(0, 9).replace(/^(\d{3})(\d{3})(\d{3})$/, '$1 $2 $3');
  return court === undefined ? null : `RCS ${court} ${siren}`;
}
