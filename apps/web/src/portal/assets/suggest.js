// Comfort only: suggestions while typing. The forms work without this file.
const WAIT_MS = 120;

async function ask(url, text, signal) {
  const response = await fetch(`${url}?${new URLSearchParams({ q: text })}`, { signal });
  return response.ok ? response.json() : [];
}

/** Calls `show` with the answers to the last text typed, never to an earlier one. */
function whileTyping(input, url, show) {
  let timer;
  let running;
  input.addEventListener('input', () => {
    clearTimeout(timer);
    running?.abort();
    const text = input.value.trim();
    if (text === '') return show([]);
    timer = setTimeout(async () => {
      running = new AbortController();
      try {
        show(await ask(url, text, running.signal));
      } catch {
        show([]);
      }
    }, WAIT_MS);
  });
}

for (const input of document.querySelectorAll('input[data-communes]')) {
  const list = document.getElementById(input.getAttribute('list'));
  whileTyping(input, input.dataset.communes, (names) => {
    list.replaceChildren(...names.map((name) => Object.assign(document.createElement('option'), { value: name })));
  });
}

/** The WAI-ARIA combobox pattern: the arrows choose, Enter follows, Escape closes, focus stays in the field. */
class Combobox {
  chosen = -1;

  constructor(input) {
    this.input = input;
    this.list = Object.assign(document.createElement('ul'), {
      id: `${input.id}-suggestions`,
      className: 'suggestions',
    });
    this.list.setAttribute('role', 'listbox');
    this.list.setAttribute('aria-label', 'Suggestions');
    input.after(this.list);
    input.setAttribute('role', 'combobox');
    input.setAttribute('aria-autocomplete', 'list');
    input.setAttribute('aria-controls', this.list.id);
    input.addEventListener('blur', () => this.open(false));
    input.addEventListener('keydown', (event) => this.key(event));
    this.open(false);
    whileTyping(input, input.dataset.suggest, (found) => this.show(found));
  }

  show(found) {
    this.choose(-1);
    this.list.replaceChildren(...found.map((each, i) => this.option(each, i)));
    this.open(found.length > 0 && document.activeElement === this.input);
  }

  open(isOpen) {
    this.list.hidden = !isOpen;
    this.input.setAttribute('aria-expanded', String(isOpen));
    if (!isOpen) this.choose(-1);
  }

  choose(place) {
    this.chosen = place;
    for (const [i, option] of [...this.list.children].entries())
      option.setAttribute('aria-selected', String(i === place));
    if (place < 0) this.input.removeAttribute('aria-activedescendant');
    else this.input.setAttribute('aria-activedescendant', this.list.children[place].id);
  }

  option({ label, kind, url }, i) {
    const item = Object.assign(document.createElement('li'), { id: `${this.list.id}-${i}` });
    item.setAttribute('role', 'option');
    item.setAttribute('aria-selected', 'false');
    item.dataset.url = url;
    const text = Object.assign(document.createElement('span'), { textContent: label });
    item.append(
      text,
      Object.assign(document.createElement('span'), { textContent: kind, className: 'suggestion-kind' }),
    );
    item.addEventListener('mousedown', (event) => event.preventDefault());
    item.addEventListener('click', () => location.assign(url));
    return item;
  }

  key(event) {
    const count = this.list.children.length;
    if (this.list.hidden || count === 0) return;
    if (event.key === 'ArrowDown') this.choose((this.chosen + 1) % count);
    else if (event.key === 'ArrowUp') this.choose(this.chosen <= 0 ? count - 1 : this.chosen - 1);
    else if (event.key === 'Escape') this.open(false);
    else if (event.key === 'Enter' && this.chosen >= 0) location.assign(this.list.children[this.chosen].dataset.url);
    else return;
    event.preventDefault();
  }
}

const HUNDRED_METRES = 3;

/** On request alone: the position goes, to about 100 m, into the address of the search, and nowhere else. */
function searchAround(button) {
  const { form } = button;
  const failed = form.querySelector('[data-around-failed]');
  const place = form.elements.pres;
  const forget = () => form.querySelector('input[name="ici"]')?.remove();
  place.addEventListener('input', forget);
  button.hidden = false;
  button.addEventListener('click', () => {
    button.disabled = true;
    failed.hidden = true;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const value = [coords.latitude, coords.longitude].map((each) => each.toFixed(HUNDRED_METRES)).join(',');
        forget();
        form.append(Object.assign(document.createElement('input'), { type: 'hidden', name: 'ici', value }));
        place.value = '';
        button.disabled = false;
        form.requestSubmit();
      },
      () => {
        button.disabled = false;
        failed.hidden = false;
        place.focus();
      },
      { maximumAge: 300_000, timeout: 10_000 },
    );
  });
}

if (navigator.geolocation) document.querySelectorAll('[data-around]').forEach(searchAround);

for (const input of document.querySelectorAll('input[data-suggest]')) new Combobox(input).show([]);
