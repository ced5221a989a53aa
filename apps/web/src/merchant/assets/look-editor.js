// Comfort only: each form of the editor works by itself. Here they are sent without leaving the page, one after the other, and the
// shop beside them follows. Each answer is the whole page; the parts that changed are taken out of it.
const root = document.querySelector('[data-look]');
const frame = document.getElementById('apercu');
const TYPING = 400;
let queue = Promise.resolve();
let waiting;
let dragged = null;

const parts = (page) => [...page.querySelectorAll('[data-part]')];

/** Fields somebody is in stay as they are: only what stands beside them is new. */
function take(page, isWhole) {
  const fresh = new Map(parts(page).map((part) => [part.dataset.part, part]));
  const focused = document.activeElement?.id;
  for (const part of parts(document)) {
    const next = fresh.get(part.dataset.part);
    if (next && (isWhole || part.dataset.part !== 'panel')) part.innerHTML = next.innerHTML;
  }
  if (isWhole && focused) document.getElementById(focused)?.focus();
  follow(page);
  dress();
}

function follow(page) {
  document.querySelector('main > .notices')?.remove();
  document.querySelector('[data-notice]').innerHTML = page.querySelector('main > .notices')?.innerHTML ?? '';
  const next = page.querySelector('[data-look]');
  if (!next) return;
  const { revision } = next.dataset;
  for (const input of document.querySelectorAll('input[name=revision]')) input.value = revision;
  if (revision === root.dataset.revision) return;
  root.dataset.revision = revision;
  const address = page.getElementById('apercu').getAttribute('src');
  frame.contentWindow.location.replace(address);
}

async function load(address, options, isWhole) {
  const answer = await fetch(address, options);
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  if (!page.querySelector('[data-look]')) return location.reload();
  take(page, isWhole || answer.status === 409);
  return undefined;
}

/** One at a time, so that each has the revision that the one before made. */
function later(work) {
  queue = queue.then(work).catch(() => location.reload());
  return queue;
}

function send(form, { isWhole, typing, submitter }) {
  return later(() => {
    if (!form.isConnected) return undefined;
    const body = new FormData(form, submitter);
    body.set('revision', root.dataset.revision);
    if (typing) body.set('typing', typing);
    const isFiles = form.enctype === 'multipart/form-data';
    return load(form.action, { method: 'POST', body: isFiles ? body : new URLSearchParams(body) }, isWhole);
  });
}

async function open(address) {
  await load(address, {}, true);
  history.replaceState(null, '', address);
  document.querySelector('[data-part=panel] h2')?.scrollIntoView({ block: 'nearest' });
}

const isText = (field) => field.matches('textarea, input[type=text], input:not([type])');

function saveSoon(form, field) {
  clearTimeout(waiting);
  const save = () => {
    waiting = undefined;
    const typing = isText(field) ? `${form.elements.section?.value ?? 'r'}:${field.name}` : '';
    return send(form, { isWhole: field.type === 'file', typing });
  };
  waiting = setTimeout(save, field.type === 'file' ? 0 : TYPING);
}

function dress() {
  for (const each of document.querySelectorAll('[data-without-script]')) each.hidden = true;
}

function show(width) {
  document.querySelector('[data-window]').dataset.window = width;
  for (const button of document.querySelectorAll('[data-width]'))
    button.setAttribute('aria-pressed', String(button.dataset.width === width));
}

function onDrop(event) {
  const target = event.target.closest?.('[data-section]');
  const list = event.target.closest?.('[data-sortable]');
  if (!dragged || !target || !list || target === dragged) return;
  event.preventDefault();
  const form = document.createElement('form');
  form.method = 'post';
  form.action = '/vitrine/sections/place';
  form.hidden = true;
  for (const [name, value] of Object.entries({ section: dragged.dataset.section, place: target.dataset.place })) {
    const input = document.createElement('input');
    Object.assign(input, { type: 'hidden', name, value });
    form.append(input);
  }
  root.append(form);
  void send(form, { isWhole: true }).then(() => form.remove());
}

if (root && frame) {
  dress();
  document.querySelector('[data-widths]').hidden = false;
  if (matchMedia('(max-width: 59.99rem)').matches) show('phone');
  root.addEventListener('input', (event) => {
    const form = event.target.form;
    if (form?.matches('[data-autosave]')) saveSoon(form, event.target);
    if (form?.matches('[data-now]')) void send(form, { isWhole: true });
  });
  root.addEventListener('submit', (event) => {
    const form = event.target;
    if (!form.matches('[data-command], [data-autosave]')) return;
    event.preventDefault();
    void send(form, { isWhole: form.matches('[data-command]'), submitter: event.submitter });
  });
  root.addEventListener('click', (event) => {
    const width = event.target.closest('[data-width]');
    if (width) return show(width.dataset.width);
    const link = event.target.closest('a[data-panel]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return undefined;
    event.preventDefault();
    return void later(() => open(link.href));
  });
  root.addEventListener('dragstart', (event) => {
    dragged = event.target.closest?.('[data-section]') ?? null;
  });
  root.addEventListener('dragover', (event) => {
    if (dragged && event.target.closest?.('[data-section]')) event.preventDefault();
  });
  root.addEventListener('drop', onDrop);
}
