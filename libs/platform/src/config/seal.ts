import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import type { Settings } from './settings.js';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Encrypts what only this application may read again. `purpose`: what is sealed for one purpose does not open for another. */
export class Seal {
  private readonly key: Buffer;

  constructor(purpose: string, { appSecret }: Pick<Settings, 'appSecret'>) {
    this.key = createHash('sha256').update(`${purpose}:${appSecret}`).digest();
  }

  close(text: string): Buffer {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, this.key, nonce);
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
  }

  /** Null, when somebody else sealed it or a byte is not as it was. */
  open(bytes: Buffer): string | null {
    if (bytes.length <= NONCE_BYTES + TAG_BYTES) return null;
    try {
      const decipher = createDecipheriv(CIPHER, this.key, bytes.subarray(0, NONCE_BYTES));
      decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
      return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString(
        'utf8',
      );
    } catch {
      return null;
    }
  }
}
