import { Injectable } from '@nestjs/common';
import { Clock, NotFoundError } from '#libs/kernel';
import { Tenancy } from '#libs/tenancy';
import { OtherSiretError } from '../federation.errors.js';
import type { FeedScope } from '../feeds/feeds.service.js';
import { cardOf, type CardField } from './place-card.js';
import { isShop, type PlaceGraph } from './place-graph.js';
import type { PlaceDecision, PlaceNode } from './place-node.js';
import type { MatchReason } from './place-proposals.js';
import { Places } from './places.service.js';
import * as sql from './places-sql.js';

/** One of the two: what is known of the place, field by field with its source. */
export interface MatchSide {
  id: string;
  name: string;
  isShop: boolean;
  sources: string[];
  fields: CardField[];
}

/** Two descriptions that may be of one place. `decision` null: nobody has looked yet. */
export interface PlaceMatch {
  matchId: string;
  reason: MatchReason;
  decision: 'same' | 'apart' | null;
  decidedAt: Date | null;
  left: MatchSide;
  right: MatchSide;
}

interface MatchRow {
  leftId: string;
  rightId: string;
  reason: MatchReason;
  decision: PlaceMatch['decision'];
  decidedAt: Date | null;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Duplicates: proposed by the machine, decided by an agent, taken back to the byte. */
@Injectable()
export class PlaceMatches {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly places: Places,
  ) {}

  /** Those that touch the feeds of these initiatives; what waits for somebody first. */
  async list(scope: FeedScope): Promise<PlaceMatch[]> {
    return this.tenancy.regionTransaction(async (tx) => {
      const rows = await tx.query<MatchRow[]>(sql.MATCHES);
      if (rows.length === 0) return [];
      const { nodes } = await this.places.world(tx);
      return rows.flatMap((row) => {
        const [left, right] = [nodes.get(row.leftId), nodes.get(row.rightId)];
        if (!left || !right || ![left, right].some((node) => isOf(node, scope))) return [];
        const matchId = `${row.leftId}.${row.rightId}`;
        const { reason, decision, decidedAt } = row;
        return [{ matchId, reason, decision, decidedAt, left: sideOf(left), right: sideOf(right) }];
      });
    });
  }

  /**
   * The two are one place, are two, or (null) as if nobody had decided. @throws NotFoundError, OtherSiretError when both have a SIRET
   * of their own, whoever says so
   */
  async decide(
    matchId: string,
    scope: FeedScope,
    decision: PlaceMatch['decision'],
    decidedBy: string | null,
  ): Promise<void> {
    const [leftId = '', rightId = ''] = matchId.split('.');
    if (!UUID.test(leftId) || !UUID.test(rightId)) throw new NotFoundError();
    await this.tenancy.regionTransaction(async (tx) => {
      await tx.query(sql.LOCK);
      const { nodes, graph, decisions } = await this.places.world(tx);
      const sides = [nodes.get(leftId), nodes.get(rightId)];
      if (!sides.some((node) => node && isOf(node, scope))) throw new NotFoundError();
      if (decision === 'same') refuseOthers(graph, leftId, rightId);
      const values = [leftId, rightId, decision, decidedBy, Clock.now().toString()];
      const [rows] = await tx.query<[object[]]>(sql.DECIDE, values);
      if (rows.length === 0) throw new NotFoundError();
      await this.places.refresh(tx, reachable(graph, decisions, [leftId, rightId]));
    });
  }
}

/** Whatever a decision about these may put together or part, through other decisions as well. */
function reachable(graph: PlaceGraph, decisions: readonly PlaceDecision[], from: readonly string[]): Set<string> {
  const found = new Set<string>();
  const add = (id: string): void => graph.group(id)?.forEach((node) => found.add(node.id));
  from.forEach(add);
  for (let size = -1; size !== found.size;) {
    size = found.size;
    for (const { leftId, rightId } of decisions)
      if (found.has(leftId) || found.has(rightId)) [leftId, rightId].forEach(add);
  }
  return found;
}

function refuseOthers(graph: PlaceGraph, leftId: string, rightId: string): void {
  const conflict = graph.conflict(leftId, rightId);
  if (conflict) throw new OtherSiretError(conflict);
}

const isOf = ({ feed }: PlaceNode, scope: FeedScope): boolean =>
  feed !== null && (scope === 'region' || scope.includes(feed.initiativeId));

function sideOf(node: PlaceNode): MatchSide {
  const { fields, sources } = cardOf([node]);
  // How somebody is written to is nobody else's business.
  const shown = fields.filter(({ field }) => field !== 'email');
  return { id: node.id, name: node.facts.name, isShop: isShop(node), sources, fields: shown };
}
