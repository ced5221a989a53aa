// What the counter keeps on this device: the orders it has seen, and handovers that wait for the network. Memory where the browser keeps nothing.
const ORDERS = 'orders';
const HANDOVERS = 'handovers';

/** Orders and handovers of one account, by the mark that the page bears. */
export async function openStore(account) {
  const db = await open().catch(() => null);
  const { put, remove, all } = db ? stored(db) : remembered();
  return {
    /** Takes the place of all that was kept, other accounts' included. */
    keepOrders: async (orders) => {
      for (const { account: other } of await all(ORDERS)) if (other !== account) await remove(ORDERS, other);
      await put(ORDERS, { account, at: Date.now(), orders });
    },
    orders: async () => (await all(ORDERS)).find((kept) => kept.account === account)?.orders ?? null,
    note: (handover) => put(HANDOVERS, { ...handover, account }),
    forget: (key) => remove(HANDOVERS, key),
    handovers: async () =>
      (await all(HANDOVERS)).filter((each) => each.account === account).sort((a, b) => a.at - b.at),
  };
}

/** Signed out: nothing of a customer stays. */
export async function forgetOrders() {
  const db = await open().catch(() => null);
  if (db) for (const { account } of await stored(db).all(ORDERS)) await stored(db).remove(ORDERS, account);
}

function stored(db) {
  const run = (name, mode, work) =>
    new Promise((resolve, reject) => {
      const transaction = db.transaction(name, mode);
      const request = work(transaction.objectStore(name));
      transaction.addEventListener('complete', () => resolve(request.result));
      for (const end of ['error', 'abort']) transaction.addEventListener(end, () => reject(transaction.error));
    });
  return {
    put: (name, value) => run(name, 'readwrite', (store) => store.put(value)),
    remove: (name, key) => run(name, 'readwrite', (store) => store.delete(key)),
    all: (name) => run(name, 'readonly', (store) => store.getAll()),
  };
}

function remembered() {
  const keyOf = { [ORDERS]: 'account', [HANDOVERS]: 'key' };
  const kept = { [ORDERS]: new Map(), [HANDOVERS]: new Map() };
  return {
    put: async (name, value) => void kept[name].set(value[keyOf[name]], value),
    remove: async (name, key) => void kept[name].delete(key),
    all: async (name) => [...kept[name].values()],
  };
}

function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open('devanture-counter', 1);
    request.addEventListener('upgradeneeded', () => {
      request.result.createObjectStore(ORDERS, { keyPath: 'account' });
      request.result.createObjectStore(HANDOVERS, { keyPath: 'key' });
    });
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error));
  });
}
