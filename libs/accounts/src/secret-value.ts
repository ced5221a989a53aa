import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits, as 43 characters that stand in a cookie, a link or a header as they are. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/** What the database keeps of a secret: a stolen copy of it opens nothing. */
export const secretHash = (secret: string): string => createHash('sha256').update(secret).digest('hex');
