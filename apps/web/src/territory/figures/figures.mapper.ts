import type { FeedHealth, FigureCounts, FigureRow, Flow, Week } from '#libs/figures';

type Say = (key: string, values?: Record<string, unknown>) => string;

/** From here to there: the region's target, percent of the retail establishments. */
export interface Target {
  from: number;
  to: number;
}

const MOST_ROWS = 200;

const number = new Intl.NumberFormat('fr-FR', { maximumFractionDigits: 1 });
const money = new Intl.NumberFormat('fr-FR', { style: 'currency', currency: 'EUR', maximumFractionDigits: 0 });

/** Percent, null of an unknown or empty whole. */
export const shareOf = (part: number, whole: number | null): number | null =>
  whole ? Math.round((part / whole) * 1000) / 10 : null;

const percent = (share: number | null): string => (share === null ? '–' : `${number.format(share)}\u00a0%`);

const STEPS = ['portal', 'open', 'stocked', 'collectable', 'ordered'] as const;

export function headView(total: FigureCounts, target: Target, say: Say) {
  const { establishments } = total;
  const share = shareOf(total.collectable, establishments);
  return {
    sentence:
      share === null
        ? say('sentence_unknown', {
            collectable: number.format(total.collectable),
            portal: number.format(total.portal),
          })
        : say('sentence', {
            share: percent(share),
            collectable: number.format(total.collectable),
            whole: number.format(establishments ?? 0),
            from: target.from,
            to: target.to,
          }),
    isUnknown: establishments === 0,
    steps: {
      max: Math.max(1, establishments ?? total.portal),
      bars: [
        ...(establishments
          ? [{ label: say('establishments'), value: establishments, text: number.format(establishments) }]
          : []),
        ...STEPS.map((step) => ({ label: say(step), value: total[step], text: number.format(total[step]) })),
        ...(establishments
          ? [
              {
                label: say('target', { to: target.to }),
                value: Math.round((establishments * target.to) / 100),
                text: number.format(Math.round((establishments * target.to) / 100)),
              },
            ]
          : []),
      ],
    },
    stats: [
      { label: say('orders'), value: number.format(total.orders) },
      { label: say('value'), value: money.format(total.cents / 100) },
    ],
  };
}

const days = (value: number | null, say: Say): string =>
  value === null ? '–' : say('days', { days: number.format(value) });

export const flowView = (flow: Flow, say: Say) => [
  { label: say('invited'), value: number.format(flow.invited) },
  { label: say('opened'), value: number.format(flow.opened) },
  { label: say('invited_to_open'), value: days(flow.invitedToOpen, say) },
  { label: say('open_to_order'), value: days(flow.openToOrder, say) },
  { label: say('invited_to_order'), value: days(flow.invitedToOrder, say) },
];

const STATES = ['fine', 'failing', 'held', 'hidden', 'unread'] as const;

/** Null where nothing is published elsewhere. A state that no feed is in is not worth a box. */
export function feedsView(health: FeedHealth, say: Say) {
  if (health.feeds === 0) return null;
  const keys = ['feeds', ...STATES.filter((state) => health[state] > 0), 'products', 'places', 'changes'] as const;
  return keys.map((key) => ({ label: say(`feeds.${key}`), value: number.format(health[key]) }));
}

const DAY = new Intl.DateTimeFormat('fr-FR', { day: 'numeric', month: 'short', timeZone: 'UTC' });

export function weeksView(
  weeks: Week[],
  { establishments }: FigureCounts,
  { target, say }: { target: Target; say: Say },
) {
  const last = weeks.at(-1)?.open ?? 0;
  const first = weeks[0]?.open ?? 0;
  return {
    sentence: say('weeks_sentence', { first: number.format(first), last: number.format(last) }),
    max: Math.max(
      1,
      ...weeks.map(({ open }) => open),
      establishments ? Math.round((establishments * target.to) / 100) : 0,
    ),
    bars: weeks.map(({ day, open }) => {
      const share = shareOf(open, establishments);
      return {
        label: DAY.format(new Date(`${day}T12:00:00Z`)),
        value: open,
        text: share === null ? number.format(open) : `${number.format(open)} (${percent(share)})`,
      };
    }),
  };
}

const COLUMNS = ['establishments', ...STEPS, 'share', 'orders', 'value'] as const;

export function tableView(rows: FigureRow[], say: Say) {
  return {
    columns: [{ label: say('where') }, ...COLUMNS.map((key) => ({ label: say(`short.${key}`), isNumber: true }))],
    rows: rows.slice(0, MOST_ROWS).map((row) => ({
      cells: [
        { label: say('where'), text: row.label },
        ...COLUMNS.map((key) => ({ label: say(`short.${key}`), text: textOf(row, key), isNumber: true })),
      ],
    })),
    left: Math.max(0, rows.length - MOST_ROWS),
  };
}

function textOf(row: FigureRow, key: (typeof COLUMNS)[number]): string {
  if (key === 'share') return percent(shareOf(row.collectable, row.establishments));
  if (key === 'value') return money.format(row.cents / 100);
  const value = row[key];
  return value === null ? '–' : number.format(value);
}

/** A header and a line a row. What single shops earn stays theirs: open data (`hasOrders` false) counts shops alone. */
export function* csvRows(rows: FigureRow[], say: Say, hasOrders: boolean): Generator<string[]> {
  const fields = ['establishments', ...STEPS, ...(hasOrders ? (['orders', 'cents'] as const) : [])] as const;
  yield ['code', say('where'), ...fields.map((field) => say(`short.${field}`))];
  for (const row of rows) yield [row.key, row.label, ...fields.map((field) => String(row[field] ?? ''))];
}
