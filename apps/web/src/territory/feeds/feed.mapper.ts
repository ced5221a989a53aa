import { Temporal } from 'temporal-polyfill';
import type { Feed, FeedSync, Problem } from '#libs/federation';
import { errorSentences } from '../../http/error-sentences.js';
import { figureText, momentText } from '../../http/wording.js';

type Say = (key: string, values?: Record<string, unknown>) => string;

const sentenceOf = ({ code, details }: Problem): string =>
  errorSentences()
    .say({ code, details })
    .replace(/\p{Cc}/gu, '');

type FeedState = 'new' | 'fine' | 'failing' | 'held' | 'hidden';
const TONES: Record<FeedState, string> = {
  new: 'neutral',
  fine: 'success',
  failing: 'warning',
  held: 'warning',
  hidden: 'danger',
};

function stateOf({ checkedAt, failures, held, hiddenAt }: Feed): FeedState {
  if (hiddenAt) return 'hidden';
  if (held) return 'held';
  if (failures > 0) return 'failing';
  return checkedAt ? 'fine' : 'new';
}

/** A feed as its own page and the list show it. */
export function feedView(feed: Feed, say: Say) {
  const { feedId, held, problem, checkedAt, changedAt, items } = feed;
  const state = stateOf(feed);
  const base = `/territoire/flux/${feedId}`;
  return {
    name: feed.name,
    address: feed.url,
    initiative: feed.initiative.name,
    kind: say(`kind.${feed.kind}`),
    state: say(`state.${state}`),
    tone: TONES[state],
    items: figureText(items),
    checked: checkedAt ? momentText(checkedAt) : say('never'),
    changed: changedAt ? momentText(changedAt) : say('never'),
    next: momentText(new Date(Math.max(feed.nextAt.getTime(), Temporal.Now.instant().epochMilliseconds))),
    held: held && say('held', { lost: figureText(held.lost), before: figureText(held.before) }),
    problem: problem && sentenceOf(problem),
    hidden: feed.hiddenAt ? say('hidden_since', { at: momentText(feed.hiddenAt) }) : null,
    url: base,
    syncUrl: `${base}/lecture`,
    confirmUrl: `${base}/confirmation`,
    withdrawUrl: `${base}/retrait`,
  };
}

export const feedRows = (feeds: readonly Feed[], say: Say) => ({
  columns: ['name', 'initiative', 'items', 'checked', 'state'].map((key) => ({
    label: say(`column.${key}`),
    ...(key === 'items' && { isNumber: true }),
  })),
  rows: feeds.map((feed) => {
    const view = feedView(feed, say);
    return {
      cells: [
        { label: say('column.name'), text: view.name, url: view.url, hint: view.kind },
        { label: say('column.initiative'), text: view.initiative },
        { label: say('column.items'), text: view.items, isNumber: true },
        { label: say('column.checked'), text: view.checked },
        { label: say('column.state'), tag: { label: view.state, tone: view.tone } },
      ],
    };
  }),
});

const COUNTS = ['created', 'updated', 'unchanged', 'missing', 'gone', 'refused'] as const;
const SYNC_TONES = { changed: 'success', held: 'warning', failed: 'danger' };

/** What happened each time, in words. */
export const syncViews = (syncs: readonly FeedSync[], say: Say) =>
  syncs.map((sync) => ({
    at: momentText(sync.startedAt),
    outcome: say(`outcome.${sync.outcome}`),
    tone: SYNC_TONES[sync.outcome],
    text: COUNTS.filter((field) => sync[field] > 0)
      .map((field) => say(`count.${field}`, { n: figureText(sync[field]) }))
      .join(', '),
    problem: sync.problem && sentenceOf(sync.problem),
    errors: sync.errors.slice(0, 20).map(sentenceOf),
    more: sync.refused > 20 ? say('more_errors', { n: figureText(sync.refused - 20) }) : null,
  }));
