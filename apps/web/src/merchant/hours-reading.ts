import type { HoursReading } from '#libs/shops';
import { hoursSentence } from './hours-sentence.js';

/** `key` below `hours`. */
type SayHours = (key: string, values?: Record<string, unknown>) => string;

/** What was understood of a line, and what was not: to be looked at before anything is saved. */
export const readingView = (say: SayHours, { verdict, week, unread }: HoursReading) => ({
  tone: verdict === 'full' ? 'success' : 'warning',
  sentence: hoursSentence(week),
  advice: say(week.length === 0 ? 'reading.closed_only' : `reading.${verdict}`),
  unread: unread.map(({ text, reason }) => say(`unread.${reason}`, { text })),
});
