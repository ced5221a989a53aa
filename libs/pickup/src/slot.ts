/**
 * One pickup slot, half-open [start, end). `id` names it in forms and in the API. `start` and `end` are ISO 8601 instants
 * with the region's offset (`2026-11-24T14:00:00+01:00`); `localDate` is `YYYY-MM-DD`, `localStart` and `localEnd` are
 * wall times `HH:mm` there (`24:00` for the end of the day). `remaining` counts orders that may still be taken; 0 is full.
 */
export interface Slot {
  id: string;
  start: string;
  end: string;
  localDate: string;
  localStart: string;
  localEnd: string;
  remaining: number;
}
