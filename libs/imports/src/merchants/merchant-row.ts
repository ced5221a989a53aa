import { z } from 'zod';
import { isSiret } from '#libs/kernel';

const text = (most: number) => z.string().min(1).max(most);
const degrees = (most: number) => z.number().min(-most).max(most);

/** A shop as a register or a list names it, whatever the format; the schema behind every merchant row. */
export const merchantRow = z.strictObject({
  /** Absent in lists that know shops by their names; then `key` tells them apart within their source. */
  siret: z.string().refine(isSiret).optional(),
  key: text(400).optional(),
  name: text(200),
  legalName: text(200).optional(),
  /** As the file writes it, with its point: 47.77Z. */
  naf: text(10).optional(),
  trade: text(40),
  addressLine: text(300).optional(),
  postcode: text(10).optional(),
  communeInsee: z.string().regex(/^[0-9AB]{5}$/),
  /** WGS 84 degrees; null only where the commune has no point either. */
  lat: degrees(90).nullable(),
  lon: degrees(180).nullable(),
  pointSource: z.enum(['file', 'commune']),
  phone: text(40).optional(),
  email: text(254).optional(),
  website: text(500).optional(),
  hours: z.array(z.strictObject({ weekday: z.int().min(1).max(7), opens: text(5), closes: text(5) })).optional(),
});

export type MerchantRow = z.infer<typeof merchantRow>;
