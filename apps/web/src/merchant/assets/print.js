// Comfort only: the browser's own menu prints as well.
const place = document.querySelector('[data-print]');
place.hidden = false;
place.querySelector('button').addEventListener('click', () => print());
