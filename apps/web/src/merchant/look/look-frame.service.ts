import { Inject, Injectable } from '@nestjs/common';
import { publicOrigin, SETTINGS, type Settings } from '#libs/platform';
import { Shops } from '#libs/shops';
import { allowFrameOf, previewToken } from '../../http/look-preview.js';
import type { Reply } from '../../http/site-request.js';

/** The shop beside its editor. */
@Injectable()
export class LookFrame {
  constructor(
    private readonly shops: Shops,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Addresses of the draft: on a page of its own, and in the frame, where links lead nowhere. */
  async open(reply: Reply, revision: number): Promise<{ previewUrl: string; frameUrl: string }> {
    const shop = await this.shops.current();
    const origin = publicOrigin(this.settings, shop.slug);
    allowFrameOf(reply, origin);
    const previewUrl = `${origin}/apercu?jeton=${previewToken(this.settings, shop.shopId)}&brouillon=${revision}`;
    return { previewUrl, frameUrl: `${previewUrl}&cadre=oui` };
  }
}
