// Comfort only: every page works without this file.
for (const form of document.querySelectorAll('form[data-once]')) {
  form.addEventListener('submit', (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = 'yes';
  });
}
// A page that comes back from the browser's memory can be sent again.
addEventListener('pageshow', (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll('form[data-sent]')) delete form.dataset.sent;
});

for (const button of document.querySelectorAll('button[data-dialog]')) {
  if ('command' in HTMLButtonElement.prototype) break;
  button.addEventListener('click', () => document.getElementById(button.dataset.dialog)?.showModal());
}

document.querySelector('.error-summary')?.focus();

// The choice that was made shows on the line that folds it away.
for (const line of document.querySelectorAll('.missing')) {
  line.addEventListener('change', (event) => {
    const label = event.target.closest('.choice')?.querySelector('.choice-label');
    const shown = line.querySelector('.missing-choice');
    if (label && shown?.firstChild) shown.firstChild.textContent = label.textContent;
  });
}
