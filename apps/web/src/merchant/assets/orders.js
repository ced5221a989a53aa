// Comfort only: what was decided at the counter is kept while the network is away, and sent again until it has arrived.
const WAITS = [2, 4, 8, 15, 30];
const STORE = 'unsent';
const notice = document.querySelector('#resend-notice');
const timers = new WeakMap();

const kept = () => JSON.parse(sessionStorage.getItem(STORE) ?? '{}');
const pathOf = (form) => new URL(form.action).pathname;
const formsToSend = () => [...document.querySelectorAll('form[data-resend]')];

function keep(form, fields) {
  const { [pathOf(form)]: _, ...others } = kept();
  sessionStorage.setItem(STORE, JSON.stringify(fields ? { ...others, [pathOf(form)]: fields } : others));
}

async function send(form, { tries = 0, isAgain = false } = {}) {
  if (form.dataset.busy) return;
  form.dataset.busy = 'yes';
  clearTimeout(timers.get(form));
  const fields = [...new FormData(form)];
  const body = new URLSearchParams(fields);
  if (isAgain) body.set('reprise', 'oui');
  keep(form, fields);
  const signal = AbortSignal.timeout(10_000);
  const answer = await fetch(form.action, { method: 'POST', body, redirect: 'manual', signal }).catch(() => null);
  delete form.dataset.busy;
  if (!answer || (answer.status >= 502 && answer.status <= 504)) return wait(form, tries);
  keep(form, null);
  removeEventListener('beforeunload', warn);
  if (answer.type === 'opaqueredirect') return location.assign(form.dataset.resend);
  return show(await answer.text());
}

/** Says what happened and what is kept, and tries again by itself. */
function wait(form, tries) {
  if (!form.querySelector('[data-waiting]')) {
    form.prepend(notice.content.cloneNode(true));
    form.querySelector('[data-now]').addEventListener('click', () => send(form, { isAgain: true }));
    form.querySelector('[data-stop]').addEventListener('click', () => stop(form));
  }
  addEventListener('beforeunload', warn);
  const seconds = WAITS[Math.min(tries, WAITS.length - 1)];
  timers.set(
    form,
    setTimeout(() => send(form, { tries: tries + 1, isAgain: true }), seconds * 1000),
  );
}

function stop(form) {
  clearTimeout(timers.get(form));
  keep(form, null);
  form.querySelector('[data-waiting]').remove();
  removeEventListener('beforeunload', warn);
}

const warn = (event) => event.preventDefault();

/** The page as the server answers it, with what stood against it. */
function show(html) {
  const page = new DOMParser().parseFromString(html, 'text/html');
  document.title = page.title;
  document.querySelector('main').replaceWith(page.querySelector('main'));
  document.querySelector('.error-summary')?.focus();
}

document.addEventListener('submit', (event) => {
  if (!event.target.matches('form[data-resend]')) return;
  event.preventDefault();
  void send(event.target, { isAgain: event.target.querySelector('[data-waiting]') !== null });
});

addEventListener('online', () => {
  for (const form of formsToSend()) if (form.querySelector('[data-waiting]')) void send(form, { isAgain: true });
});

// What another page of this window could not send.
for (const form of formsToSend()) {
  const fields = kept()[pathOf(form)];
  for (const [name, value] of fields ?? []) form.elements[name].value = value;
  if (fields) void send(form, { isAgain: true });
}
