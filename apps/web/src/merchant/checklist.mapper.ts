import type { ChecklistItem, MissingPiece } from '#libs/shops';

/** Where each piece of the opening checklist is filled in. */
export const PIECE_PAGES: Record<MissingPiece, string> = {
  contact: '/boutique#coordonnees',
  legal_notice: '/boutique/mentions-legales',
  vat: '/boutique/mentions-legales#tva',
  mediator: '/boutique/mentions-legales#mediateur',
  terms: '/boutique/conditions',
  hours: '/horaires',
  product: '/produits/nouveau',
  safety: '/produits',
};

export interface PieceView {
  label: string;
  url: string;
  isDone: boolean;
  /** What is still empty, in words. */
  missing: string;
}

/** The checklist in words; `say` gives the sentence of a key. */
export const checklistView = (items: readonly ChecklistItem[], say: (key: string) => string): PieceView[] =>
  items.map(({ piece, isDone, fields }) => ({
    label: say(`home.piece.${piece}`),
    url: PIECE_PAGES[piece],
    isDone,
    missing: missingOf(piece, fields, say),
  }));

/** What is still empty of a piece, in words. */
export function missingOf(piece: MissingPiece, fields: string[], say: (key: string) => string): string {
  if (piece === 'safety') return fields.join(', ');
  const isNamed = piece === 'contact' || piece === 'legal_notice';
  return isNamed ? fields.map((field) => say(`shop.missing.${field}`)).join(', ') : '';
}
