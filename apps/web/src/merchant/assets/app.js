import { forgetOrders, openStore } from './counter/store.js';
import { Outbox } from './counter/outbox.js';

// Comfort only: the back office as an app that opens without a network. Every page works without this file.
if (isSecureContext && 'serviceWorker' in navigator) {
  addEventListener('load', () =>
    navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' }).catch(() => undefined),
  );
}

// A page that was shown for want of a network is loaded anew when there is one.
if (document.querySelector('[data-offline]')) addEventListener('online', () => location.reload());

// Handovers that were noted without a network are sent from whatever page comes first; the counter shows its own.
const account = document.querySelector('meta[name=account]');
if (!account && !document.querySelector('[data-offline]')) void forgetOrders();
else if (account && !document.querySelector('[data-counter]')) {
  const outbox = new Outbox(await openStore(account.content), () => undefined);
  if ((await outbox.waiting()).length > 0) void outbox.drain();
}

// Signing out empties this device: not before somebody was asked.
document.addEventListener('submit', (event) => {
  if (!account || new URL(event.target.action).pathname !== '/deconnexion' || event.target.dataset.asked) return;
  event.preventDefault();
  void leave(event.target);
});

async function leave(form) {
  const handovers = await (await openStore(account.content)).handovers();
  if (handovers.some(({ problem }) => !problem) && !confirm(account.dataset.leave)) return;
  form.dataset.asked = 'yes';
  form.requestSubmit();
}
