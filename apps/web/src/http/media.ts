import { Inject, Injectable } from '@nestjs/common';
import { MEDIA_STORE, type MediaStore } from '#libs/platform';
import { PageNotFoundError } from './http.errors.js';
import type { Reply } from './site-request.js';

const PICTURE = /^(shops|initiatives|region)\/([0-9a-f-]{36})\/[a-z0-9/_-]+\.(?:webp|avif|jpg)$/;
const TYPES = new Set(['image/webp', 'image/avif', 'image/jpeg']);

/** Pictures of the store. Ids in a key are random, and a key's content never changes. */
@Injectable()
export class Media {
  constructor(@Inject(MEDIA_STORE) private readonly store: MediaStore) {}

  /**
   * `shopId` null: of any shop, or the logo of an initiative or of the region. @throws PageNotFoundError for other shops' keys and for anything that is
   * no picture.
   */
  async send(reply: Reply, key: string, shopId: string | null): Promise<void> {
    const [, folder, owner] = PICTURE.exec(key) ?? [];
    if (owner === undefined) throw new PageNotFoundError();
    if (shopId !== null && (folder !== 'shops' || owner !== shopId)) throw new PageNotFoundError();
    const found = await this.store.get(key);
    if (!found) throw new PageNotFoundError();
    if (!TYPES.has(found.contentType)) {
      found.body.destroy();
      throw new PageNotFoundError();
    }
    reply.raw.once('close', () => found.body.destroy());
    void reply
      .header('cache-control', 'public, max-age=31536000, immutable')
      .header('content-length', found.size)
      .type(found.contentType)
      .send(found.body);
  }
}
