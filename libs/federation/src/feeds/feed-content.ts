import { type FeedEntry, type FeedOutcome, type FeedRefusal, hashOf, refusal } from '../readers/feed-facts.js';

/** Entries of one feed; more are refused, and said. */
const MOST_ENTRIES = 200_000;

/** All of a feed's content, each key once. */
export interface FeedContent {
  entries: Map<string, FeedEntry & { hash: string }>;
  refusals: FeedRefusal[];
  refused: number;
  read: number;
}

const LISTED_REFUSALS = 100;

/** @throws what the reader throws: then nothing of the content counts */
export async function gather(outcomes: AsyncIterable<FeedOutcome>): Promise<FeedContent> {
  const content: FeedContent = { entries: new Map(), refusals: [], refused: 0, read: 0 };
  for await (const outcome of outcomes) {
    content.read++;
    const refused = outcome.kind === 'refusal' ? outcome : whyNot(content, outcome);
    if (!refused && outcome.kind === 'entry') {
      content.entries.set(outcome.key, { ...outcome, hash: hashOf(outcome.facts) });
      continue;
    }
    content.refused++;
    if (refused && content.refusals.length < LISTED_REFUSALS) content.refusals.push(refused);
  }
  return content;
}

function whyNot({ entries }: FeedContent, { key, line }: FeedEntry): FeedRefusal | null {
  const first = entries.get(key);
  if (first) return refusal(line, 'federation.duplicate_key', { key: key.slice(0, 100), firstLine: first.line });
  return entries.size >= MOST_ENTRIES ? refusal(line, 'federation.too_many', { most: MOST_ENTRIES }) : null;
}
