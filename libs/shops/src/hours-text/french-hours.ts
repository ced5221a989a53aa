import { type DayAtom, type Item, items } from './french-items.js';
import { isTimesFirst, type Part, parts } from './french-parts.js';
import { folded, tokens } from './french-tokens.js';
import { type HoursReading, reading, type Unread, type UnreadReason } from './hours-reading.js';
import { type Minutes, weekOf } from './minutes.js';
import { WeekDraft } from './week-draft.js';

/** What makes the whole text depend on a time of the year. */
const EVERYTHING = new Set<UnreadReason>(['season', 'school', 'nth', 'weeks', 'sun']);
const EVERY_DAY: DayAtom[] = [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, half: null }));

/** One « these days, these hours » with the place it has in the text. */
interface Statement {
  atoms: DayAtom[];
  intervals: Minutes[] | null;
  minus: DayAtom[];
  isOverride: boolean;
  fault: UnreadReason | null;
  isThrough: boolean;
  /** A colon or « sauf » stands behind its days: the days that come next are others. */
  isNamed: boolean;
  start: number;
  end: number;
}

/**
 * Opening hours as people in France write them: « 9h-12h30 et 14h-19h sauf dimanche », « lun-ven 8h30 à 12h / 13h30 à 18h,
 * sam 9h-12h ». What may be read in two ways is left unread, never guessed; every word is either read or handed back.
 */
export function readFrenchHours(text: string): HoursReading {
  const found = items(tokens(folded(text)));
  const seasonal = found.find((item) => item.kind === 'odd' && EVERYTHING.has(item.reason));
  if (seasonal?.kind === 'odd') return answer(text, new WeekDraft(), [seasonal]);
  const timesFirst = isTimesFirst(found);
  const all = parts(found, timesFirst);
  const faults: Fault[] = wordsOf(all);
  let draft = new WeekDraft();
  for (const statement of timesFirst ? timesThenDays(all) : daysThenTimes(all)) {
    const before = draft.copy();
    const reason = take(draft, statement);
    if (reason) {
      draft = before;
      faults.push({ ...statement, reason });
    }
  }
  for (const part of all) {
    const reason = part.kind === 'off' ? draft.close(part.atoms) : null;
    if (part.kind !== 'off' || !reason) continue;
    for (const { day } of part.atoms) draft.days.delete(day);
    faults.push({ ...part, reason });
  }
  return answer(text, draft, [...faults, ...unsaid(all, faults)]);
}

/** A part of the text that is handed back. */
interface Fault {
  start: number;
  end: number;
  reason: UnreadReason;
}

function answer(text: string, draft: WeekDraft, faults: readonly Fault[]): HoursReading {
  const unread: Unread[] = faults
    .toSorted((a, b) => a.start - b.start)
    .map(({ start, end, reason }) => ({ text: text.slice(start, end).trim(), reason }));
  const closedDays = [...draft.closed].filter((day) => !draft.days.has(day)).toSorted((a, b) => a - b);
  return reading({ week: weekOf(draft.days), closedDays, holidays: draft.holidays, unread });
}

/** What stands in no statement that was handed back. */
const unsaid = (all: readonly Part[], faults: readonly Fault[]): Fault[] =>
  all.filter(
    (part): part is Item & { kind: 'odd' } =>
      part.kind === 'odd' && !faults.some(({ start, end }) => start <= part.start && end >= part.end),
  );

function take(draft: WeekDraft, statement: Statement): UnreadReason | null {
  const { atoms, intervals, minus, fault } = statement;
  if (fault) return fault;
  if (intervals === null) {
    const closed = minus.length > 0 ? draft.close(minus) : null;
    return closed ?? 'hours_missing';
  }
  if (statement.isThrough && intervals.length > 1) return 'times';
  const halfDay = minus.some(({ half }) => half !== null);
  const kept = halfDay ? atoms : atoms.filter(({ day }) => !minus.some((gone) => gone.day === day));
  return draft.open(kept, intervals, statement.isOverride) ?? (minus.length > 0 ? draft.close(minus) : null);
}

/** Words that nobody knows, those that follow each other together. */
function wordsOf(all: readonly Part[]): Fault[] {
  const found: Fault[] = [];
  all.forEach((part, i) => {
    if (part.kind !== 'odd' || part.reason !== 'words') return;
    const before = all[i - 1];
    const last = found.at(-1);
    if (last && before?.kind === 'odd' && before.reason === 'words') last.end = part.end;
    else found.push({ start: part.start, end: part.end, reason: 'words' });
  });
  return found;
}

const blank = ({ start, end }: { start: number; end: number }): Statement => ({
  atoms: [],
  intervals: null,
  minus: [],
  isOverride: false,
  fault: null,
  isThrough: false,
  isNamed: false,
  start,
  end,
});

/** « lun-ven 9h-18h, sam 9h-12h ». */
function daysThenTimes(all: readonly Part[]): Statement[] {
  const statements: Statement[] = [];
  let fault: UnreadReason | null = null;
  let isApart = true;
  for (const part of all) {
    const last = statements.at(-1);
    if (part.kind === 'break') isApart = true;
    else if (part.kind === 'off') fault = null;
    else if (part.kind === 'days') {
      if (last && last.intervals === null && !last.isNamed && !isClosedBetween(all, last, part)) {
        join(last, part);
      } else statements.push({ ...blank(part), atoms: [...part.atoms], fault });
      [fault, isApart] = [null, false];
    } else if (part.kind === 'odd' && (part.reason !== 'words' || last?.intervals === null)) {
      if (last && !(isApart && last.intervals)) spoil(last, part);
      if (last?.intervals !== null) fault = part.reason;
    } else if (last && part.kind !== 'odd') {
      const added = add(last, part, isApart);
      if (added) statements.push(added);
      if (part.kind === 'times') fault = null;
      if (part.kind === 'times' || part.kind === 'minus') isApart = false;
    } else if (part.kind === 'times' || part.kind === 'minus') statements.push({ ...blank(part), fault: 'order' });
  }
  return statements;
}

const isClosedBetween = (all: readonly Part[], from: { end: number }, to: { start: number }): boolean =>
  all.some(({ kind, start }) => kind === 'off' && start >= from.end && start < to.start);

function join(statement: Statement, part: Part & { kind: 'days' }): void {
  statement.atoms.push(...part.atoms);
  statement.end = part.end;
}

function spoil(statement: Statement, part: Part & { kind: 'odd' }): void {
  statement.fault ??= part.reason;
  statement.end = part.end;
}

/** Hours or exceptions of a statement that has its days; a new statement where « sauf samedi 9h-12h » makes one. */
function add(last: Statement, part: Part, isApart: boolean): Statement | null {
  if (part.kind === 'through') last.isThrough = true;
  if (part.kind === 'colon' || part.kind === 'minus') last.isNamed = true;
  if (part.kind === 'minus') {
    last.minus.push(...part.atoms);
    last.end = part.end;
  }
  if (part.kind !== 'times') return null;
  const override = last.intervals !== null && last.minus.length > 0 && !isApart;
  if (override) {
    const atoms = last.minus.splice(0);
    return { ...blank(part), atoms, intervals: part.intervals, isOverride: true };
  }
  const isLater = last.intervals === null || part.intervals[0]!.opens >= last.intervals.at(-1)!.closes;
  if (!isLater) last.fault ??= 'times';
  last.intervals = [...(last.intervals ?? []), ...part.intervals];
  last.end = part.end;
  return null;
}

/** « 9h-12h du lundi au vendredi » pair by pair, or hours for every day and then the days that differ. */
function timesThenDays(all: readonly Part[]): Statement[] {
  const { sequence, overrides } = withoutOverrides(together(all));
  const shape = sequence.map(({ kind }) => (kind === 'times' ? 'T' : kind === 'days' ? 'D' : '')).join('');
  const whole = { start: all[0]!.start, end: all.at(-1)!.end };
  const refuse = (fault: UnreadReason): Statement[] => [{ ...blank(whole), fault }];
  const odd = all.find((part): part is Item & { kind: 'odd' } => part.kind === 'odd' && part.reason !== 'words');
  if (odd) return refuse(odd.reason);
  const times = sequence.filter((part) => part.kind === 'times');
  const days = sequence.filter((part) => part.kind === 'days');
  const minus = sequence.flatMap((part) => (part.kind === 'minus' ? part.atoms : []));
  const isThrough = all.some(({ kind }) => kind === 'through');
  const said = (i: number, atoms: DayAtom[], isOverride: boolean): Statement => ({
    ...blank(times[i]!),
    atoms,
    intervals: times[i]!.intervals,
    isOverride,
    isThrough: isThrough && times.length === 1,
  });
  if (isThrough && times.length > 1 && times.every(({ intervals }) => intervals.length > 1)) return refuse('times');
  if (/^(?:TD)+$/.test(shape)) {
    const statements = times.map((_, i) => said(i, days[i]!.atoms, false));
    statements.at(-1)!.minus.push(...minus);
    return [...statements, ...overrides];
  }
  if (!/^T(?:(?:DT)*|(?:TD)+)$/.test(shape)) return refuse('order');
  const changed = days.map((day, i) => said(i + 1, day.atoms, true));
  if (!isWholeWeek(all, days, overrides)) return refuse('days_missing');
  if (changed.some(({ intervals }) => isBeside(times[0]!.intervals, intervals!))) return refuse('order');
  return [{ ...said(0, EVERY_DAY, false), minus }, ...changed, ...overrides];
}

/** Hours on both sides of a « ; » that follow each other are one list. */
function together(all: readonly Part[]): Part[] {
  const result: Part[] = [];
  let isSoft = true;
  for (const part of all) {
    const last = result.at(-1);
    if (part.kind === 'break') isSoft &&= !part.isParenthesis;
    if (!['times', 'days', 'minus', 'off'].includes(part.kind)) continue;
    const follows = part.kind === 'times' && last?.kind === 'times' && isSoft;
    if (follows && part.intervals[0]!.opens >= last.intervals.at(-1)!.closes) {
      result.splice(-1, 1, { ...last, intervals: [...last.intervals, ...part.intervals], end: part.end });
    } else result.push(part);
    isSoft = true;
  }
  return result;
}

/** « 8h-20h sauf vendredi : 8h-21h »: the days and hours behind « sauf » are statements of their own. */
function withoutOverrides(all: readonly Part[]): { sequence: Part[]; overrides: Statement[] } {
  const sequence: Part[] = [];
  const overrides: Statement[] = [];
  for (const part of all) {
    const last = sequence.at(-1);
    if (part.kind === 'times' && last?.kind === 'minus' && sequence.some(({ kind }) => kind === 'times')) {
      sequence.pop();
      overrides.push({
        ...blank(part),
        start: last.start,
        atoms: last.atoms,
        intervals: part.intervals,
        isOverride: true,
      });
    } else if (part.kind !== 'off') sequence.push(part);
  }
  return { sequence, overrides };
}

/** Hours without days are those of every day only when the text speaks of the days that differ. */
const isWholeWeek = (all: readonly Part[], days: readonly Item[], overrides: readonly Statement[]): boolean =>
  overrides.length > 0 ||
  all.some(({ kind }) => kind === 'off' || kind === 'minus') ||
  days.some((part) => part.kind === 'days' && part.atoms.some(({ day }) => day === 7));

const isBeside = (base: readonly Minutes[], other: readonly Minutes[]): boolean =>
  base.every((a) => other.every((b) => a.closes <= b.opens || b.closes <= a.opens));
