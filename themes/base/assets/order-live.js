// Comfort only: the order's page as it is now, without loading it again by hand.
const page = document.querySelector('[data-live-order]');

if (page && 'EventSource' in globalThis) {
  const events = new EventSource(page.dataset.liveOrder);
  events.addEventListener('moved', refresh);
}

async function refresh() {
  const answer = await fetch(location.href, { headers: { accept: 'text/html' } }).catch(() => null);
  if (!answer?.ok) return;
  const next = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const [now, then] = [document, next].map((each) => each.querySelector('[data-live-order]'));
  if (!now || !then || now.innerHTML === then.innerHTML) return;
  document.title = next.title;
  now.replaceChildren(...then.childNodes);
  now.querySelector('h1')?.setAttribute('role', 'status');
}
