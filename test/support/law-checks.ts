/** What was seen of a shop that a sole trader has and one that a company has: pages and mails as text. */
export interface LawEvidence {
  legal: string;
  companyLegal: string;
  terms: string;
  product: string;
  excludedProduct: string;
  checkout: string;
  /** Of a shop that takes no card. */
  reserveCheckout: string;
  order: string;
  acceptedTerms: string;
  withdrawalPage: string;
  withdrawalReceipt: string;
  confirmation: string;
  /** Names of the files that the confirmation carries. */
  attachments: string[];
  /** Cookies of a first visit, and addresses beyond this site that its page loads. */
  cookies: string[];
  foreign: string[];
  /** Every page above as HTML. */
  everything: string;
}

type Check = (seen: LawEvidence) => boolean;

const all =
  (read: (seen: LawEvidence) => string, ...wanted: (string | RegExp)[]): Check =>
  (seen) =>
    wanted.every((part) => (typeof part === 'string' ? read(seen).includes(part) : part.test(read(seen))));

const legal = (...wanted: (string | RegExp)[]) => all((seen) => seen.legal, ...wanted);
const company = (...wanted: (string | RegExp)[]) => all((seen) => seen.companyLegal, ...wanted);
const terms = (...wanted: (string | RegExp)[]) => all((seen) => seen.terms, ...wanted);

/**
 * One check for each line of docs/law.md that says « contrôlé ». The name is `document.field` of the list of what French law asks
 * (its sources stand there); each must fail on empty pages.
 */
export const LAW_CHECKS: Record<string, Check> = {
  'mentions_legales.publisher_person_name': legal('Claire Martin'),
  'mentions_legales.publisher_person_address': legal('12 rue Balzac, 37600 Loches'),
  'mentions_legales.publisher_company_name': company('Jouets Lucie SARL'),
  'mentions_legales.publisher_legal_form': company('Jouets Lucie SARL, SARL'),
  'mentions_legales.publisher_registered_office': company('3 place du Marché, 18000 Bourges'),
  'mentions_legales.publisher_share_capital': company(/Capital social : 5\s000 €/),
  'mentions_legales.publisher_phone': legal('02 47 00 00 00'),
  'mentions_legales.publisher_email': legal('martin@example.fr'),
  'mentions_legales.publisher_siren_or_siret': company(/SIRET : 404 833 048 \d{5}/),
  'mentions_legales.rcs_city': company('RCS Bourges'),
  'mentions_legales.rne_craft_number': legal('RNE 37'),
  'mentions_legales.vat_number': company('FR83404833048'),
  'mentions_legales.vat_exemption_note': legal('TVA non applicable, art. 293 B du CGI'),
  'mentions_legales.ei_mention': legal('Claire Martin, Entrepreneur individuel (EI)'),
  'mentions_legales.publication_director': legal('Directeur de la publication : Claire Martin'),
  'mentions_legales.editor_in_charge': company('Responsable de la rédaction : Luc Petit'),
  'mentions_legales.host_name': legal('Hébergeur du Centre'),
  'mentions_legales.host_address': legal('1 quai du Cher, 37000 Tours'),
  'mentions_legales.host_phone': legal('02 47 11 11 11'),
  'mentions_legales.regulated_profession': company('Profession réglementée : Ordre des opticiens'),
  'mentions_legales.mediator_name': legal('Médiateur du commerce'),
  'mentions_legales.mediator_contact': legal('www.mediateur.example'),
  'mentions_legales.cookie_info': (seen) =>
    /aucun cookie autre/.test(seen.legal) && seen.cookies.length === 0 && seen.foreign.length === 0,
  'mentions_legales.privacy_link': legal(/La boutique est responsable/, /effacement/, /CNIL/, /gardées/),
  'mentions_legales.odr_link_must_be_absent': ({ everything }) =>
    everything !== '' && !/ec\.europa\.eu\/(?:consumers\/)?odr/.test(everything),
  'cgv.essential_characteristics': all((seen) => seen.product, 'Bouquet de roses', 'Douze roses de Touraine'),
  'cgv.price_incl_tax_and_fees': all((seen) => seen.product, /12,50\s€/, /TVA 20\s% comprise/),
  'cgv.unit_price': all((seen) => seen.excludedProduct, /25,00\s€ le kg/),
  'cgv.delivery_or_pickup_date': all((seen) => seen.product, /À retirer/),
  'cgv.seller_identity_contacts': all((seen) => seen.order, 'Fleurs Martin', '12 rue Balzac', /02 47 00 00 00/),
  'cgv.legal_guarantees': terms('garantie légale de conformité', 'vices cachés', '1641'),
  'cgv.guarantee_box': (seen) =>
    /n’avez à établir que l’existence du défaut/.test(seen.terms) && /L217-3 à L217-20/.test(seen.confirmation),
  'cgv.mediation': terms('Médiation', 'Médiateur du commerce', 'www.mediateur.example'),
  'cgv.payment_means': (seen) =>
    /Vous payez à la boutique/.test(seen.reserveCheckout) && /payez par carte/.test(seen.checkout),
  'cgv.order_steps': (seen) => /Commander pas à pas/.test(seen.terms) && /id="step-slot"/.test(seen.checkout),
  'cgv.error_correction': all((seen) => seen.checkout, 'href="/panier"'),
  'cgv.contract_language': terms('Le contrat est proposé en français'),
  'cgv.contract_archiving': (seen) =>
    /La boutique garde le contrat/.test(seen.terms) &&
    /\/conditions"/.test(seen.order) &&
    /Empreinte/.test(seen.acceptedTerms),
  'cgv.recap_before_order': all((seen) => seen.checkout, /class="sum-lines".*Bouquet de roses.*<button/s),
  'cgv.order_button_text': (seen) =>
    buttons(seen.checkout).includes('Commande avec obligation de paiement') &&
    buttons(seen.reserveCheckout).includes('Réserver') &&
    !buttons(seen.reserveCheckout).includes('Commande avec obligation de paiement'),
  'cgv.order_acknowledgement': all((seen) => seen.confirmation, 'Votre commande est confirmée', 'Bouquet de roses'),
  'cgv.confirmation_durable_medium': ({ attachments }) => attachments.includes('conditions-de-vente.txt'),
  'cgv.withdrawal_conditions': (seen) =>
    /quatorzième jour après le retrait/.test(seen.terms) && /quatorze jours après le retrait/.test(seen.confirmation),
  'cgv.withdrawal_form': terms('Formulaire de rétractation', 'Je vous notifie par la présente ma rétractation'),
  'cgv.withdrawal_function_online': (seen) =>
    /Renoncer au contrat ici/.test(seen.order) &&
    buttons(seen.withdrawalPage).includes('Confirmer la rétractation') &&
    /Déclaration reçue le .* à /.test(seen.withdrawalReceipt),
  'cgv.return_costs': terms('les frais de retour sont à votre charge'),
  'cgv.withdrawal_excluded_goods': (seen) =>
    /L221-28/.test(seen.excludedProduct) && /ne s’applique pas à : Miel/.test(seen.checkout),
  'cgv.click_and_collect_regime': terms('Réserver ou acheter en ligne', 'la vente se conclut à la boutique'),
  'cgv.pickup_terms': terms('Votre commande vous attend à cette adresse : 12 rue Balzac', 'trois jours d’ouverture'),
  'cgv.deposit_or_arrhes': terms('ni un acompte ni des arrhes'),
  'cgv.product_safety_contact': all((seen) => seen.product, 'Roseraie de Loches', 'Épines'),
  'platform.trader_status': (seen) => /Fleurs Martin/.test(seen.product) && /\/mentions-legales/.test(seen.product),
};

/** What the buttons of a page say. */
const buttons = (html: string): string[] =>
  [...html.matchAll(/<button[^>]*>(.*?)<\/button>/gs)].map(([, inner]) => inner!.replace(/<[^>]*>/g, '').trim());

export const NO_EVIDENCE: LawEvidence = {
  legal: '',
  companyLegal: '',
  terms: '',
  product: '',
  excludedProduct: '',
  checkout: '',
  reserveCheckout: '',
  order: '',
  acceptedTerms: '',
  withdrawalPage: '',
  withdrawalReceipt: '',
  confirmation: '',
  attachments: [],
  cookies: [],
  foreign: [],
  everything: '',
};
