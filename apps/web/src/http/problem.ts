import { AppError, InvalidInputError } from '#libs/kernel';
import type { ErrorSentences } from './error-sentences.js';
import type { Language } from './language.js';

/** RFC 9457. `type` is stable and ends in the code: `https://region.example/problems/orders/sold-out`. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  /** The request's id, to tell support. */
  instance: string;
  /** One per field that was not accepted; `path` is the field's name. */
  errors?: { path: string; code: string; detail: string }[];
  [extension: string]: unknown;
}

const TITLES: Record<Language, Record<number, string>> = {
  fr: {
    400: 'Demande incompréhensible',
    401: 'Connexion nécessaire',
    403: 'Accès refusé',
    404: 'Page introuvable',
    405: 'Demande incompréhensible',
    409: 'Cela n’est plus possible',
    410: 'Cette page n’existe plus',
    413: 'Envoi trop volumineux',
    415: 'Format non reconnu',
    421: 'Adresse inconnue',
    422: 'Il y a quelque chose à corriger',
    429: 'Trop de demandes',
    500: 'Une erreur de notre part',
    503: 'De retour dans un instant',
  },
  en: {
    400: 'Malformed request',
    401: 'Sign-in needed',
    403: 'Access refused',
    404: 'Not found',
    405: 'Method not allowed',
    409: 'No longer possible',
    410: 'Gone',
    413: 'Too large',
    415: 'Unsupported format',
    421: 'Unknown address',
    422: 'Something to correct',
    429: 'Too many requests',
    500: 'An error of ours',
    503: 'Back in a moment',
  },
};

/** « Page introuvable »: what the status means in a few words. */
export const problemTitle = (status: number, language: Language): string =>
  TITLES[language][status] ?? TITLES[language][status < 500 ? 400 : 500]!;

export interface ProblemContext {
  sentences: ErrorSentences;
  language: Language;
  portal: string;
  requestId: string;
}

/** The error as JSON; its details stand beside, as extensions. */
export function problemOf(error: AppError, { sentences, language, portal, requestId }: ProblemContext): Problem {
  const problem: Problem = {
    ...(error.status < 500 ? error.details : {}),
    type: `${portal}/problems/${error.code.replaceAll('.', '/').replaceAll('_', '-')}`,
    title: problemTitle(error.status, language),
    status: error.status,
    detail: sentences.say(error, language),
    code: error.code,
    instance: requestId,
  };
  if (error instanceof InvalidInputError) {
    problem.errors = error.errors.map((field) => ({
      path: field.path,
      code: field.code,
      detail: sentences.say(field, language),
    }));
  }
  return problem;
}
