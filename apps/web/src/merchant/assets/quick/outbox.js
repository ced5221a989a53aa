// What was entered waits here until the server has it: a lost network, a closed browser or an empty battery lose nothing.
const STORE = 'items';

/** Items of one shop: {productId, shop, url, fields, photo, at, problem}. Falls back to memory where the browser keeps nothing. */
export async function openOutbox(shop) {
  const db = await open().catch(() => null);
  if (!db) return memoryBox();
  const run = (mode, work) =>
    new Promise((resolve, reject) => {
      const transaction = db.transaction(STORE, mode);
      const request = work(transaction.objectStore(STORE));
      transaction.addEventListener('complete', () => resolve(request.result));
      for (const end of ['error', 'abort']) transaction.addEventListener(end, () => reject(transaction.error));
    });
  return {
    put: (item) => run('readwrite', (store) => store.put({ ...item, shop })),
    remove: (productId) => run('readwrite', (store) => store.delete(productId)),
    get: (productId) => run('readonly', (store) => store.get(productId)),
    all: async () => {
      const items = await run('readonly', (store) => store.getAll());
      return items.filter((item) => item.shop === shop).sort((a, b) => a.at - b.at);
    },
  };
}

function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open('devanture-quick-add', 1);
    request.addEventListener('upgradeneeded', () => request.result.createObjectStore(STORE, { keyPath: 'productId' }));
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error));
  });
}

function memoryBox() {
  const items = new Map();
  return {
    put: async (item) => void items.set(item.productId, item),
    remove: async (productId) => void items.delete(productId),
    get: async (productId) => items.get(productId),
    all: async () => [...items.values()],
  };
}
