// Comfort only: the table is a plain form without this file. Arrows and Enter move between cells as in a spreadsheet.
const form = document.querySelector('form[data-table]');
const rows = form ? [...form.querySelectorAll('tbody tr')] : [];
const cellsOf = (row) => [...row.querySelectorAll('input:not([type=hidden])')];
const columnOf = (input) => (input.type === 'checkbox' ? 'sale' : input.name.split('-')[0]);

function isDirty(input) {
  return input.type === 'checkbox' ? input.checked !== input.defaultChecked : input.value !== input.defaultValue;
}

/** The next cell of the same column, above or below; rows without one are passed over. */
function vertical(input, step) {
  const column = columnOf(input);
  for (let at = rows.indexOf(input.closest('tr')) + step; at >= 0 && at < rows.length; at += step) {
    const found = cellsOf(rows[at]).find((each) => columnOf(each) === column);
    if (found) return found;
  }
  return null;
}

function horizontal(input, step) {
  const cells = cellsOf(input.closest('tr'));
  return cells[cells.indexOf(input) + step] ?? null;
}

/** Left and right leave a text only from its end. */
function atEdge(input, key) {
  if (input.type === 'checkbox') return true;
  const all = input.selectionStart === 0 && input.selectionEnd === input.value.length;
  return all || (key === 'ArrowLeft' ? input.selectionEnd === 0 : input.selectionStart === input.value.length);
}

function target(input, { key, shiftKey }) {
  if (key === 'ArrowDown' || (key === 'Enter' && !shiftKey)) return vertical(input, 1);
  if (key === 'ArrowUp' || key === 'Enter') return vertical(input, -1);
  if (key === 'ArrowLeft' && atEdge(input, key)) return horizontal(input, -1);
  if (key === 'ArrowRight' && atEdge(input, key)) return horizontal(input, 1);
  return null;
}

function onKey(event) {
  const input = event.target.closest('input');
  if (!input || event.altKey || event.isComposing) return;
  if ((event.ctrlKey || event.metaKey) && event.key === 's') {
    event.preventDefault();
    return form.requestSubmit();
  }
  if (event.ctrlKey || event.metaKey) return;
  if (event.key === 'Escape' && isDirty(input)) {
    input.value = input.defaultValue;
    input.checked = input.defaultChecked;
    return mark(input);
  }
  const next = target(input, event);
  if (next || event.key === 'Enter') event.preventDefault();
  if (!next) return;
  next.focus();
  if (next.type !== 'checkbox') next.select();
}

const mark = (input) => input.closest('td').classList.toggle('is-changed', isDirty(input));

if (form) {
  let isSending = false;
  form.querySelector('tbody').addEventListener('keydown', onKey);
  form.addEventListener('input', ({ target: input }) => mark(input));
  form.addEventListener('submit', () => (isSending = true));
  addEventListener('beforeunload', (event) => {
    if (!isSending && rows.some((row) => cellsOf(row).some(isDirty))) event.preventDefault();
  });
}
