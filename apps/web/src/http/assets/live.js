// Comfort only: shows how far a job is without loading the page again; the page refreshes itself where this file does not run.
const live = document.querySelector('[data-live]');

async function look() {
  const answer = await fetch(live.dataset.live, { headers: { accept: 'text/html' } }).catch(() => null);
  if (answer?.headers.has('x-ended')) return location.reload();
  if (answer?.ok) live.innerHTML = await answer.text();
  setTimeout(look, 1000);
}

if (live) setTimeout(look, 1000);
