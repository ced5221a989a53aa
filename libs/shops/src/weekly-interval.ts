/** Half-open [opens, closes), local wall time `HH:mm` of the region; `closes` may be `24:00`. */
export interface Interval {
  opens: string;
  closes: string;
}

/** `weekday`: 1 Monday to 7 Sunday (ISO 8601). */
export interface WeeklyInterval extends Interval {
  weekday: number;
}
