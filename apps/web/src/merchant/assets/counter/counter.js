// Comfort only: finds as you type, scans, and hands over without a network. The page works without this file.
import { HandoverDialog, money } from './dialog.js';
import { isProof, orderOf } from './marks.js';
import { Outbox } from './outbox.js';
import { openStore } from './store.js';
import { Scanner } from '../quick/scanner.js';
import { readQr } from '../quick/barcode.js';

const page = document.querySelector('[data-counter]');
const list = page.querySelector('[data-list]');
const search = page.querySelector('input[name=q]');
const state = page.querySelector('[data-state]');
const news = page.querySelector('[data-news]');
const say = page.dataset;
let orders = [];
let noted = new Set();

const store = await openStore(say.account);
const outbox = new Outbox(store, told);
const dialog = new HandoverDialog(page, handOver);

/** Kept first, then sent: whatever happens in between, it is not lost. Answers why the server refused it. */
async function handOver(order, fields) {
  const handover = {
    key: crypto.randomUUID(),
    orderId: order.id,
    number: order.number,
    fields: { ...fields, handedAt: new Date().toISOString() },
    at: Date.now(),
  };
  await store.note(handover);
  const result = await new Promise((resolve) => {
    waiters.set(handover.key, resolve);
    void outbox.drain();
  });
  if (result.state === 'refused') {
    await store.forget(handover.key);
    void show();
    return result.problem;
  }
  const text = result.state === 'sent' ? say.sayDone : say.sayNoted;
  tell(text.replace('{number}', order.number).replace('{name}', order.name), result.state);
  return null;
}

const waiters = new Map();

async function told({ key, orderId }, result, problem) {
  if (result === 'sent') {
    orders = orders.filter(({ id }) => id !== orderId);
    await store.keepOrders(orders);
  }
  waiters.get(key)?.({ state: result, problem });
  const isOpen = waiters.delete(key);
  if (!isOpen && result === 'sent' && (await outbox.waiting()).length === 0) tell(say.saySent, 'sent');
  if (result !== 'waiting' || isOpen) await show();
}

/** What was just done. */
const tell = (text, tone) => news.replaceChildren(banner(text, tone === 'sent' ? 'success' : 'warning'));

function banner(text, tone) {
  const box = document.createElement('div');
  box.className = `banner banner-${tone}`;
  box.textContent = text;
  return box;
}

/** The list, and what is still to be sent. */
async function show() {
  const handovers = await store.handovers();
  const waiting = handovers.filter(({ problem }) => !problem);
  noted = new Set(waiting.map(({ orderId }) => orderId));
  const text = waiting.length === 1 ? say.sayWaitingOne : say.sayWaiting.replace('{count}', waiting.length);
  const isAway = waiting.length > 0 || !navigator.onLine;
  state.replaceChildren(...(isAway ? [banner(waiting.length > 0 ? text : say.sayOffline, 'warning')] : []));
  page.querySelector('[data-refused]').replaceChildren(...handovers.filter(({ problem }) => problem).map(problemBox));
  await draw();
}

function problemBox({ key, problem }) {
  const box = page.querySelector('template[data-problem]').content.cloneNode(true);
  box.querySelector('[data-text]').textContent = problem;
  box.querySelector('[data-seen]').addEventListener('click', async () => {
    await store.forget(key);
    await show();
  });
  return box;
}

const plain = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** By name, e-mail, number, the end of a phone number, or the code. */
async function found() {
  const asked = search.value.trim();
  if (!asked) return orders;
  const digits = asked.replace(/\D/g, '').replace(/^0/, '');
  const exact = await orderOf(asked, orders);
  if (exact) return [exact];
  return orders.filter(
    ({ name, email, number, phone }) =>
      plain(`${name} ${email} ${number}`).includes(plain(asked)) ||
      (digits.length >= 4 && phone.replace(/\D/g, '').includes(digits)),
  );
}

async function draw() {
  const shown = await found();
  const sections = Map.groupBy(shown, ({ slot }) => slot);
  const slot = page.querySelector('template[data-slot]');
  const drawn = [...sections].map(([label, mine]) => {
    const section = slot.content.cloneNode(true);
    section.querySelector('h2').textContent = label;
    section.querySelector('ul').append(...mine.map(card));
    return section;
  });
  list.replaceChildren(...drawn);
  if (shown.length === 0 && search.value.trim()) list.append(banner(say.sayNothing, 'info'));
  page.querySelector('[data-none]')?.toggleAttribute('hidden', shown.length > 0 || Boolean(search.value.trim()));
  page.querySelector('[data-hidden]')?.remove();
}

function card(order) {
  const item = page.querySelector('template[data-card]').content.cloneNode(true);
  const link = item.querySelector('[data-open]');
  link.textContent = order.name;
  link.href = `/comptoir/${order.id}`;
  link.addEventListener('click', (event) => {
    event.preventDefault();
    if (!noted.has(order.id)) dialog.open(order);
  });
  item.querySelector('[data-summary]').textContent = order.summary;
  item.querySelector('[data-number]').textContent = order.number;
  item.querySelector('[data-total]').textContent = money(order.total);
  item.querySelector('[data-paid]').hidden = !order.isPaid;
  const status = noted.has(order.id) ? 'noted' : order.status;
  item.querySelector(`[data-is=${status}]`)?.removeAttribute('hidden');
  return item;
}

search.addEventListener('input', () => void draw());

/** One order here: its dialog. Otherwise the server looks further. */
async function look() {
  const text = search.value.trim();
  const [only, other] = await found();
  if (text && only && !other && !noted.has(only.id)) return dialog.open(only, (await isProof(text, only)) ? text : '');
  return navigator.onLine ? location.assign(`/comptoir?q=${encodeURIComponent(text)}`) : null;
}

search.form.addEventListener('submit', (event) => {
  event.preventDefault();
  void look();
});

void new Scanner(
  page,
  async (text) => {
    const order = await orderOf(text, orders);
    if (order && !noted.has(order.id)) return dialog.open(order, text);
    if (order || !navigator.onLine || !text.includes('/commandes/')) return tell(say.sayForeign, 'waiting');
    return location.assign(`/comptoir?q=${encodeURIComponent(text)}`);
  },
  readQr,
);

async function refresh() {
  const answer = await fetch('/comptoir/donnees', { headers: { accept: 'application/json' } }).catch(() => null);
  if (answer?.ok && !answer.redirected) {
    ({ orders } = await answer.json());
    await store.keepOrders(orders);
  } else orders = (await store.orders()) ?? [];
  await show();
}

addEventListener('online', () => void refresh());
addEventListener('offline', () => void show());

await refresh();
page.dataset.ready = 'yes';
void outbox.drain();
