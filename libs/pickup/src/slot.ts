import { offsetAt } from './wall-time.js';

/**
 * One pickup slot, half-open [start, end). `id` names it in forms and in the API. `start` and `end` are ISO 8601 instants
 * with the region's offset (`2026-11-24T14:00:00+01:00`); `localDate` is `YYYY-MM-DD`, `localStart` and `localEnd` are
 * wall times `HH:mm` there (`24:00` for the end of the day). `remaining` counts orders that may still be taken; 0 is full.
 * `capacity`: orders it takes in all.
 */
export interface Slot {
  id: string;
  start: string;
  end: string;
  localDate: string;
  localStart: string;
  localEnd: string;
  remaining: number;
  capacity: number;
}

/** A slot that is already somebody's: how full it is does not matter to them. */
export type SlotTime = Omit<Slot, 'remaining' | 'capacity'>;

/** The slot between two instants (epoch milliseconds), told in a zone. */
export function slotTime(start: number, end: number, zone: string): SlotTime {
  const [from, to] = [localIso(start, zone), localIso(end, zone)];
  const localEnd = to.slice(11, 16);
  return {
    id: `${new Date(start).toISOString().slice(0, 16)}Z`,
    start: from,
    end: to,
    localDate: from.slice(0, 10),
    localStart: from.slice(11, 16),
    localEnd: localEnd === '00:00' ? '24:00' : localEnd,
  };
}

/** `2026-11-24T14:00:00+01:00`. */
function localIso(milliseconds: number, zone: string): string {
  const offset = offsetAt(milliseconds, zone);
  const ahead = new Date(Math.abs(offset)).toISOString().slice(11, 16);
  return `${new Date(milliseconds + offset).toISOString().slice(0, 19)}${offset < 0 ? '-' : '+'}${ahead}`;
}
