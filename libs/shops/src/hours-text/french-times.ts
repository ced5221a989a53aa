import { DAY_MINUTES, isNight, type Minutes } from './minutes.js';
import type { Token } from './french-tokens.js';

/** What stands before a time: nothing, or how it is joined to the one before. */
type Joint = '' | '-' | '/' | ',' | 'and' | 'between';

interface Spoken {
  minutes: number;
  isBare: boolean;
  joint: Joint;
}

const JOINTS: Partial<Record<Token['kind'], Joint>> = {
  to: '-',
  dash: '-',
  slash: '/',
  comma: ',',
  and: 'and',
  between: 'between',
};

/**
 * The intervals that a run of times and joints says (« 9h-12h30 et 14h-19h »); null when it can be read in two ways or in
 * none: an odd number of times, an order that runs backwards, « 12h, 14h ».
 */
export function intervalsOf(run: readonly Token[]): Minutes[] | null {
  if (run.some(({ kind }) => kind === 'always')) {
    return run.some(({ kind }) => kind === 'time') ? null : [{ opens: 0, closes: DAY_MINUTES }];
  }
  const times = spoken(run);
  if (times === null || times.length === 0 || times.length % 2 === 1) return null;
  const pairs = Array.from({ length: times.length / 2 }, (_, i) => [times[2 * i]!, times[2 * i + 1]!] as const);
  if (pairs.some(([opens, closes]) => opens.isBare && closes.isBare)) return null;
  if (!areJoined(pairs)) return null;
  return inOrder(pairs.map(([opens, closes]) => ({ opens: opens.minutes, closes: closes.minutes })));
}

function spoken(run: readonly Token[]): Spoken[] | null {
  const times: Spoken[] = [];
  let joint: Joint = '';
  for (const token of run) {
    if (token.kind === 'time' || token.kind === 'number') {
      times.push({ minutes: token.minutes, isBare: token.kind === 'number', joint });
      joint = '';
    } else if (token.kind === 'half') {
      if (token.half !== 'noon') return null;
      times.push({ minutes: 720, isBare: false, joint });
      joint = '';
    } else {
      const next: Joint = JOINTS[token.kind] ?? '';
      joint = next === '' || (joint === '-' && next !== '-') ? joint : next;
    }
  }
  return times;
}

function areJoined(pairs: readonly (readonly [Spoken, Spoken])[]): boolean {
  const inside = pairs.map(([opens, closes]) =>
    opens.joint === 'between' && closes.joint === 'and' ? '-' : closes.joint,
  );
  const around = pairs.slice(1).map(([opens]) => opens.joint);
  if (inside.some((joint) => joint !== '-' && joint !== '/' && joint !== '')) return false;
  if (!around.includes('-')) return true;
  return around.every((joint) => joint === '-') && inside.every((joint) => joint === inside[0] && joint !== '/');
}

/** Each after the one before; touching ones are one; only the last may go on after midnight. */
function inOrder(intervals: readonly Minutes[]): Minutes[] | null {
  const result: Minutes[] = [];
  for (const [i, { opens, closes: said }] of intervals.entries()) {
    const closes = said === 0 ? DAY_MINUTES : said;
    const last = result.at(-1);
    const isLate = closes <= opens && isNight(opens, closes) && i === intervals.length - 1;
    if (opens >= DAY_MINUTES || (closes <= opens && !isLate)) return null;
    if (last && opens < last.closes) return null;
    if (last && opens === last.closes) last.closes = isLate ? closes + DAY_MINUTES : closes;
    else result.push({ opens, closes: isLate ? closes + DAY_MINUTES : closes });
  }
  return result;
}
