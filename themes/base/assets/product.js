// Comfort only: photos are links and a choice is a form; both work without this file.
const dialog = document.querySelector('[data-zoom-dialog]');
const track = dialog?.querySelector('.zoom-track');
const links = () => [...document.querySelectorAll('.gallery [data-zoom]')];
const isStill = matchMedia('(prefers-reduced-motion: reduce)');

const photoOf = (link) => {
  const small = link.querySelector('img');
  const photo = new Image();
  photo.alt = small.alt;
  photo.src = link.href;
  return photo;
};

const show = (at, behavior = 'instant') => track.scrollTo({ left: at * track.clientWidth, behavior });
const shown = () => Math.round(track.scrollLeft / track.clientWidth);
const step = (by) => {
  const count = track.children.length;
  show((shown() + by + count) % count, isStill.matches ? 'instant' : 'smooth');
};

document.addEventListener('click', (event) => {
  const link = event.target.closest('.gallery [data-zoom]');
  if (!link || !dialog || event.ctrlKey || event.metaKey || event.shiftKey || event.button > 0) return;
  event.preventDefault();
  track.replaceChildren(...links().map(photoOf));
  dialog.showModal();
  show(links().indexOf(link));
});
dialog?.addEventListener('click', (event) => {
  const button = event.target.closest('[data-zoom-step]');
  if (button) step(Number(button.dataset.zoomStep));
});
dialog?.addEventListener('keydown', (event) => {
  const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (!by) return;
  event.preventDefault();
  step(by);
});

const said = document.createElement('p');
said.className = 'visually-hidden';
said.setAttribute('role', 'status');
document.body.append(said);
let asking = new AbortController();

const addressOf = (form) => {
  const url = new URL(form.dataset.choice, location.href);
  for (const { name, value } of form.querySelectorAll('input[type=radio]:checked')) url.searchParams.set(name, value);
  return url;
};

// Only what differs is exchanged, so that nothing else moves, loads again or loses its place.
const exchange = (was, now) => {
  if (!was || !now || was.children.length !== now.children.length) return false;
  [...was.children].forEach((part, i) => {
    if (!part.isEqualNode(now.children[i]) && !part.matches('[data-share]'))
      part.replaceWith(now.children[i].cloneNode(true));
  });
  return true;
};

document.addEventListener('change', async ({ target }) => {
  const form = target.closest('form[data-choice]');
  if (!form || target.type !== 'radio') return;
  asking.abort();
  asking = new AbortController();
  const url = addressOf(form);
  const quantity = form.elements.quantity?.value;
  try {
    const answer = await fetch(url, { signal: asking.signal });
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const gallery = page.querySelector('.gallery');
    if (!answer.ok || !exchange(document.querySelector('.product-main'), page.querySelector('.product-main'))) {
      return location.assign(url);
    }
    const present = document.querySelector('.gallery');
    if (gallery && present && !present.isEqualNode(gallery)) present.replaceWith(gallery);
    history.replaceState(history.state, '', url);
    document.getElementById(target.id)?.focus();
    const field = document.querySelector('form[data-choice]')?.elements.quantity;
    if (field && quantity) field.value = Math.min(Number(quantity) || 1, Number(field.max) || 99);
    const [price, stock] = ['.price', '.availability'].map((part) => document.querySelector(`.product-main ${part}`));
    said.textContent = `${price?.innerText ?? ''}, ${stock?.innerText ?? ''}`;
  } catch (error) {
    if (error.name !== 'AbortError') location.assign(url);
  }
});
