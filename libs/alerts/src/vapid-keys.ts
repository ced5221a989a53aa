import { createECDH, hkdfSync } from 'node:crypto';
import type { Settings } from '#libs/platform';

/** By which push services know who sends (RFC 8292), base64url. Another key makes every device subscribe anew. */
export interface VapidKeys {
  publicKey: string;
  privateKey: string;
  /** `mailto:` address of who runs the site. */
  subject: string;
}

const ADDRESS = /<([^<>\s]+@[^<>\s]+)>\s*$/;

/** The key of the settings, else one derived from the application's secret, the same on every machine that shares it. */
export function vapidKeys(settings: Pick<Settings, 'appSecret' | 'vapidPrivateKey' | 'mailFrom'>): VapidKeys {
  const pair = createECDH('prime256v1');
  pair.setPrivateKey(settings.vapidPrivateKey ? Buffer.from(settings.vapidPrivateKey, 'base64url') : derived(settings));
  const sender = ADDRESS.exec(settings.mailFrom)?.[1] ?? settings.mailFrom.trim();
  return {
    publicKey: pair.getPublicKey('base64url'),
    // A key that begins with a zero byte is shorter than the 32 bytes that it stands for.
    privateKey: Buffer.from(pair.getPrivateKey('hex').padStart(64, '0'), 'hex').toString('base64url'),
    subject: `mailto:${sender}`,
  };
}

/** Below the order of the curve, which all but 2^-32 of 32-byte numbers are: the first half-word decides. */
function derived({ appSecret }: Pick<Settings, 'appSecret'>): Buffer {
  for (let round = 0; ; round++) {
    const key = Buffer.from(hkdfSync('sha256', appSecret, '', `web push ${round}`, 32));
    if (key.readUInt32BE(0) !== 0xffff_ffff && key.some((byte) => byte !== 0)) return key;
  }
}
