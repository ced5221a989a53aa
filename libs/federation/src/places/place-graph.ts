import { byAge, type PlaceDecision, type PlaceNode } from './place-node.js';

/** Descriptions of one and the same place, the oldest first. */
export type PlaceGroup = PlaceNode[];

/**
 * Puts descriptions together: those of one SIRET by themselves, others where an agent said so, in the order in which it was said. Never two
 * SIRETs, never two shops of ours. It depends on what is given alone, so that a decision taken back leaves no trace.
 */
export class PlaceGraph {
  private readonly groupOf = new Map<string, PlaceGroup>();

  constructor(nodes: readonly PlaceNode[], decisions: readonly PlaceDecision[]) {
    for (const node of nodes) this.groupOf.set(node.id, [node]);
    const bySiret = new Map<string, PlaceNode>();
    for (const node of nodes) {
      const { siret } = node.facts;
      if (siret === undefined) continue;
      const first = bySiret.get(siret);
      if (first) this.join(first.id, node.id);
      else bySiret.set(siret, node);
    }
    for (const { leftId, rightId, decision } of decisions) if (decision === 'same') this.join(leftId, rightId);
  }

  groups(): PlaceGroup[] {
    return [...new Set(this.groupOf.values())];
  }

  group(id: string): PlaceGroup | null {
    return this.groupOf.get(id) ?? null;
  }

  /** Why two descriptions cannot be one place; null when they can. */
  conflict(leftId: string, rightId: string): { left: string; right: string } | null {
    const [left, right] = [this.groupOf.get(leftId), this.groupOf.get(rightId)];
    if (!left || !right) return null;
    const [one, other] = [siretOf(left), siretOf(right)];
    return one !== null && other !== null && one !== other ? { left: one, right: other } : null;
  }

  private join(leftId: string, rightId: string): void {
    const [left, right] = [this.groupOf.get(leftId), this.groupOf.get(rightId)];
    if (!left || !right || left === right || this.conflict(leftId, rightId)) return;
    if (left.some(isShop) && right.some(isShop)) return;
    const joined = [...left, ...right].sort(byAge);
    for (const node of joined) this.groupOf.set(node.id, joined);
  }
}

export const siretOf = (group: PlaceGroup): string | null =>
  group.find(({ facts }) => facts.siret !== undefined)?.facts.siret ?? null;

export const isShop = ({ feed }: PlaceNode): boolean => feed === null;
