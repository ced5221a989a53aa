import { createHash, createHmac, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Asked, invalid, type Json, StripeObjects } from './stripe-objects.js';

const WHSEC = 'whsec_of_the_test';

/** How the next call whose path contains `path` fails. `lost`: it is done, and its answer never arrives. */
export interface StripeFault {
  path: string;
  kind: '500' | 'lost' | 'refused' | 'declined';
}

/**
 * The part of Stripe's API that is used here, on this machine: form-encoded requests, keys of idempotency, errors and objects in the
 * shapes of the published OpenAPI description, signed events. It keeps a balance for each account and one for the platform.
 */
export class StripeServer extends StripeObjects {
  readonly secretKey = 'sk_test_of_the_test';
  readonly webhookSecret = WHSEC;
  readonly asked: Asked[] = [];
  readonly faults: StripeFault[] = [];
  private readonly answers = new Map<string, { hash: string; status: number; body: Json }>();
  private readonly server = createServer((request, response) => void this.serve(request, response));

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  /** An event as Stripe sends it to a Connect endpoint: the exact bytes and their signature. */
  event(
    type: string,
    object: Json,
    { account, id }: { account: string; id?: string },
  ): { body: string; signature: string } {
    const body = JSON.stringify({
      id: id ?? this.id('evt'),
      object: 'event',
      api_version: '2026-10-28.endive',
      account,
      created: Math.floor(Date.now() / 1000),
      data: { object },
      livemode: false,
      pending_webhooks: 1,
      request: null,
      type,
    });
    return { body, signature: signed(body) };
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const [path = '', query = ''] = (request.url ?? '').split('?');
    const form = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString() || query));
    const account = (request.headers['stripe-account'] as string | undefined) ?? null;
    const key = (request.headers['idempotency-key'] as string | undefined) ?? null;
    const fault = this.takeFault(path);
    const asked: Asked = { method: request.method ?? '', path, account, key, form, replayed: false };
    this.asked.push(asked);
    if (request.headers.authorization !== `Bearer ${this.secretKey}`) {
      return send(response, 401, invalid('Invalid API Key provided'));
    }
    if (fault === '500') return send(response, 500, { error: { type: 'api_error', message: 'Something went wrong' } });
    if (fault === 'refused') return send(response, 400, invalid('Refused by the test'));
    if (fault === 'declined') return send(response, 402, declined());
    const { status, body } = this.once(asked, () => this.answer(asked));
    if (fault === 'lost') return void request.socket.destroy();
    send(response, status, body, asked.replayed);
  }

  private takeFault(path: string): StripeFault['kind'] | null {
    const at = this.faults.findIndex((fault) => path.includes(fault.path));
    return at === -1 ? null : this.faults.splice(at, 1)[0]!.kind;
  }

  /** The same key within an account is the same answer; with other parameters it is an error. */
  private once(asked: Asked, answer: () => { status: number; body: Json }): { status: number; body: Json } {
    if (asked.method !== 'POST' || asked.key === null) return answer();
    const slot = `${asked.account ?? 'platform'} ${asked.key}`;
    const hash = createHash('sha256')
      .update(JSON.stringify([asked.path, asked.form]))
      .digest('hex');
    const earlier = this.answers.get(slot);
    if (earlier && earlier.hash !== hash) {
      const message =
        'Keys for idempotent requests can only be used with the same parameters they were first used with.';
      return { status: 400, body: { error: { type: 'idempotency_error', message } } };
    }
    asked.replayed = earlier !== undefined;
    const kept = earlier ?? { hash, ...answer() };
    this.answers.set(slot, kept);
    return kept;
  }
}

const declined = (): Json => ({
  error: {
    type: 'card_error',
    code: 'card_declined',
    decline_code: 'generic_decline',
    message: 'Your card was declined.',
  },
});

/** Stripe's scheme v1, at the time of this machine: the receiver refuses what is older than five minutes. */
export function signed(body: string, at = Math.floor(Date.now() / 1000), secret = WHSEC): string {
  return `t=${at},v1=${createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')}`;
}

function send(response: ServerResponse, status: number, body: Json, replayed = false): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    'request-id': `req_${randomBytes(6).toString('hex')}`,
    ...(replayed ? { 'idempotent-replayed': 'true' } : {}),
  });
  response.end(JSON.stringify(body));
}
