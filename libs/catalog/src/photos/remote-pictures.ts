import { Injectable } from '@nestjs/common';
import { OutboundClient, PICTURE_MAX_BYTES, PictureProcessor, type ProcessedPicture } from '#libs/platform';

const PATIENCE_MS = 20_000;

/** Pictures that stand on other people's servers. */
@Injectable()
export class RemotePictures {
  constructor(
    private readonly outbound: OutboundClient,
    private readonly processor: PictureProcessor,
  ) {}

  /** @throws what OutboundClient.fetch and PictureProcessor.processPicture throw. */
  async fetch(url: string): Promise<ProcessedPicture> {
    const { body } = await this.outbound.fetch(url, {
      maxBytes: PICTURE_MAX_BYTES,
      accept: 'image/avif,image/webp,image/jpeg,image/png,image/*;q=0.5',
      timeoutMs: PATIENCE_MS,
    });
    return this.processor.processPicture(body);
  }
}
