import { createHash, createHmac } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { publicOrigin, SETTINGS, type Settings } from '#libs/platform';

/** Links by which a customer comes back to a round without an account. */
@Injectable()
export class RoundLinks {
  constructor(@Inject(SETTINGS) private readonly settings: Settings) {}

  /** 128 bits that only the application secret can derive from the round. */
  token(roundId: string): string {
    const mac = createHmac('sha256', this.settings.appSecret).update(`round link:${roundId}`).digest();
    return mac.subarray(0, 16).toString('base64url');
  }

  /** What is stored of a token or a key. */
  hash(text: string): string {
    return createHash('sha256').update(`round:${text}`).digest('hex');
  }

  url(roundId: string): string {
    return `${publicOrigin(this.settings)}/tournees/${this.token(roundId)}`;
  }
}
