import { z } from 'zod';
import { pushSubscription } from '#libs/alerts';

const checked = z
  .literal('yes')
  .optional()
  .transform((value) => value === 'yes');

/** A subscription as hidden fields of a form. */
export const deviceForm = z
  .object({ endpoint: z.string(), p256dh: z.string(), auth: z.string() })
  .transform(({ endpoint, ...keys }) => ({ endpoint, keys }))
  .pipe(pushSubscription);

export const choicesForm = z.object({ newOrders: checked, cancellations: checked });
