import { createHash } from 'node:crypto';
import type { OrderDetails } from './order-details.js';

/** What a device without a network checks a code or a scanned link against. */
export interface CounterMarks {
  /**
   * 24 bits of a hash of order and code: a wrong code passes once in 16 million, and whoever finds the device still has
   * 65,536 codes to choose from. The server checks the code itself when it hears of the handover.
   */
  code: string;
  /** SHA-256 of the 128-bit secret in the customer's link. */
  link: string;
}

export const counterMarks = ({ orderId, pickupCode, token }: OrderDetails): CounterMarks => ({
  code: sha256(`${orderId}:${pickupCode}`).slice(0, 6),
  link: sha256(token),
});

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
