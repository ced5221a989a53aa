import type { DayAtom } from './french-items.js';
import { type Half, HOLIDAY } from './french-tokens.js';
import type { UnreadReason } from './hours-reading.js';
import type { Minutes } from './minutes.js';

const WEEK = [1, 2, 3, 4, 5, 6, 7];

/** A week that is being put together from what a text says, statement by statement. */
export class WeekDraft {
  readonly days = new Map<number, Minutes[]>();
  readonly closed = new Set<number>();
  holidays: 'open' | 'closed' | null = null;
  /** Of how many days the statement spoke that set a day: the narrower one knows better. */
  private readonly breadth = new Map<number, number>();

  /** Hours for these days. Null when that is clear; else why it is not, and nothing is changed. */
  open(atoms: readonly DayAtom[], intervals: readonly Minutes[], isOverride = false): UnreadReason | null {
    const named = new Set(atoms.map(({ day }) => day));
    const hasWeek = WEEK.every((day) => named.has(day));
    if (named.has(HOLIDAY) && !hasWeek) return 'holiday_hours';
    if (isHalfUnclear(atoms)) return 'half_day';
    const wanted: [number, Minutes[]][] = [];
    for (const { day, half } of atoms.filter((atom) => atom.day !== HOLIDAY)) {
      const part = half === null ? [...intervals] : inHalf(intervals, half);
      if (!part) return 'half_day';
      const whole =
        half === null ? this.together(day, part, isOverride ? 0 : named.size) : this.withHalf(day, part, half);
      if (!whole) return 'order';
      wanted.push([day, whole]);
    }
    for (const [day, whole] of wanted) {
      this.days.set(day, whole);
      this.breadth.set(day, named.size);
    }
    if (named.has(HOLIDAY)) this.holidays = 'open';
    return null;
  }

  /** These days, or halves of them, are closed. */
  close(atoms: readonly DayAtom[]): UnreadReason | null {
    const kept = atoms.map(({ day, half }) => ({
      day,
      rest: half === null ? [] : outOfHalf(this.days.get(day), half),
    }));
    if (kept.some(({ rest }) => rest === null)) return 'half_day';
    if (isHalfUnclear(atoms)) return 'half_day';
    for (const { day, rest } of kept) this.shut(day, rest ?? []);
    return null;
  }

  private shut(day: number, rest: Minutes[]): void {
    if (day === HOLIDAY) this.holidays = 'closed';
    else if (rest.length > 0) this.days.set(day, rest);
    else {
      this.days.delete(day);
      this.closed.add(day);
    }
  }

  /** « mercredi après-midi : 13h30-16h »: the rest of the day stays. */
  private withHalf(day: number, part: Minutes[], half: Half): Minutes[] | null {
    const known = this.days.get(day);
    const rest = known ? withoutHalf(known, half) : [];
    return rest && [...rest, ...part].toSorted((a, b) => a.opens - b.opens);
  }

  /** As it was before. */
  copy(): WeekDraft {
    const copy = new WeekDraft();
    for (const [day, intervals] of this.days) copy.days.set(day, intervals);
    for (const [day, breadth] of this.breadth) copy.breadth.set(day, breadth);
    for (const day of this.closed) copy.closed.add(day);
    copy.holidays = this.holidays;
    return copy;
  }

  /** Hours beside those of before are added; over them, a narrower statement replaces them. Null: two that contradict. */
  private together(day: number, part: Minutes[], breadth: number): Minutes[] | null {
    const known = this.days.get(day);
    if (!known || breadth === 0) return part;
    const isApart = known.every((a) => part.every((b) => a.closes <= b.opens || b.closes <= a.opens));
    if (isApart) return [...known, ...part].toSorted((a, b) => a.opens - b.opens);
    if (isSame(known, part)) return known;
    return breadth < (this.breadth.get(day) ?? 0) ? part : null;
  }
}

const isSame = (a: readonly Minutes[], b: readonly Minutes[]): boolean =>
  a.length === b.length && a.every(({ opens, closes }, i) => opens === b[i]!.opens && closes === b[i]!.closes);

const IN: Record<Half, (interval: Minutes) => boolean> = {
  morning: ({ closes }) => closes <= 870,
  noon: ({ opens, closes }) => opens >= 660 && closes <= 960,
  afternoon: ({ opens }) => opens >= 720,
  evening: ({ opens }) => opens >= 990,
};
const OUT: Record<Half, (interval: Minutes) => boolean> = {
  morning: ({ opens }) => opens >= 720,
  noon: ({ opens, closes }) => opens >= 960 || closes <= 720,
  afternoon: ({ closes }) => closes <= 870,
  evening: ({ closes }) => closes <= 1020,
};

/** Null when an interval is in both halves or in none, or none is in this one. */
function inHalf(intervals: readonly Minutes[], half: Half): Minutes[] | null {
  if (intervals.some((interval) => IN[half](interval) === OUT[half](interval))) return null;
  const inside = intervals.filter(IN[half]);
  return inside.length > 0 ? inside : null;
}

/** Null when an interval is in both halves or in none. */
const withoutHalf = (intervals: readonly Minutes[], half: Half): Minutes[] | null =>
  intervals.some((interval) => IN[half](interval) === OUT[half](interval))
    ? null
    : intervals.filter((interval) => !IN[half](interval));

function outOfHalf(intervals: readonly Minutes[] | undefined, half: Half): Minutes[] | null {
  return intervals && inHalf(intervals, half) ? intervals.filter((interval) => !IN[half](interval)) : null;
}

/** « sauf dimanche et lundi midi »: of one or of both? */
function isHalfUnclear(atoms: readonly DayAtom[]): boolean {
  return atoms.length > 1 && atoms.at(-1)!.half !== null && atoms.slice(0, -1).some(({ half }) => half === null);
}
