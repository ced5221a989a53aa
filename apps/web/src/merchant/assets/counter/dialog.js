// The dialog in which an order is handed over; it needs no network.
import { isProof } from './marks.js';

const TRIES = 5;
const PAUSE_MS = 5 * 60 * 1000;
const euros = new Intl.NumberFormat('fr-FR', { style: 'currency', currency: 'EUR' });

export const money = (cents) => euros.format(cents / 100);

export class HandoverDialog {
  order = null;
  wrong = 0;
  pausedUntil = 0;

  /** `onHandover(order, fields)` answers a sentence when it was refused. */
  constructor(page, onHandover) {
    this.page = page;
    this.onHandover = onHandover;
    this.dialog = page.querySelector('dialog[data-handover]');
    this.form = this.dialog.querySelector('[data-handover-form]');
    this.problem = this.form.querySelector('[data-problem]');
    this.form.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.submit();
    });
    this.form.addEventListener('input', () => this.sum());
  }

  /** `proof`: what was scanned. */
  open(order, proof = '') {
    this.order = order;
    this.form.reset();
    this.say('');
    const find = (name) => this.dialog.querySelector(`[data-${name}]`);
    find('name').textContent = order.name;
    find('slot-text').textContent = order.slot;
    find('number').textContent = order.number;
    fill(find('phone').parentElement, find('phone').querySelector('span'), order.phone);
    find('phone').href = `tel:${order.phone.replace(/[^+\d]/g, '')}`;
    fill(find('note'), find('note').querySelector('span'), order.note);
    find('paid').hidden = !order.isPaid;
    find('to-pay').hidden = order.isPaid === true;
    this.form.action = `/comptoir/${order.id}/remise`;
    this.form.elements.code.value = proof;
    const isScanned = proof.includes('/commandes/');
    this.form.querySelector('[data-code]').hidden = isScanned;
    this.form.querySelector('[data-scanned]').hidden = !isScanned;
    this.form.querySelector('details').open = false;
    this.lines();
    this.sum();
    this.dialog.showModal();
  }

  lines() {
    const list = this.form.querySelector('[data-lines]');
    const template = this.form.querySelector('[data-line-template]');
    const rows = this.order.lines.map(({ line, label, quantity }) => {
      const row = template.content.cloneNode(true);
      row.querySelector('[data-quantity]').textContent = quantity;
      row.querySelector('[data-label]').textContent = label;
      for (const input of row.querySelectorAll('input')) {
        input.previousElementSibling.htmlFor += line;
        input.previousElementSibling.querySelector('.visually-hidden').textContent = ` ${label}`;
        input.id += line;
        input.name += line;
        if (input.type === 'number') input.max = quantity;
      }
      return row;
    });
    list.replaceChildren(...rows);
  }

  /** The total goes down with what is missing. */
  sum() {
    const kept = ({ line, quantity }) => quantity - Number(this.form.elements[`missing-${line}`]?.value || 0);
    const cents = this.order.lines.reduce((total, line) => total + Math.max(0, kept(line)) * line.unit, 0);
    this.form.querySelector('[data-total]').textContent = money(cents);
  }

  async submit() {
    const fields = Object.fromEntries(new FormData(this.form));
    const { dataset } = this.page;
    const code = fields.code.trim();
    if (!code && !fields.withoutCode) return this.say(dataset.sayCodeNeeded);
    if (!navigator.onLine && !fields.withoutCode) {
      if (Date.now() < this.pausedUntil) return this.say(this.pauseText());
      if (!(await isProof(code, this.order))) return this.wrongCode();
    }
    const problem = await this.onHandover(this.order, fields);
    if (problem) return this.say(problem);
    this.wrong = 0;
    this.dialog.close();
  }

  /** The server counts wrong codes; without a network this device does. */
  wrongCode() {
    this.wrong += 1;
    if (this.wrong < TRIES) return this.say(this.page.dataset.sayWrong);
    this.wrong = 0;
    this.pausedUntil = Date.now() + PAUSE_MS;
    return this.say(this.pauseText());
  }

  pauseText() {
    const time = new Date(this.pausedUntil).toLocaleTimeString('fr-FR', { hour: '2-digit', minute: '2-digit' });
    return this.page.dataset.sayPaused.replace('{time}', time);
  }

  say(text) {
    this.problem.textContent = text;
    this.problem.hidden = text === '';
    if (text) this.form.elements.code.focus();
  }
}

function fill(block, place, text) {
  block.hidden = !text;
  place.textContent = text;
}
