import { z } from 'zod';

const text = (most: number) => z.string().trim().max(most).default('');

/** How the region shows itself. Empty texts stand for what the program says by itself. */
export const faceInput = z.object({
  name: z.string().trim().min(1, 'face.name').max(60),
  lead: text(200),
  footer: text(300),
  accent: z.union([z.literal(''), z.string().regex(/^#[0-9a-f]{6}$/i, 'face.accent')]).default(''),
  email: z.union([z.literal(''), z.email('accounts.bad_email').max(254)]).default(''),
  phone: text(40),
  address: text(300),
  legal: text(20_000),
  privacy: text(20_000),
  accessibility: text(20_000),
  targetFrom: z.coerce
    .number('face.target')
    .int('face.target')
    .min(0, 'face.target')
    .max(100, 'face.target')
    .default(30),
  targetTo: z.coerce.number('face.target').int('face.target').min(1, 'face.target').max(100, 'face.target').default(60),
});

/** Files of a logo: `region/<pictureId>/<width>.webp`; pixels. */
export interface FaceLogo {
  pictureId: string;
  width: number;
  height: number;
}

export type Face = z.output<typeof faceInput> & { logo: FaceLogo | null };

export const DEFAULT_FACE: Face = { ...faceInput.parse({ name: 'Devanture' }), logo: null };

/** A stored version. Instants are ISO 8601; `publishedAt` null: the draft. */
export interface FaceVersion {
  versionId: string;
  face: Face;
  madeAt: string;
  publishedAt: string | null;
  madeBy: string | null;
}

/** What the contrast guard made of the accent: as shown by day and by night. */
export interface AccentShown {
  day: string;
  night: string;
  isCorrected: boolean;
}
