import type { FastifyInstance } from 'fastify';
import { InvalidInputError } from '#libs/kernel';
import { MalformedRequestError } from './http.errors.js';

/** Forms and JSON; what else comes is 415. Text that PostgreSQL cannot hold is refused where it comes in. */
export function parseBodies(instance: FastifyInstance): void {
  instance.removeContentTypeParser('text/plain');
  const readJson = instance.getDefaultJsonParser('error', 'error');
  instance.removeContentTypeParser('application/json');
  instance.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    const bytes = Buffer.from(body);
    if (request.routeOptions.config.keepsRawBody) request.rawBody = bytes;
    void readJson(request, bytes.toString('utf8'), done);
  });
  instance.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => {
    done(null, formFields(String(body)));
  });
  instance.addHook('preValidation', (request, _reply, done) => {
    const path = nulPath(request.body, '', 0);
    if (path !== null) return done(new InvalidInputError([{ path, code: 'field.invalid' }]));
    const isBroken = [request.params, request.query].some((part) => nulPath(part, '', 0) !== null);
    done(isBroken ? new MalformedRequestError() : undefined);
  });
}

/** A name that comes several times is an array, as is one that ends in `[]`. */
function formFields(body: string): Record<string, string | string[]> {
  const fields = new Map<string, string | string[]>();
  for (const [key, value] of new URLSearchParams(body)) {
    const name = key.replace(/\[\]$/, '');
    const before = fields.get(name);
    if (before === undefined) fields.set(name, key === name ? value : [value]);
    else fields.set(name, [before, value].flat());
  }
  return Object.fromEntries(fields);
}

const MAX_DEPTH = 20;

/** Where a NUL character stands, or null when there is none. */
function nulPath(value: unknown, at: string, depth: number): string | null {
  if (typeof value === 'string') return value.includes('\0') ? at : null;
  if (value === null || typeof value !== 'object' || Buffer.isBuffer(value)) return null;
  if (depth > MAX_DEPTH) return at;
  for (const [key, inner] of Object.entries(value)) {
    if (key.includes('\0')) return at;
    const found = nulPath(inner, at ? `${at}.${key}` : key, depth + 1);
    if (found !== null) return found;
  }
  return null;
}
