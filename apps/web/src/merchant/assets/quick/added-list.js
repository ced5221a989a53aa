/** What was added, the newest on top. */
export class AddedList {
  /** `onUndo` and `onCorrect` are told the product id. */
  constructor(page, { onUndo, onCorrect }) {
    this.page = page;
    this.say = page.dataset;
    this.list = page.querySelector('[data-added]');
    this.onUndo = onUndo;
    this.onCorrect = onCorrect;
    for (const form of this.list.querySelectorAll('form')) {
      form.addEventListener('submit', (event) => {
        event.preventDefault();
        onUndo(form.closest('[data-product]').dataset.product);
      });
    }
  }

  find(productId) {
    return this.list.querySelector(`[data-product="${CSS.escape(productId)}"]`);
  }

  add(item) {
    const entry = this.copyOf('item');
    const name = item.fields.name || this.say.sayUnnamed;
    entry.dataset.product = item.productId;
    entry.querySelector('a').textContent = name;
    entry.querySelector('[data-price]').textContent = item.fields.price ? `${item.fields.price} €` : '';
    for (const label of entry.querySelectorAll('button > span')) {
      label.append(
        Object.assign(document.createElement('span'), { className: 'visually-hidden', textContent: ` ${name}` }),
      );
    }
    entry.querySelector('[data-undo]').addEventListener('click', () => this.onUndo(item.productId));
    entry.querySelector('[data-correct]').addEventListener('click', () => this.onCorrect(item.productId));
    if (item.photo) void showThumb(entry, item.photo);
    this.page.querySelector('[data-none]')?.remove();
    this.list.prepend(entry);
    return entry;
  }

  tell(item, state, answer) {
    const entry = this.find(item.productId) ?? this.add(item);
    entry.dataset.state = state;
    const told = entry.querySelector('[data-state]') ?? entry.querySelector('.hint');
    told.textContent = this.sentence(item, state, answer);
    const correct = entry.querySelector('[data-correct]');
    if (correct) correct.hidden = state !== 'refused';
    const undo = entry.querySelector('[data-undo], form');
    if (undo) undo.hidden = state === 'undone';
    if (state === 'sent') this.arrived(entry, item, answer);
  }

  sentence({ problem }, state, answer) {
    const { say } = this;
    if (state === 'refused') return problem;
    if (state === 'sent') return answer.published ? say.saySent : say.sayDraft;
    return { waiting: say.sayWaiting, offline: say.sayOffline, session: say.saySession, undone: say.sayUndone }[state];
  }

  arrived(entry, item, answer) {
    if (item.fields.draft) return this.moveToDrafts(entry, answer);
    entry.querySelector('a').href = answer.url;
    entry.querySelector('a').textContent = answer.name;
    entry.querySelector('[data-price]').textContent = answer.price;
  }

  moveToDrafts(entry, { productId, name, photo }) {
    const draft = this.copyOf('draft-item');
    draft.dataset.product = productId;
    draft.dataset.picture = photo ?? '';
    draft.querySelector('.thumb').replaceWith(entry.querySelector('.thumb'));
    draft.querySelector('.quick-text span').textContent = name;
    draft.querySelector('a').href = `${this.say.add}?produit=${productId}`;
    this.page.querySelector('[data-drafts]').append(draft);
    this.page.querySelector('[data-drafts-section]').hidden = false;
    entry.remove();
  }

  copyOf(name) {
    return this.page.querySelector(`template[data-${name}]`).content.firstElementChild.cloneNode(true);
  }

  remove(productId) {
    this.find(productId)?.remove();
  }
}

async function showThumb(entry, photo) {
  const picture = await createImageBitmap(photo, { resizeWidth: 128 }).catch(() => null);
  if (!picture) return;
  const canvas = document.createElement('canvas');
  canvas.width = picture.width;
  canvas.height = picture.height;
  canvas.getContext('2d').drawImage(picture, 0, 0);
  entry.querySelector('.thumb').replaceChildren(canvas);
}
