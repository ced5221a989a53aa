import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '#libs/kernel';
import { SETTINGS, type Settings } from '#libs/platform';
import { Tenancy } from '#libs/tenancy';
import { type Commune, loadTerritory, type Territory, tradeByCode } from '#libs/territory';
import * as sql from './figures-sql.js';

/** All of the region, or the members of these initiatives. */
export type FigureScope = 'region' | readonly string[];

export const GROUPINGS = ['departement', 'epci', 'commune', 'trade', 'initiative'] as const;
export type Grouping = (typeof GROUPINGS)[number];

/**
 * Shops in numbers. `establishments`: retail establishments that there are, null where none can be known (by initiative, or of one);
 * `portal`: of them on the portal; `open`; `stocked`: open with ten products or more; `collectable`: with a pickup in the next 7 days;
 * `ordered`: with an order in the last 30 days; `orders` and `cents` (tax included): those orders, without refused, cancelled and lapsed ones.
 */
export interface FigureCounts {
  establishments: number | null;
  portal: number;
  open: number;
  stocked: number;
  collectable: number;
  ordered: number;
  orders: number;
  cents: number;
}

export interface FigureRow extends FigureCounts {
  key: string;
  label: string;
}

/** How long it takes, in days, half of the shops faster and half slower; null when there was none. */
export interface Flow {
  invitedToOpen: number | null;
  openToOrder: number | null;
  invitedToOrder: number | null;
  invited: number;
  opened: number;
}

/**
 * How what is published elsewhere does: feeds by state (`held`: lost too much to be believed at once; `hidden`: failed for so long that nothing of it
 * is shown), products and places that they list, and fetches in the last 30 days that changed something.
 */
export interface FeedHealth {
  feeds: number;
  fine: number;
  failing: number;
  held: number;
  hidden: number;
  unread: number;
  products: number;
  places: number;
  changes: number;
}

/** Shops open at the end of a week (its Sunday, ISO date). */
export interface Week {
  day: string;
  open: number;
}

type Place = Pick<Commune, 'departement' | 'departementName' | 'epciSiren' | 'epciName'>;

/** Every figure is a query over raw rows; there is no counter that could drift. */
@Injectable()
export class Figures {
  private readonly territory: Territory;

  constructor(
    private readonly tenancy: Tenancy,
    @Inject(SETTINGS) settings: Settings,
  ) {
    this.territory = loadTerritory(settings.regionCode);
  }

  /** By the grouping, the largest first. */
  async by(scope: FigureScope, grouping: Grouping): Promise<FigureRow[]> {
    const column = grouping === 'trade' ? 'trade' : grouping === 'initiative' ? 'initiative' : 'commune';
    const rows = await this.query<FigureCounts & { key: string; label: string | null }>(sql.BY[column], [
      ownersOf(scope),
      Clock.now().toString(),
    ]);
    const named = rows.map((row) => ({ ...row, ...this.group(grouping, row.key, row.label) }));
    return merged(named).sort(
      (a, b) =>
        b.portal - a.portal ||
        (b.establishments ?? 0) - (a.establishments ?? 0) ||
        a.label.localeCompare(b.label, 'fr'),
    );
  }

  async total(scope: FigureScope): Promise<FigureCounts> {
    const rows = (await this.by(scope, 'trade')).map((row) => ({ ...row, key: '', label: '' }));
    const [sum] = merged(rows);
    return (
      sum ?? {
        establishments: scope === 'region' ? 0 : null,
        portal: 0,
        open: 0,
        stocked: 0,
        collectable: 0,
        ordered: 0,
        orders: 0,
        cents: 0,
      }
    );
  }

  async flow(scope: FigureScope): Promise<Flow> {
    const [flow] = await this.query<Flow>(sql.FLOW, [ownersOf(scope)]);
    return flow!;
  }

  /** The last `count` weeks, the oldest first. */
  async weeks(scope: FigureScope, count = 12): Promise<Week[]> {
    return this.query<Week>(sql.WEEKS, [ownersOf(scope), Clock.now().toString(), count]);
  }

  async feeds(scope: FigureScope): Promise<FeedHealth> {
    const [health] = await this.query<FeedHealth>(sql.FEEDS, [ownersOf(scope), Clock.now().toString()]);
    return health!;
  }

  /** What was looked for most in the last 30 days and found near nobody, asked at least three times. */
  async unmet(limit = 20): Promise<{ words: string; searches: number }[]> {
    return this.query(sql.UNMET, [Clock.now().toString(), limit]);
  }

  private group(grouping: Grouping, key: string, label: string | null): { key: string; label: string } {
    if (grouping === 'initiative') return { key, label: label ?? '–' };
    if (grouping === 'trade') return { key, label: tradeByCode(key)?.labelFr ?? key };
    const commune = this.territory.commune(key);
    if (!commune) return { key, label: key };
    return grouping === 'commune' ? { key, label: commune.name } : areaOf(grouping, commune);
  }

  private async query<T>(text: string, parameters: unknown[]): Promise<T[]> {
    return this.tenancy.regionTransaction((tx) => tx.query<T[]>(text, parameters));
  }
}

const areaOf = (grouping: Grouping, { departement, departementName, epciSiren, epciName }: Place) =>
  grouping === 'departement'
    ? { key: departement, label: departementName }
    : { key: epciSiren ?? '–', label: epciName ?? 'Sans intercommunalité' };

function merged(rows: FigureRow[]): FigureRow[] {
  const sums = new Map<string, FigureRow>();
  for (const row of rows) {
    const sum = sums.get(row.key);
    if (!sum) sums.set(row.key, { ...row });
    else {
      for (const field of ['portal', 'open', 'stocked', 'collectable', 'ordered', 'orders', 'cents'] as const)
        sum[field] += row[field];
      sum.establishments =
        sum.establishments === null || row.establishments === null ? null : sum.establishments + row.establishments;
    }
  }
  return [...sums.values()];
}

const ownersOf = (scope: FigureScope): readonly string[] | null => (scope === 'region' ? null : scope);
