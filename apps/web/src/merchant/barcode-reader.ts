import type { Reply } from '../http/site-request.js';

/** On the screens that read barcodes, and on no other page: the reader is a WebAssembly program of our own origin. */
export function allowBarcodeReader(reply: Reply): void {
  const policy = String(reply.getHeader('content-security-policy') ?? '');
  void reply.header('content-security-policy', `${policy};script-src 'self' 'wasm-unsafe-eval'`);
}
