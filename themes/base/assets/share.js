// Comfort only: e-mail and text message are links and work without this file.
for (const box of document.querySelectorAll('[data-share]')) {
  const { title, text, url } = box.dataset;
  const [sheet, copy] = [box.querySelector('[data-share-sheet]'), box.querySelector('[data-share-copy]')];
  sheet.hidden = !navigator.canShare?.({ title, text, url });
  copy.hidden = !navigator.clipboard;
  sheet.addEventListener('click', () => navigator.share({ title, text, url }).catch(() => undefined));
  copy.addEventListener('click', async () => {
    const label = copy.querySelector('[data-done]');
    await navigator.clipboard.writeText(url);
    label.textContent = label.dataset.done;
    box.querySelector('[data-share-status]').textContent = label.dataset.done;
  });
}
