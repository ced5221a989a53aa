import { z } from 'zod';
import { readHours, shopInput, type WeeklyInterval } from '#libs/shops';
import type { RowNote } from '../engine/import-kind.js';

/** How a shop is reached and when it is open, as the row writes it. */
export interface MerchantContact {
  phone?: string | undefined;
  email?: string | undefined;
  website?: string | undefined;
  /** French or OpenStreetMap's grammar. */
  hours?: string | undefined;
}

const CONTACT = z.object({
  phone: shopInput.shape.phone,
  email: shopInput.shape.email,
  website: shopInput.shape.website,
}).shape;
const SEVERAL = { phone: /\s*(?:[;,/|\n]|\bou\b)\s*(?=[+\d(])/, email: /[\s;,|]+/, website: /[\s;|]+/ };

/**
 * What of it can be used: of several numbers or addresses the first, hours only when all of their text was understood. What is
 * left out is noted; the shop goes in without.
 */
export async function readContact(
  row: MerchantContact,
  { line, notes }: { line: number; notes: RowNote[] },
): Promise<{ phone?: string; email?: string; website?: string; hours?: WeeklyInterval[] }> {
  const found: Record<string, string> = {};
  for (const field of ['phone', 'email', 'website'] as const) {
    const first =
      (row[field] ?? '')
        .trim()
        .replace(/^mailto:/i, '')
        .split(SEVERAL[field])[0] ?? '';
    if (first === '') continue;
    const read = CONTACT[field].safeParse(field === 'phone' ? first.replace(/[^\d+().\s-]/g, '').trim() : first);
    if (read.success && read.data) found[field] = read.data;
    else notes.push({ line, code: 'imports.contact_left_out', details: { value: first.slice(0, 80) } });
  }
  const hours = (row.hours ?? '').trim();
  if (hours === '') return found;
  const reading = await readHours(hours);
  if (reading.verdict === 'full') return { ...found, hours: reading.week };
  const left = reading.unread[0]?.text ?? hours;
  notes.push({ line, code: 'imports.hours_left_out', details: { hours: left.slice(0, 120) } });
  return found;
}
