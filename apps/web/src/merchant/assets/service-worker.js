// Put before this file by the server: BUILD { version, assets, offline, unsent, stale }.
const SHELL = `shell-${BUILD.version}`;
const ASSETS = 'assets';
const STATE = 'state';
const PAGES = 'pages-';
const ASSETS_MOST = 120;
const PAGES_MOST = 60;
const KEPT_MS = 48 * 3600 * 1000;
const SLOW_MS = 5000;
const KEPT_PAGES = /^\/(?:comptoir|commandes(?:\/[0-9a-f-]{36})?)$/;

addEventListener('install', (event) => event.waitUntil(install()));
addEventListener('activate', (event) => event.waitUntil(activate()));

async function install() {
  const cache = await caches.open(SHELL);
  const keep = async (url) => {
    const answer = await fetch(url, { credentials: 'omit', cache: 'no-cache' });
    if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
    await cache.put(url, answer);
  };
  await Promise.all([BUILD.offline, BUILD.unsent, ...BUILD.assets].map(keep));
  // Pages name their files by fingerprint, so an open page and a new worker do not meet.
  await skipWaiting();
}

async function activate() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith('shell-') && name !== SHELL);
  await Promise.all(old.map((name) => caches.delete(name)));
  await trim(ASSETS, ASSETS_MOST);
  await clients.claim();
}

addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.method === 'GET' && url.pathname.startsWith('/assets/')) event.respondWith(asset(request));
  else if (request.mode === 'navigate' && request.method === 'GET') event.respondWith(page(event, url));
  else if (request.mode === 'navigate') event.respondWith(fetch(request).catch(() => shell(BUILD.unsent)));
});

/** Named by their fingerprint: what is kept is right for ever. */
async function asset(request) {
  const kept = await caches.match(request.url);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await (await caches.open(ASSETS)).put(request.url, answer.clone());
  return answer;
}

/** The network first; the last copy when it is silent, slow or the server is out of order. */
async function page(event, url) {
  const isKept = KEPT_PAGES.test(url.pathname) && url.search === '';
  const kept = isKept ? await seen(url.pathname) : null;
  const asked = fetch(event.request);
  event.waitUntil(asked.then((answer) => note(answer.clone(), isKept ? url.pathname : null)).catch(() => undefined));
  try {
    const answer = await (kept ? inTime(asked) : asked);
    return kept && answer.status >= 502 && answer.status <= 504 ? stale(kept) : answer;
  } catch {
    return kept ? stale(kept) : shell(BUILD.offline);
  }
}

const inTime = (asked) =>
  Promise.race([asked, new Promise((_, reject) => setTimeout(() => reject(new Error('slow')), SLOW_MS))]);

async function shell(url) {
  const kept = await (await caches.open(SHELL)).match(url);
  return kept ? new Response(await kept.text(), { status: 503, headers: textHeaders(kept) }) : Response.error();
}

const textHeaders = (answer) => ({
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': answer.headers.get('content-security-policy') ?? "default-src 'self'",
});

/** What is kept belongs to whoever is signed in: another account, or none, and all of it goes. */
async function note(answer, path) {
  if (answer.type === 'opaqueredirect') return;
  const account = answer.headers.get('x-account');
  if (account === null) return answer.ok ? keepOnly('') : undefined;
  await keepOnly(account);
  const isPage = answer.ok && !answer.redirected && answer.headers.get('content-type')?.startsWith('text/html');
  if (path === null || !isPage) return;
  const headers = { ...textHeaders(answer), 'x-seen-at': new Date().toISOString() };
  const cache = PAGES + account;
  await (await caches.open(cache)).put(path, new Response(withoutNotices(await answer.text()), { headers }));
  await trim(cache, PAGES_MOST);
}

const withoutNotices = (html) => html.replace(/<div class="page notices"><div class="toast[\s\S]*?<\/div><\/div>/, '');

async function keepOnly(account) {
  const state = await caches.open(STATE);
  const names = await caches.keys();
  const others = names.filter((name) => name.startsWith(PAGES) && name !== PAGES + account);
  await Promise.all(others.map((name) => caches.delete(name)));
  if (account) await state.put('/account', new Response(account));
  else await state.delete('/account');
}

/** The copy of a page that this account saw in the last two days. */
async function seen(path) {
  const state = await (await caches.open(STATE)).match('/account');
  if (!state) return null;
  const cache = await caches.open(PAGES + (await state.text()));
  const kept = await cache.match(path);
  if (!kept) return null;
  if (Date.now() - Date.parse(kept.headers.get('x-seen-at')) < KEPT_MS) return kept;
  await cache.delete(path);
  return null;
}

/** Marked with the time at which it was true. */
async function stale(kept) {
  const at = new Date(kept.headers.get('x-seen-at'));
  const time = at.toLocaleString('fr-FR', { weekday: 'long', hour: 'numeric', minute: '2-digit' });
  const html = (await kept.text()).replace(/<main[^>]*>/, (main) => main + BUILD.stale.replace('{time}', time));
  return new Response(html, { headers: textHeaders(kept) });
}

async function trim(name, most) {
  const cache = await caches.open(name);
  const keys = await cache.keys();
  await Promise.all(keys.slice(0, Math.max(0, keys.length - most)).map((key) => cache.delete(key)));
}

addEventListener('push', (event) => event.waitUntil(showAlert(event.data)));
addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(openPage(event.notification.data));
});

/** A browser takes the right to push away from whoever shows nothing, so something is shown in any case. */
async function showAlert(data) {
  let message = { title: 'Devanture', body: '', url: '/commandes', tag: 'alerte' };
  try {
    message = { ...message, ...data.json() };
  } catch {
    // not one of ours
  }
  const { title, body, url, tag } = message;
  await registration.showNotification(title, {
    body,
    tag,
    icon: BUILD.icon,
    badge: BUILD.badge,
    data: url,
    lang: 'fr',
  });
}

async function openPage(path) {
  const url = new URL(typeof path === 'string' && path.startsWith('/') ? path : '/commandes', location.origin).href;
  const [window] = await clients.matchAll({ type: 'window' });
  if (!window) return clients.openWindow(url);
  await window.focus();
  return window.navigate(url);
}
