import { intervalsOf } from './french-times.js';
import { type Half, HOLIDAY, type Token } from './french-tokens.js';
import type { UnreadReason } from './hours-reading.js';
import type { Minutes } from './minutes.js';

export interface DayAtom {
  day: number;
  half: Half | null;
}

/** A run of words that says one thing; [start, end) in the text. */
export type Item = { start: number; end: number } & (
  | { kind: 'days'; atoms: DayAtom[] }
  | { kind: 'times'; intervals: Minutes[] }
  | { kind: 'closed' | 'except' | 'open' | 'colon' | 'through' }
  | { kind: 'break'; isParenthesis: boolean }
  | { kind: 'odd'; reason: UnreadReason }
);

const TIME_JOINTS = new Set<Token['kind']>(['to', 'dash', 'slash', 'comma', 'and', 'from', 'between', 'filler']);
const isTime = ({ kind }: Token): boolean => kind === 'time' || kind === 'number' || kind === 'always';

/** Days, times and signs of the text in order; joints and empty words are gone. */
export function items(all: readonly Token[]): Item[] {
  const found: Item[] = [];
  let at = 0;
  while (at < all.length) {
    const token = all[at]!;
    const run =
      isTime(token) || isNoonAsTime(all, at) ? timesAt(all, at) : token.kind === 'day' ? daysAt(all, at) : null;
    const single = run ? null : singleItem(token);
    if (single) found.push(single);
    if (run) found.push(...run.items);
    at = run ? run.next : at + 1;
  }
  return found;
}

function singleItem(token: Token): Item | null {
  const { start, end } = token;
  switch (token.kind) {
    case 'closed':
    case 'except':
    case 'open':
    case 'colon':
    case 'through':
      return { kind: token.kind, start, end };
    case 'break':
      return { kind: 'break', isParenthesis: token.isParenthesis, start, end };
    case 'odd':
      return { kind: 'odd', reason: token.reason, start, end };
    case 'half':
      return { kind: 'odd', reason: 'half_day', start, end };
    default:
      return null;
  }
}

/** « de midi à 14 h »: noon before « à » and a time. */
const isNoonAsTime = (all: readonly Token[], at: number): boolean => {
  const [noon, to, time] = [all[at], all[at + 1], all[at + 2]];
  return (
    noon?.kind === 'half' &&
    noon.half === 'noon' &&
    all[at - 1]?.kind === 'from' &&
    to?.kind === 'to' &&
    time?.kind === 'time'
  );
};

interface Run {
  items: Item[];
  next: number;
}

/** From the first time to the last one that only joints separate from it. */
function timesAt(all: readonly Token[], at: number): Run {
  let last = at;
  for (let i = at + 1; i < all.length; i++) {
    if (isTime(all[i]!) || isNoonAsEnd(all, i, last)) last = i;
    else if (!TIME_JOINTS.has(all[i]!.kind)) break;
  }
  const before = all[at - 1]?.kind === 'between' ? at - 1 : at;
  const [start, end] = [all[at]!.start, all[last]!.end];
  const intervals = intervalsOf(all.slice(before, last + 1));
  if (intervals) return { items: [{ kind: 'times', intervals, start, end }], next: last + 1 };
  const isOpenEnd = all[at - 1]?.kind === 'to' && all[at - 2]?.kind !== 'day';
  return odd(all, at, last, isOpenEnd ? 'open_end' : 'times');
}

/** « de 9 h à midi ». */
const isNoonAsEnd = (all: readonly Token[], at: number, last: number): boolean => {
  const [noon, joint] = [all[at], all[at - 1]];
  const isJoined = at === last + 2 && (joint?.kind === 'to' || joint?.kind === 'dash');
  return noon?.kind === 'half' && noon.half === 'noon' && isJoined;
};

type DaysItem = Item & { kind: 'days' };
type DayToken = Token & { kind: 'day' };

const DAY_JOINTS = new Set<Token['kind']>(['comma', 'and', 'slash', 'filler', 'dash', 'to', 'from']);

/** A list of days and ranges of days; « du » begins a new one. */
function daysAt(all: readonly Token[], at: number): Run {
  const found: DaysItem[] = [];
  let [i, last, isRange, isNew] = [at, at - 1, false, true];
  let dashes = 0;
  for (; i < all.length; i++) {
    const token = all[i]!;
    if (token.kind === 'day') {
      const days = found.at(-1);
      if (isRange && days) extend(days, token);
      else if (isNew || !days) found.push({ kind: 'days', atoms: atomsOf(token), start: token.start, end: token.end });
      else addTo(days, token);
      dashes = isRange ? dashes + 1 : 0;
      if (dashes > 1) return odd(all, at, i, 'order');
      [last, isRange, isNew] = [i, false, false];
    } else if (token.kind === 'half' && last === i - 1 && found.length > 0) {
      markHalf(found.at(-1)!, token);
      last = i;
    } else if (!DAY_JOINTS.has(token.kind)) break;
    else if (token.kind === 'to' || token.kind === 'dash') isRange = true;
    else if (token.kind === 'from') isNew = true;
  }
  if (isRange && isUnknown(all[i])) return odd(all, at, i, 'order');
  return { items: found, next: last + 1 };
}

const isUnknown = (token: Token | undefined): boolean => token?.kind === 'odd' && token.reason === 'words';

const odd = (all: readonly Token[], from: number, to: number, reason: UnreadReason): Run => ({
  items: [{ kind: 'odd', reason, start: all[from]!.start, end: all[to]!.end }],
  next: to + 1,
});

const atomsOf = (token: DayToken): DayAtom[] => token.days.map((day) => ({ day, half: null }));

function addTo(item: DaysItem, token: DayToken): void {
  item.atoms.push(...atomsOf(token));
  item.end = token.end;
}

/** From the last day of the item to this one, over the week's end if need be. */
function extend(item: DaysItem, token: DayToken): void {
  let { day } = item.atoms.at(-1)!;
  const [to = day] = token.days;
  item.end = token.end;
  if (day === HOLIDAY || to === HOLIDAY || token.days.length > 1) return void item.atoms.push(...atomsOf(token));
  while (day !== to) {
    day = (day % 7) + 1;
    item.atoms.push({ day, half: null });
  }
}

/** « lundi matin »: the last day alone. */
function markHalf(item: DaysItem, token: Token & { kind: 'half' }): void {
  item.atoms.at(-1)!.half = token.half;
  item.end = token.end;
}
