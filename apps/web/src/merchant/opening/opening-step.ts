import { type MissingPiece, OPENING_STEPS, type OpeningStep } from '#libs/shops';

export type Screen = 'account' | OpeningStep;

const PATHS: Record<Screen, string> = {
  account: '/ouvrir/compte',
  establishment: '/ouvrir/etablissement',
  identity: '/ouvrir/coordonnees',
  trade: '/ouvrir/activite',
  hours: '/ouvrir/horaires',
  photo: '/ouvrir/photo',
  theme: '/ouvrir/theme',
  legal: '/ouvrir/mentions',
  terms: '/ouvrir/conditions',
  product: '/ouvrir/produit',
  open: '/ouvrir/verification',
};

const SCREENS: readonly Screen[] = ['account', ...OPENING_STEPS];

export const screenPath = (screen: Screen): string => PATHS[screen];

/** The screen after this one; the last one is its own. */
export const screenAfter = (screen: Screen): OpeningStep =>
  (SCREENS[SCREENS.indexOf(screen) + 1] ?? 'open') as OpeningStep;

export interface ScreenHead {
  /** 1 for the account. */
  number: number;
  count: number;
  /** The screen before; the account and the SIRET have none to go back to. */
  backUrl: string | null;
}

export function screenHead(screen: Screen): ScreenHead {
  const at = SCREENS.indexOf(screen);
  return { number: at + 1, count: SCREENS.length, backUrl: at > 1 ? PATHS[SCREENS[at - 1]!] : null };
}

/** The screen on which a piece of the checklist is done. */
export const PIECE_SCREENS: Record<MissingPiece, Screen> = {
  contact: 'identity',
  legal_notice: 'legal',
  vat: 'legal',
  mediator: 'legal',
  terms: 'terms',
  hours: 'hours',
  product: 'product',
  safety: 'product',
};
