import type { MatchSide, PlaceMatch } from '#libs/federation';
import type { ShopTwin, TwinSide } from '#libs/shops';
import { momentText, tradeText } from '../../http/wording.js';

type Say = (key: string, values?: Record<string, unknown>) => string;

/** What an agent compares, in this order. */
const FIELDS = ['name', 'siret', 'trade', 'addressLine', 'postcode', 'communeInsee', 'phone', 'url', 'description'];
/** Ids of rows of bulk lists, among those of descriptions in feeds. */
const TWIN = 'liste:';
const REASONS = { phone: 'phone', website: 'website', place: 'near' } as const;

/** Null: the pair is of feeds. */
export const twinOf = (matchId: string): string | null =>
  matchId.startsWith(TWIN) ? matchId.slice(TWIN.length) : null;

interface Pair {
  matchId: string;
  name: string;
  reason: string;
  /** As `decided.…` says it; null: nobody has looked yet. */
  decision: 'same' | 'apart' | null;
  decidedAt: Date | null;
  sources: string[];
  left: (field: string) => string | null;
  right: (field: string) => string | null;
}

/** What `partials/match-table.hbs` shows. */
function pairView({ matchId, name, reason, decision, decidedAt, sources, left, right }: Pair, say: Say) {
  const fields = FIELDS.filter((field) => left(field) !== null || right(field) !== null);
  return {
    matchId,
    id: matchId.replace(/[.:]/g, '-'),
    name,
    reason: say(`reason.${reason}`),
    isDecided: decision !== null,
    summary: decision && decidedAt && [name, say(`decided.${decision}`), momentText(decidedAt)].join(', '),
    sources,
    lines: fields.map((field) => ({
      label: say(`field.${field}`),
      left: left(field) ?? '–',
      right: right(field) ?? '–',
      isSame: left(field) === right(field),
    })),
  };
}

export const matchView = (match: PlaceMatch, say: Say) =>
  pairView(
    {
      ...match,
      name: match.left.name,
      sources: [match.left, match.right].map(({ sources, isShop }) => (isShop ? say('our_shop') : sources.join(', '))),
      left: (field) => placeField(match.left, field),
      right: (field) => placeField(match.right, field),
    },
    say,
  );

export const twinView = (twin: ShopTwin, say: Say) =>
  pairView(
    {
      matchId: `${TWIN}${twin.twinId}`,
      name: twin.row.name ?? '',
      reason: REASONS[twin.reason],
      decision: twin.decision === 'different' ? 'apart' : twin.decision,
      decidedAt: twin.decidedAt,
      sources: [say('file_of', { initiative: twin.initiative }), say('our_shop')],
      left: (field) => rowField(twin.row, field),
      right: (field) => rowField(twin.shop, field),
    },
    say,
  );

function placeField({ fields }: MatchSide, name: string): string | null {
  const found = fields.find(({ field }) => field === name);
  return found ? worded(name, String(found.value)) : null;
}

function rowField(side: TwinSide, name: string): string | null {
  const value = side[(name === 'url' ? 'website' : name) as keyof TwinSide] ?? null;
  return value === null ? null : worded(name, value);
}

const worded = (name: string, value: string): string => (name === 'trade' ? tradeText(value) : value);
