import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

const packGzip = promisify(gzip);
const packBrotli = promisify(brotliCompress);

type Packing = 'br' | 'gzip';

const TEXT =
  /^(?:text\/(?!event-stream)|image\/svg|application\/(?:javascript|json|manifest\+json|xml|[\w.-]+\+(?:json|xml)))/;
/** Smaller answers fit into one packet as they are. */
const LEAST_BYTES = 1200;
/** Cookies that say nothing secret that a page would show: what is in the basket, and a message that is shown once. */
const PLAIN_COOKIES = /^(?:__Host-)?(?:panier|paniers|flash)$/;
const [QUICK, THOROUGH] = [4, 11];

/** Files stand in memory for as long as the program runs: each is packed once. */
const files = new WeakMap<Buffer, Map<Packing, Promise<Buffer>>>();

/**
 * Packs what is text and goes to somebody who can unpack it. A page that may hold a secret beside words of the address (whoever
 * is signed in) goes out as it is: its length would tell (BREACH). Pictures and fonts are packed already, streams are not touched.
 */
export function compressAnswers(instance: FastifyInstance): void {
  instance.addHook('onSend', async (request: FastifyRequest, reply: FastifyReply, payload: unknown) => {
    const body = typeof payload === 'string' ? Buffer.from(payload) : payload;
    if (!Buffer.isBuffer(body) || body.length < LEAST_BYTES || !isPackable(request, reply)) return payload;
    const vary = reply.getHeader('vary');
    reply.header('vary', vary ? `${String(vary)}, Accept-Encoding` : 'Accept-Encoding');
    const packing = wanted(request.headers['accept-encoding']);
    if (!packing) return payload;
    reply.header('content-encoding', packing).removeHeader('content-length');
    return isFile(reply) && body === payload ? packedFile(body, packing) : pack(body, packing, QUICK);
  });
}

function isPackable({ headers, cookies }: FastifyRequest, reply: FastifyReply): boolean {
  if (reply.hasHeader('content-encoding') || !TEXT.test(String(reply.getHeader('content-type')))) return false;
  if (String(reply.getHeader('cache-control')).startsWith('public')) return true;
  return headers.authorization === undefined && Object.keys(cookies).every((name) => PLAIN_COOKIES.test(name));
}

/** Brotli where it is asked for; what is refused (`;q=0`) is not sent. */
function wanted(accepts: string | string[] | undefined): Packing | null {
  const parts = String(accepts ?? '').split(',');
  const names = parts.filter((part) => !/;\s*q=0(?:\.0*)?\s*$/.test(part)).map((part) => part.split(';')[0]!.trim());
  return (['br', 'gzip'] as const).find((name) => names.includes(name)) ?? null;
}

const isFile = (reply: FastifyReply): boolean => String(reply.getHeader('cache-control')).endsWith('immutable');

function packedFile(body: Buffer, packing: Packing): Promise<Buffer> {
  const known = files.get(body) ?? new Map<Packing, Promise<Buffer>>();
  files.set(body, known);
  const packed = known.get(packing) ?? pack(body, packing, THOROUGH);
  known.set(packing, packed);
  return packed;
}

/** `quality` is Brotli's, 0 to 11; gzip's own goes to 9. */
const pack = (body: Buffer, packing: Packing, quality: number): Promise<Buffer> =>
  packing === 'gzip'
    ? packGzip(body, { level: Math.min(9, quality + 2) })
    : packBrotli(body, {
        params: {
          [constants.BROTLI_PARAM_QUALITY]: quality,
          [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
        },
      });
