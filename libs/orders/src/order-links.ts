import { createHash, createHmac } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { publicOrigin, SETTINGS, type Settings } from '#libs/platform';

/** Links by which a customer comes back to an order without an account. */
@Injectable()
export class OrderLinks {
  constructor(@Inject(SETTINGS) private readonly settings: Settings) {}

  /** 128 bits that only the application secret can derive from the order. */
  token(orderId: string): string {
    const mac = createHmac('sha256', this.settings.appSecret).update(`order link:${orderId}`).digest();
    return mac.subarray(0, 16).toString('base64url');
  }

  /** What is stored of a token. */
  hash(token: string): string {
    return createHash('sha256').update(token).digest('hex');
  }

  url(slug: string, orderId: string): string {
    return `${publicOrigin(this.settings, slug)}/commandes/${this.token(orderId)}`;
  }
}
