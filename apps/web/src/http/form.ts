import type { z } from 'zod';
import { AppError, type FieldError, InvalidInputError } from '#libs/kernel';
import { errorSentences } from './error-sentences.js';

const CODE = /^[a-z_]+(?:\.[a-z_]+)+$/;

/**
 * The body (or the query) as the schema wants it. @throws InvalidInputError with one error per field. A schema gives a field
 * a sentence of its own by an error code: `z.string().min(1, 'catalog.name_missing')`.
 */
export function parseForm<S extends z.ZodType>(schema: S, body: unknown): z.output<S> {
  const parsed = schema.safeParse(body ?? {}, { reportInput: true });
  if (parsed.success) return parsed.data;
  throw new InvalidInputError(parsed.error.issues.flatMap(fieldErrors));
}

/** A form as its template shows it: what was typed, the sentence of each field, and all of them for `ui/error-summary`. */
export interface FormView {
  values: Record<string, unknown>;
  errors: Record<string, string>;
  summary: { fieldId: string; message: string }[];
}

/** A form that nobody has sent yet. */
export const freshForm = (values: Record<string, unknown> = {}): FormView => ({ values, errors: {}, summary: [] });

/**
 * The form with what was typed and what was wrong, to render again with status 422. `error` may be any AppError: one
 * without fields stands at `field`. Throws anything else again. Passwords are not shown back.
 */
export function refusedForm(error: unknown, body: unknown, field = ''): FormView & { status: number } {
  if (!(error instanceof AppError) || error.status >= 500) throw error;
  const fields =
    error instanceof InvalidInputError ? error.errors : [{ path: field, code: error.code, details: error.details }];
  const errors: Record<string, string> = {};
  for (const each of fields) errors[each.path] ??= sentenceOf(each);
  const values = Object.fromEntries(Object.entries(body ?? {}).filter(([name]) => !/password/i.test(name)));
  const summary = Object.entries(errors).map(([path, message]) => ({ fieldId: path || 'contenu', message }));
  return { values, errors, summary, status: error.status };
}

/** `field.required.email` says more than `field.required`, above all in a list of errors. */
function sentenceOf(error: FieldError): string {
  const code = `${error.code}.${error.path}`;
  const isNamed = error.code.startsWith('field.') && errorSentences().has(code);
  return errorSentences().say(isNamed ? { ...error, code } : error);
}

type Issue = z.core.$ZodIssue & { input?: unknown };

function fieldErrors(issue: Issue): FieldError[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...issue.path, key].join('.'), code: 'field.unknown' }));
  }
  const path = issue.path.join('.');
  const details = 'params' in issue && issue.params ? issue.params : {};
  if (CODE.test(issue.message)) return [{ path, code: issue.message, details }];
  return [{ path, ...fault(issue) }];
}

function fault(issue: Issue): Omit<FieldError, 'path'> {
  const isEmpty = issue.input === undefined || issue.input === null || issue.input === '';
  if (isEmpty) return { code: 'field.required' };
  switch (issue.code) {
    case 'too_small':
      return limit(issue.origin, 'min', Number(issue.minimum));
    case 'too_big':
      return limit(issue.origin, 'max', Number(issue.maximum));
    case 'invalid_type':
      return { code: issue.expected === 'number' || issue.expected === 'int' ? 'field.not_a_number' : 'field.invalid' };
    default:
      return { code: 'field.invalid' };
  }
}

function limit(origin: string, side: 'min' | 'max', bound: number): Omit<FieldError, 'path'> {
  const kind = origin === 'string' ? 'text' : origin === 'array' || origin === 'set' ? 'list' : 'number';
  return { code: `field.${kind}_${side}`, details: { [side]: bound } };
}
