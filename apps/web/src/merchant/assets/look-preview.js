// Comfort only: the preview follows each choice. Where this file does not run, the button « Voir » does the same.
const form = document.querySelector('form[data-look]');
const frame = document.getElementById('apercu');
let waiting;

function show() {
  const address = new URL(form.dataset.look);
  for (const [name, value] of new FormData(form)) if (name !== 'voir') address.searchParams.set(name, value);
  frame.src = address.href;
}

if (form && frame) {
  form.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, 250);
  });
}
