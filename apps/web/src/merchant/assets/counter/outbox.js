// Sends handovers that were noted, oldest first. The server counts each key once, however often it comes.
const PASSING = new Set([401, 403, 408, 425, 429]);
const PATIENCE = 10_000;
const WAITS = [2, 4, 8, 15, 30];

export class Outbox {
  tries = 0;
  timer = 0;

  /** `tell(handover, state, problem)`: state is sent, waiting or refused. */
  constructor(store, tell) {
    this.store = store;
    this.tell = tell;
    addEventListener('online', () => this.drain());
  }

  /** Those that are still to be sent. */
  async waiting() {
    return (await this.store.handovers()).filter(({ problem }) => !problem);
  }

  /** One page of the browser sends at a time. */
  async drain() {
    clearTimeout(this.timer);
    const work = async () => {
      const waiting = await this.waiting();
      for (const [i, handover] of waiting.entries()) {
        if (await this.send(handover)) continue;
        for (const other of waiting.slice(i)) await this.tell(other, 'waiting');
        return false;
      }
      return true;
    };
    const isDone = await (navigator.locks ? navigator.locks.request('devanture-handovers', work) : work());
    if (isDone) return void (this.tries = 0);
    const seconds = WAITS[Math.min(this.tries++, WAITS.length - 1)];
    this.timer = setTimeout(() => this.drain(), seconds * 1000);
  }

  /** Whether it need not be sent again. */
  async send(handover) {
    const { orderId, fields, key } = handover;
    const headers = { accept: 'application/json' };
    const body = new URLSearchParams({ ...fields, key });
    const signal = AbortSignal.timeout(PATIENCE);
    const url = `/comptoir/${orderId}/remise`;
    const answer = await fetch(url, { method: 'POST', headers, body, signal }).catch(() => null);
    const problem = answer && !answer.ok ? await answer.json().catch(() => null) : null;
    // Whoever stands at the counter is told of a pause at once; what was noted before waits for its end.
    const isNow = Date.now() - handover.at < PATIENCE && problem?.code === 'orders.code_paused';
    if (!answer || answer.status >= 500 || (PASSING.has(answer.status) && !isNow)) return false;
    if (answer.ok) await this.store.forget(key);
    else
      await this.store.note({ ...handover, fields: { handedAt: fields.handedAt }, problem: textOf(problem, answer) });
    await this.tell(handover, answer.ok ? 'sent' : 'refused', problem && textOf(problem, answer));
    return true;
  }
}

const textOf = (problem, answer) => problem?.errors?.[0]?.detail ?? problem?.detail ?? `${answer.status}`;
