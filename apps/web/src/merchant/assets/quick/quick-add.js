// « Ajout rapide » without leaving the screen. Without this file the same forms go to the server one by one.
import { AddedList } from './added-list.js';
import { openOutbox } from './outbox.js';
import { asItIs, PhotoField } from './photo-field.js';
import { Scanner } from './scanner.js';
import { Sender } from './sender.js';
import { SheetFinder } from './sheet-finder.js';

const page = document.querySelector('[data-quick]');
const form = document.querySelector('#quick-form');
const { dataset: say } = page;
const fields = form.elements;
const problem = page.querySelector('[data-problem]');
const fresh = { onHand: fields.onHand.value, published: fields.published.checked };
/** The draft that is being completed; null for a new product. */
let draft = form.getAttribute('action') === say.add ? null : fields.productId.value;

const outbox = await openOutbox(say.shop);
const list = new AddedList(page, { onUndo: undo, onCorrect: correct });
const sending = new Sender(outbox, (item, state, answer) => list.tell(item, state, answer));
const sheets = new SheetFinder(page, form, complain);
export const scan = new Scanner(page, (code) => sheets.lookUp(code));
const photo = new PhotoField(page, (isReadable) => {
  if (!isReadable) complain(say.sayUnreadable);
  else problem.hidden = true;
  if (!isTyping()) fields.name.focus();
});
let isSaving = false;

function complain(sentence, field) {
  problem.textContent = sentence;
  problem.hidden = !sentence;
  field?.focus();
}

/** She went on while the photo was being read: what she types stays where she types it. */
function isTyping() {
  return document.activeElement?.matches('#quick-form input:not([type=file])') ?? false;
}

function isComplete() {
  if (!fields.name.value.trim()) return complain(say.sayName, fields.name);
  if (!/\d/.test(fields.price.value)) return complain(say.sayPrice, fields.price);
  return true;
}

function typed() {
  const { productId, name, price, onHand, published, ean, sheet, vat, category } = fields;
  const values = { productId, name, price, onHand, ean, sheet, vat, category };
  const all = Object.fromEntries(Object.entries(values).map(([key, { value }]) => [key, value]));
  return published.checked ? { ...all, published: 'yes' } : all;
}

async function keep(item) {
  const kept = { ...item, at: Date.now() };
  await outbox.put(kept);
  list.tell(kept, 'waiting');
  void sending.drain();
}

/** The form is empty again before the network has done anything. A second tap meanwhile is the same one. */
async function save() {
  if (isSaving || !isComplete()) return;
  isSaving = true;
  try {
    const item = { productId: fields.productId.value, url: form.getAttribute('action'), fields: typed() };
    const picture = await photo.blob();
    const done = draft;
    start();
    await keep({ ...item, photo: asImage(picture) });
    if (done !== null) completeNext(done);
  } finally {
    isSaving = false;
  }
}

/** A file that says nothing of itself is sent as what it is to the server: a photo to be looked at. */
function asImage(picture) {
  return picture && !picture.type.startsWith('image/') ? new File([picture], 'photo') : picture;
}

/** The next product: a new id, made here so that sending twice is harmless. */
function start() {
  draft = null;
  form.setAttribute('action', say.add);
  for (const name of ['name', 'price', 'category']) fields[name].value = '';
  fields.onHand.value = fresh.onHand;
  fields.published.checked = fresh.published;
  fields.productId.value = crypto.randomUUID();
  sheets.clear();
  photo.clear();
  complain('');
  showDraft(null);
  page.querySelector('[data-camera] input')?.focus();
}

function completeNext(done) {
  page.querySelector(`[data-drafts] [data-product="${CSS.escape(done)}"]`)?.remove();
  const next = page.querySelector('[data-drafts] [data-product]');
  page.querySelector('[data-drafts-section]').hidden = !next;
  if (next) complete(next);
}

function complete(entry) {
  start();
  draft = entry.dataset.product;
  fields.productId.value = draft;
  form.setAttribute('action', `${say.add}/${draft}`);
  showDraft(entry.dataset.picture);
  fields.name.focus();
  form.scrollIntoView({ block: 'start' });
}

/** The photo of a draft stands where the camera was; null brings the camera back. */
function showDraft(picture) {
  form.querySelector('[data-draft-photo]')?.remove();
  const camera = form.querySelector('[data-camera]');
  if (camera) camera.hidden = picture !== null;
  if (picture === null) return;
  const shown = document.createElement('div');
  shown.dataset.draftPhoto = '';
  const text = document.createElement('p');
  text.textContent = say.sayCompleting;
  shown.append(text);
  if (picture) shown.prepend(Object.assign(new Image(), { src: picture, alt: '', className: 'quick-draft' }));
  fields.name.closest('.field').before(shown);
}

async function several(files) {
  for (const file of files) {
    const productId = crypto.randomUUID();
    const { vat, category } = typed();
    await keep({
      productId,
      url: say.add,
      fields: { productId, draft: 'yes', vat, category },
      photo: await asItIs(file),
    });
  }
  photo.clear();
}

async function undo(productId) {
  const item = (await outbox.get(productId)) ?? { productId, url: say.add, fields: {} };
  const { problem: _, ...rest } = item;
  await outbox.put({ ...rest, isUndone: true, at: Date.now() });
  void sending.drain();
}

async function correct(productId) {
  const item = await outbox.get(productId);
  if (!item) return;
  await outbox.remove(productId);
  list.remove(productId);
  start();
  form.setAttribute('action', item.url);
  draft = item.url === say.add ? null : productId;
  for (const [name, value] of Object.entries(item.fields))
    if (name !== 'published' && fields[name]) fields[name].value = value;
  fields.published.checked = item.fields.published === 'yes';
  if (item.photo) await photo.pick(item.photo);
  complain(item.problem, fields.name);
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  void save();
});
form.addEventListener('change', ({ target }) => {
  if (target.type !== 'file' || target.files.length === 0) return;
  const files = [...target.files];
  void (files.length > 1 ? several(files) : photo.pick(files[0]));
});
page.addEventListener('click', (event) => {
  const entry = event.target.closest('[data-complete]')?.closest('[data-product]');
  if (!entry) return;
  event.preventDefault();
  complete(entry);
});

for (const item of await outbox.all()) {
  list.tell(item, item.problem ? 'refused' : 'waiting');
}
void sending.drain();
page.dataset.ready = 'yes';
