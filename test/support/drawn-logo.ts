import sharp from 'sharp';
import { InitiativeLogos } from '#libs/imports';
import type { TestWeb } from './web.js';

/** Gives an initiative a logo of one colour. */
export async function drawLogo({ app }: Pick<TestWeb, 'app'>, initiativeId: string): Promise<void> {
  const drawn = { width: 24, height: 16, channels: 3, background: '#1d4e6b' } as const;
  const bytes = await sharp({ create: drawn }).png().toBuffer();
  await app.get(InitiativeLogos, { strict: false }).replace(initiativeId, bytes);
}
