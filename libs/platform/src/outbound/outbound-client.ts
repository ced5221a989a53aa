import { Agent, request, type Dispatcher } from 'undici';
import { BodyTooLarge, readBody, UnknownEncoding } from './answer-body.js';
import { BlockedAddress, guardedConnector, resolveBySystem, type ResolveName } from './guarded-connector.js';
import { checkedUrl, type OutboundRules } from './outbound-url.js';
import {
  AnswerStatusError,
  AnswerTooLargeError,
  OutboundBlockedError,
  OutboundTimeoutError,
  UnreachableError,
  UnreadableAnswerError,
} from './outbound.errors.js';

const MAX_REDIRECTS = 3;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
/** Ours to set, whatever the caller says. */
const OWN_HEADERS = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'accept-encoding',
  'expect',
  'te',
]);
/** What may go along to another host than the one the caller named. */
const TRAVELLING_HEADERS = new Set(['accept', 'accept-language', 'user-agent', 'if-none-match', 'if-modified-since']);

export interface OutboundSettings {
  /** `host:port` entries that may be reached although private or on another port (tests, one's own network). */
  allow?: readonly string[];
  /** Ports that may be reached on any public host. */
  ports?: readonly number[];
  userAgent?: string;
  /** How names are resolved; the system's way unless told. */
  resolveName?: ResolveName;
}

export interface OutboundOptions {
  /** Largest body taken, in bytes, after decompression. */
  maxBytes: number;
  /** The `Accept` header. */
  accept?: string;
  /** For everything together: names, redirects, body. 10,000 unless told. */
  timeoutMs?: number;
  headers?: Record<string, string>;
}

export interface OutboundAnswer {
  /** 200-299, or 304 to a conditional request. */
  status: number;
  /** Names in lower case; repeated ones joined by `, `. */
  headers: Record<string, string>;
  body: Buffer;
  finalUrl: string;
}

/** The only way to fetch something whose address came from outside. `close()` it at the end. */
export class OutboundClient {
  private readonly agent: Agent;
  private readonly rules: OutboundRules;
  private readonly userAgent: string;

  constructor(settings: OutboundSettings = {}) {
    const allow = new Set((settings.allow ?? []).map((entry) => entry.trim().toLowerCase()).filter(Boolean));
    this.rules = { allow, ports: new Set(settings.ports ?? [80, 443]) };
    this.userAgent = settings.userAgent ?? 'Devanture/0.1';
    const connect = guardedConnector(allow, settings.resolveName ?? resolveBySystem);
    this.agent = new Agent({ connect, pipelining: 1, keepAliveTimeout: 2000, connections: 8, maxHeaderSize: 16_384 });
  }

  /**
   * GET, over at most three redirects, each of them checked like the first address.
   * @throws BadUrlError, OutboundBlockedError, UnreachableError, AnswerTooLargeError, OutboundTimeoutError,
   * AnswerStatusError, UnreadableAnswerError
   */
  async fetch(url: string, options: OutboundOptions): Promise<OutboundAnswer> {
    const timeoutMs = options.timeoutMs ?? 10_000;
    const signal = AbortSignal.timeout(timeoutMs);
    let at = checkedUrl(url, this.rules);
    let headers = this.headers(options);
    for (let redirects = 0; ; redirects++) {
      const host = at.hostname;
      try {
        const answer = await this.ask(at, headers, options, signal);
        if (!(answer instanceof URL)) return answer;
        if (redirects === MAX_REDIRECTS) throw new OutboundBlockedError({ host, reason: 'redirects' });
        if (answer.origin !== at.origin) headers = travelling(headers);
        at = answer;
      } catch (error) {
        if (signal.aborted) throw new OutboundTimeoutError({ host, seconds: timeoutMs / 1000 });
        throw named(error, host, options.maxBytes);
      }
    }
  }

  /**
   * POST, to this very address: a redirect is an answer like any other. Whatever the answer holds is dropped unread.
   * @throws BadUrlError, OutboundBlockedError, UnreachableError, OutboundTimeoutError
   */
  async post(
    url: string,
    body: Buffer,
    options: Pick<OutboundOptions, 'headers' | 'timeoutMs'> = {},
  ): Promise<Pick<OutboundAnswer, 'status' | 'headers'>> {
    const timeoutMs = options.timeoutMs ?? 10_000;
    const signal = AbortSignal.timeout(timeoutMs);
    const at = checkedUrl(url, this.rules);
    const headers = this.headers({ ...options, maxBytes: 0 });
    try {
      const asked = request(at, { method: 'POST', body, headers, dispatcher: this.agent, signal });
      const answer = await before(signal, asked);
      answer.body.on('error', () => undefined).destroy();
      return { status: answer.statusCode, headers: joined(answer.headers) };
    } catch (error) {
      if (signal.aborted) throw new OutboundTimeoutError({ host: at.hostname, seconds: timeoutMs / 1000 });
      throw named(error, at.hostname, 0);
    }
  }

  async close(): Promise<void> {
    await this.agent.destroy();
  }

  /** The answer, or the address it sends us to. */
  private async ask(
    url: URL,
    headers: Record<string, string>,
    { maxBytes }: OutboundOptions,
    signal: AbortSignal,
  ): Promise<OutboundAnswer | URL> {
    // A name look-up does not hear the signal: the deadline is kept here as well.
    const answer = await before(signal, request(url, { dispatcher: this.agent, headers, signal }));
    const status = answer.statusCode;
    const received = joined(answer.headers);
    const host = url.hostname;
    try {
      const location = received['location'];
      if (REDIRECTS.has(status) && location !== undefined) return checkedUrl(location, this.rules, url);
      if ((status < 200 || status > 299) && status !== 304) throw new AnswerStatusError({ host, answer: status });
      const encoding = (received['content-encoding'] ?? '').trim().toLowerCase();
      if (encoding === '' && Number(received['content-length']) > maxBytes) throw new BodyTooLarge();
      const body = await readBody(answer.body, status === 304 ? '' : encoding, maxBytes);
      return { status, headers: received, body, finalUrl: url.href };
    } finally {
      answer.body.on('error', () => undefined).destroy();
    }
  }

  private headers(options: OutboundOptions): Record<string, string> {
    const asked = Object.entries(options.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value] as const);
    return {
      'user-agent': this.userAgent,
      accept: options.accept ?? '*/*',
      ...Object.fromEntries(asked.filter(([name]) => !OWN_HEADERS.has(name))),
      'accept-encoding': 'gzip, deflate',
    };
  }
}

function travelling(headers: Record<string, string>): Record<string, string> {
  const isTaken = (name: string) => TRAVELLING_HEADERS.has(name) || name === 'accept-encoding';
  return Object.fromEntries(Object.entries(headers).filter(([name]) => isTaken(name)));
}

function joined(headers: Dispatcher.ResponseData['headers']): Record<string, string> {
  const pairs = Object.entries(headers).map(([name, value]) => [name, [value ?? []].flat().join(', ')]);
  return Object.fromEntries(pairs) as Record<string, string>;
}

async function before<T extends Dispatcher.ResponseData>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  work.then((late) => signal.aborted && late.body.on('error', () => undefined).destroy()).catch(() => undefined);
  return Promise.race([
    work,
    new Promise<never>((_, reject) =>
      signal.addEventListener('abort', () => reject(new Error('deadline')), { once: true }),
    ),
  ]);
}

/** Everything that went wrong under our own names; an `AppError` stays what it is. */
function named(error: unknown, host: string, maxBytes: number): unknown {
  if (error instanceof BlockedAddress) return new OutboundBlockedError({ host, reason: 'address' });
  if (error instanceof BodyTooLarge) return new AnswerTooLargeError({ host, limitBytes: maxBytes });
  const code = (error as { code?: unknown }).code;
  if (error instanceof UnknownEncoding || /^(?:Z_|ERR_(?:_?ZLIB|BUFFER))/.test(String(code))) {
    return new UnreadableAnswerError({ host });
  }
  if (typeof code === 'string' && /^(?:E[A-Z]|UND_|CERT_|ERR_|[A-Z_]*CERT|HPE_)/.test(code)) {
    return new UnreachableError({ host, reason: code });
  }
  return error;
}
