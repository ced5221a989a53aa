// Comfort only: the week says itself while it is typed, and hours are copied without loading the page. Without this file the
// server does both.
const form = document.querySelector('[data-hours]');
const live = document.querySelector('[data-hours-live]');
let timer = 0;

async function say() {
  const answer = await fetch(form.dataset.hours, {
    method: 'POST',
    body: new URLSearchParams(new FormData(form)),
  }).catch(() => null);
  if (answer?.ok) live.textContent = await answer.text();
}

function soon() {
  clearTimeout(timer);
  timer = setTimeout(say, 400);
}

const timesOf = (day) => [...form.querySelectorAll(`[data-day="${day}"] input[type="time"]`)];

/** Whether every time had its place. */
function copy(from, to) {
  const source = timesOf(from);
  const target = timesOf(to);
  if (source.slice(target.length).some(({ value }) => value !== '')) return false;
  target.forEach((input, i) => (input.value = source[i]?.value ?? ''));
  return true;
}

form?.addEventListener('input', soon);
form?.addEventListener('click', (event) => {
  const button = event.target.closest('button[name="copy"], button[name="spread"]');
  if (!button) return;
  const data = new FormData(form);
  const isSpread = button.name === 'spread';
  const from = isSpread ? data.get('copy-from') : Number(button.value) - 1;
  const days = isSpread ? data.getAll('copy-to') : [button.value];
  if (days.length === 0 || !days.every((day) => copy(from, day))) return;
  event.preventDefault();
  soon();
});
