/** Fills the form from what is known of a barcode. */
export class SheetFinder {
  /** The name that a sheet has written, to be taken back with it. */
  written = '';

  /** `complain(sentence, field)` shows what is wrong. */
  constructor(page, form, complain) {
    this.say = page.dataset;
    this.fields = form.elements;
    this.complain = complain;
    this.search = page.querySelector('#code-form');
    this.shown = page.querySelector('[data-found]');
    this.search.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.lookUp(this.search.elements.code.value);
    });
  }

  clear() {
    this.search.elements.code.value = '';
    this.fields.ean.value = '';
    this.fields.sheet.value = '';
    this.written = '';
    this.shown.replaceChildren();
  }

  async lookUp(typed) {
    const code = typed.replace(/[\s\u00a0-]/g, '');
    const { code: input } = this.search.elements;
    input.value = code;
    if (!code) return;
    const address = `${this.say.lookUp}?code=${encodeURIComponent(code)}`;
    const answer = await fetch(address, { headers: { accept: 'application/json' } }).catch(() => null);
    const body = (await answer?.json().catch(() => null)) ?? null;
    if (answer !== null && !answer.ok) return this.complain(body?.errors?.[0]?.detail ?? body?.detail, input);
    this.complain('');
    // Without a network the code is kept on the product, and the server takes the sheet when it comes.
    this.fields.ean.value = code;
    this.fill(body);
  }

  fill(known) {
    const { name, sheet, price } = this.fields;
    if (name.value === this.written) name.value = '';
    this.written = '';
    sheet.value = known === null || known.sheet ? 'yes' : '';
    if (known?.own) this.show(this.say.sayOwn.replace('{name}', known.own.name), { link: known.own.url });
    else if (known?.sheet)
      this.show(this.say.sayKnown.replace('{name}', known.sheet.name), { picture: known.sheet.photo });
    else this.show(this.say.sayUnknown);
    if (known?.sheet && !name.value) name.value = this.written = known.sheet.name;
    (name.value ? price : name).focus();
  }

  show(sentence, { picture, link } = {}) {
    const text = document.createElement('p');
    if (link) text.append(Object.assign(document.createElement('a'), { href: link, textContent: sentence }));
    else text.textContent = sentence;
    const card = Object.assign(document.createElement('div'), { className: 'card quick-found' });
    if (picture) card.append(Object.assign(new Image(64, 64), { src: picture, alt: '' }));
    card.append(text);
    this.shown.replaceChildren(card);
  }
}
