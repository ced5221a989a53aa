// Checks a code or a scanned link on this device, without a network.
export const normalized = (text) =>
  text
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');

const LINK = /\/commandes\/([A-Za-z0-9_-]{22})(?:$|[?#/])/;

/** Whether `text` is the code or the link of this order. */
export async function isProof(text, { id, marks }) {
  const token = LINK.exec(text)?.[1];
  if (token) return (await sha256(token)) === marks.link;
  return (await sha256(`${id}:${normalized(text)}`)).startsWith(marks.code);
}

/** The order whose code or link this is; null when it is of no order here. */
export async function orderOf(text, orders) {
  if (!LINK.test(text) && normalized(text).length !== 8) return null;
  for (const order of orders) if (await isProof(text, order)) return order;
  return null;
}

async function sha256(text) {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
