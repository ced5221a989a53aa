// Order alerts on this device, and the app on its home screen. The rest of the page works without this file.
const box = document.querySelector('[data-alerts]');
const key = Uint8Array.from(atob(box.dataset.key.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
const isApple = /iPhone|iPad/.test(navigator.userAgent) && !matchMedia('(display-mode: standalone)').matches;

function show(state) {
  for (const part of box.querySelectorAll('[data-alerts-state]')) part.hidden = part.dataset.alertsState !== state;
}

const current = async () => (await navigator.serviceWorker.ready).pushManager.getSubscription();

/** Made for another key, a subscription is worth nothing. */
function isOurs(subscription) {
  const made = new Uint8Array(subscription.options.applicationServerKey ?? []);
  return made.length === key.length && made.every((byte, i) => byte === key[i]);
}

async function look() {
  if (!('serviceWorker' in navigator && 'PushManager' in window)) return show(isApple ? 'install' : 'unsupported');
  if (Notification.permission === 'denied') return show('denied');
  show('off');
  const subscription = await current();
  const lines = [...document.querySelectorAll('[data-endpoint]')];
  const isListed = lines.some(({ dataset }) => dataset.endpoint === subscription?.endpoint);
  if (subscription && isListed && isOurs(subscription)) show('on');
}

async function turnOn(form) {
  if ((await Notification.requestPermission()) !== 'granted') return look();
  const { pushManager } = await navigator.serviceWorker.ready;
  const old = await pushManager.getSubscription();
  if (old && !isOurs(old)) await old.unsubscribe();
  const made = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  const { endpoint, keys } = made.toJSON();
  form.elements.endpoint.value = endpoint;
  form.elements.p256dh.value = keys.p256dh;
  form.elements.auth.value = keys.auth;
  form.submit();
}

box.querySelector('form').addEventListener('submit', (event) => {
  event.preventDefault();
  turnOn(event.target).catch(() => {
    show('off');
    box.querySelector('[data-alerts-state=failed]').hidden = false;
  });
});

// The line of this very device goes together with the browser's own subscription.
for (const form of document.querySelectorAll('[data-alerts-end]')) {
  form.addEventListener('submit', async (event) => {
    const { endpoint } = form.closest('[data-endpoint]').dataset;
    event.preventDefault();
    const subscription = await current().catch(() => null);
    if (subscription?.endpoint === endpoint) await subscription.unsubscribe().catch(() => undefined);
    form.submit();
  });
}

addEventListener('beforeinstallprompt', (event) => {
  const offer = document.querySelector('[data-install]');
  event.preventDefault();
  offer.hidden = false;
  offer.querySelector('button').addEventListener('click', () => event.prompt());
});

look().catch(() => show('unsupported'));
