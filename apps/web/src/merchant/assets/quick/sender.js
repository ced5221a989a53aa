// Sends what the outbox holds, in order and one at a time; the server takes each product id once, however often it comes.
const FIRST_WAIT = 2000;
const LONGEST_WAIT = 60_000;
const PATIENCE = 60_000;
/** Answers after which the same form may still go through. */
const PASSING = new Set([408, 425, 429]);

export class Sender {
  isBusy = false;
  wait = FIRST_WAIT;
  timer = 0;

  /** `tell(item, state, answer)`: state is waiting, offline, session, sent, undone or refused. */
  constructor(outbox, tell) {
    this.outbox = outbox;
    this.tell = tell;
    addEventListener('online', () => this.drain());
  }

  async drain() {
    clearTimeout(this.timer);
    if (this.isBusy) return;
    this.isBusy = true;
    try {
      if (await this.sendAll()) this.wait = FIRST_WAIT;
      else this.retryLater();
    } finally {
      this.isBusy = false;
    }
  }

  retryLater() {
    this.timer = setTimeout(() => this.drain(), this.wait);
    this.wait = Math.min(LONGEST_WAIT, this.wait * 2);
  }

  /** False when something has to be sent again later. */
  async sendAll() {
    for (;;) {
      const item = (await this.outbox.all()).find(({ problem }) => !problem);
      if (!item) return true;
      if (!(await this.send(item))) return false;
    }
  }

  async send(item) {
    this.tell(item, 'waiting');
    const answer = await post(item).catch(() => null);
    if (answer === null || answer.status >= 500 || PASSING.has(answer.status)) return this.keep(item, 'offline');
    if (answer.status === 401 || answer.status === 403) return this.keep(item, 'session');
    const body = await answer.json().catch(() => ({}));
    const now = await this.outbox.get(item.productId);
    if (!now) return true;
    if (now.isUndone && !item.isUndone) return this.send(now);
    if (answer.ok || item.isUndone) {
      await this.outbox.remove(item.productId);
      this.tell(item, item.isUndone ? 'undone' : 'sent', body);
      return true;
    }
    const problem = body.errors?.[0]?.detail ?? body.detail ?? body.title ?? String(answer.status);
    await this.outbox.put({ ...item, problem });
    this.tell({ ...item, problem }, 'refused');
    return true;
  }

  keep(item, state) {
    this.tell(item, state);
    return false;
  }
}

function post({ url, productId, fields, photo, isUndone }) {
  const headers = { accept: 'application/json' };
  const signal = AbortSignal.timeout(PATIENCE);
  if (isUndone) return fetch(`/produits/ajout-rapide/${productId}/annulation`, { method: 'POST', headers, signal });
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  if (photo) body.append('photo', photo, photo.name ?? `photo.${photo.type === 'image/webp' ? 'webp' : 'jpg'}`);
  return fetch(url, { method: 'POST', body, headers, signal });
}
