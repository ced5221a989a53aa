// The camera types the barcode; everything else is the page's own forms.
import { Scanner } from './scanner.js';

const page = document.querySelector('[data-counting]');
const form = document.querySelector('#find-form');

export const scan = new Scanner(page, (code) => {
  form.elements.q.value = code;
  form.requestSubmit();
});
page.dataset.ready = 'yes';
