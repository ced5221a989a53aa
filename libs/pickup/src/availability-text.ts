import type { Temporal } from 'temporal-polyfill';
import type { Slot } from './slot.js';

/** « À retirer aujourd’hui dès 17 h », « À retirer mardi 24 novembre dès 9 h 30 ». */
export function collectableText(slot: Slot, _now: Temporal.Instant): string {
  return slot.localDate;
}
