import { z } from 'zod';
import type { CounterHandover } from '#libs/orders';

const LINES_MOST = 100;
const KEY = /^[0-9a-f-]{36}$/;

export const counterQuery = z.object({ q: z.string().trim().max(200).optional().catch(undefined) });

const pieces = z.coerce.number().int().min(0).max(9999);
const reason = z.string().trim().max(200);

/** A handover form; `missing-2` are the pieces of line 2 that stay here, `why-2` says why. */
export const handoverForm = z
  .looseObject({
    key: z.string().regex(KEY),
    code: z.string().trim().max(300).default(''),
    withoutCode: z.literal('yes').optional(),
    handedAt: z.iso.datetime({ offset: true }).optional(),
  })
  .transform(({ key, code, withoutCode, handedAt, ...fields }, context): CounterHandover => {
    if (code === '' && !withoutCode)
      context.addIssue({ code: 'custom', path: ['code'], message: 'orders.code_needed' });
    return {
      key,
      proof: withoutCode ? null : code,
      handedAt: handedAt ?? null,
      strikes: strikesOf(fields),
    };
  });

function strikesOf(fields: Record<string, unknown>): CounterHandover['strikes'] {
  return Array.from({ length: LINES_MOST }, (_, i) => i + 1).flatMap((line) => {
    const missing = pieces.safeParse(fields[`missing-${line}`] || 0);
    if (!missing.success || missing.data === 0) return [];
    const why = reason.safeParse(fields[`why-${line}`]);
    return [{ line, pieces: missing.data, reason: why.success ? why.data : null }];
  });
}
