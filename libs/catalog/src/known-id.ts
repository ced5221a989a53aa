import { NotFoundError } from '#libs/kernel';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The id, which may be anything that somebody typed. @throws NotFoundError when it cannot be one. */
export function knownId(id: string): string {
  if (!UUID.test(id)) throw new NotFoundError();
  return id.toLowerCase();
}
