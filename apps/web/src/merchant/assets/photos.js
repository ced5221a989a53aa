// Comfort only: without this file photos are sent by the form, and ordered by the buttons.
const place = document.querySelector('[data-photos]');
const form = document.querySelector('form[data-photo-upload]');

async function refresh() {
  const answer = await fetch(place.dataset.photos, { headers: { accept: 'text/html' } }).catch(() => null);
  if (!answer?.ok) return true;
  if (!place.contains(document.activeElement)) place.innerHTML = await answer.text();
  makeDraggable();
  return !answer.headers.has('x-ended');
}

/** Photos that are fetched from elsewhere: looked at until none is on its way. */
async function watch() {
  if (await refresh()) setTimeout(watch, 2000);
}

function line(name) {
  const item = document.createElement('li');
  item.className = 'card stack-small';
  const text = Object.assign(document.createElement('p'), { textContent: name });
  text.setAttribute('role', 'status');
  const bar = Object.assign(document.createElement('progress'), { max: 100 });
  bar.setAttribute('aria-label', name);
  item.append(text, bar);
  return { item, text, bar };
}

function send(file, { text, bar, item }) {
  const { sending, preparing, failed } = form.dataset;
  const data = new FormData();
  data.append('alt', form.elements.alt.value);
  data.append('photo', file, file.name);
  const request = new XMLHttpRequest();
  item.querySelector('button')?.remove();
  text.textContent = `${file.name} : ${sending}`;
  request.upload.addEventListener('progress', ({ loaded, total }) => (bar.value = (100 * loaded) / total));
  request.upload.addEventListener('load', () => {
    bar.removeAttribute('value');
    text.textContent = `${file.name} : ${preparing}`;
  });
  return new Promise((done) => {
    const refuse = (sentence) => {
      text.textContent = `${file.name} : ${sentence}`;
      bar.value = 0;
      const again = Object.assign(document.createElement('button'), {
        type: 'button',
        textContent: form.dataset.retry,
      });
      again.className = 'button button-quiet';
      again.addEventListener('click', () => send(file, { text, bar, item }).then(finish));
      item.append(again);
      done(false);
    };
    request.addEventListener('error', () => refuse(failed));
    request.addEventListener('load', () => {
      if (request.status < 400) return (item.remove(), done(true));
      const page = new DOMParser().parseFromString(request.responseText, 'text/html');
      const said = page.querySelector('#photo-error') ?? page.querySelector('main p');
      refuse(said?.textContent.trim() ?? failed);
    });
    request.open('POST', form.action);
    request.send(data);
  });
}

async function finish(isSent) {
  if (isSent) await refresh();
}

async function sendAll(event) {
  const files = [...form.elements.photo.files];
  if (files.length === 0) return;
  event.preventDefault();
  const list = Object.assign(document.createElement('ul'), { className: 'plain-list photo-cards' });
  form.before(list);
  const lines = files.map((file) => line(file.name));
  list.append(...lines.map(({ item }) => item));
  form.elements.photo.value = '';
  for (const [i, file] of files.entries()) await finish(await send(file, lines[i]));
}

/** A card dropped on another one takes its place. */
function makeDraggable() {
  for (const card of place.querySelectorAll('[data-photo]')) card.draggable = true;
}

let dragged = null;

function onDrop(event) {
  const cards = [...place.querySelectorAll('[data-photo]')];
  const over = event.target.closest('[data-photo]');
  if (!dragged || !over || over === dragged) return;
  event.preventDefault();
  const body = new URLSearchParams({ place: String(cards.indexOf(over) + 1) });
  void fetch(`${dragged.dataset.photo}/place`, { method: 'POST', body }).then(refresh);
}

if (place) {
  makeDraggable();
  place.addEventListener('dragstart', ({ target }) => (dragged = target.closest('[data-photo]')));
  place.addEventListener('dragover', (event) => dragged && event.preventDefault());
  place.addEventListener('drop', onDrop);
  if ('waiting' in place.dataset) setTimeout(watch, 2000);
}
if (form) form.addEventListener('submit', sendAll);
