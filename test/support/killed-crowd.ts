import { setTimeout as sleep } from 'node:timers/promises';
import { newId } from '#libs/kernel';
import type { Random } from '../../apps/console/src/scale/random.js';
import type { OutsideSite } from './outside-site.js';

const CLIENTS = 6;

export interface Crowd {
  slug: string;
  variants: string[];
  slotIds: string[];
  /** How often the web process is killed, each time after a random number of answers; the worker is killed once. */
  kills: number;
}

/**
 * Customers who order at random while the program is killed under them, each asking again under the same key until there is
 * an answer. Answers the number of each order that was acknowledged, by key, and how many requests were refused.
 */
export async function orderUnderKills(site: OutsideSite, random: Random, crowd: Crowd) {
  const { slug, kills } = crowd;
  const numbers = new Map<string, string>();
  const faults: unknown[] = [];
  const tally = { answered: 0, refused: 0, killed: 0, next: 5 };
  let dying: Promise<void> = Promise.resolve();

  const kill = async (): Promise<void> => {
    await sleep(random.below(20));
    await site.programs.kill('web');
    if (tally.killed === 1) await site.programs.kill('worker');
    tally.next = tally.answered + 3 + random.below(15);
  };
  const order = async (): Promise<void> => {
    const [key, wanted] = [newId(), draw(random, crowd)];
    const { status, body } = await site.place(slug, key, wanted);
    if (status === 201) numbers.set(key, body.number);
    else if (status === 409) tally.refused++;
    else faults.push({ status, body });
    if (status !== 201 || random.next() > 0.2) return;
    const again = await site.place(slug, key, wanted);
    if (again.body.number !== body.number) faults.push({ key, first: body, again });
  };
  const client = async (): Promise<void> => {
    while (tally.killed < kills || tally.answered < tally.next) {
      await order();
      if (++tally.answered < tally.next || tally.killed === kills) continue;
      tally.killed++;
      tally.next = Infinity;
      dying = kill();
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  await dying;
  return { numbers, refused: tally.refused, faults };
}

/** Some pieces of some of the variants, at least one of one. */
function draw(random: Random, { variants, slotIds }: Crowd) {
  const first = random.pick(variants);
  const chosen = variants.filter((variantId) => variantId === first || random.next() < 0.3);
  const lines = chosen.map((variantId) => ({ variantId, quantity: 1 + random.below(2) }));
  return { slotId: random.pick(slotIds), lines };
}
