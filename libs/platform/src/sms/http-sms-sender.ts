import { AppError } from '#libs/kernel';
import type { OutboundClient } from '../outbound/index.js';
import { type Sms, SmsRefusedError, type SmsSender, SmsUnavailableError } from './sms-sender.js';

export interface SmsSettings {
  url: string;
  /** Sent as a bearer token. */
  token: string | null;
  /** What stands as the sender, 11 letters and digits at most. */
  from: string | null;
}

/**
 * One POST a message, `{to, from, text, reference}` as JSON, to a provider or a small program that speaks to one. 2xx is
 * taken; 408, 429 and 5xx are tried again; any other answer is final.
 */
export class HttpSmsSender implements SmsSender {
  constructor(
    private readonly outbound: OutboundClient,
    private readonly settings: SmsSettings,
  ) {}

  async send({ to, text, reference }: Sms): Promise<void> {
    const { url, token, from } = this.settings;
    const body = Buffer.from(JSON.stringify({ to, from, text, reference }));
    const headers = {
      'content-type': 'application/json',
      'idempotency-key': reference,
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    };
    const { status } = await this.outbound.post(url, body, { headers }).catch((error: unknown) => {
      if (error instanceof AppError) throw new SmsUnavailableError({ reason: error.code });
      throw error;
    });
    if (status >= 200 && status < 300) return;
    if (status === 408 || status === 429 || status >= 500) throw new SmsUnavailableError({ reason: String(status) });
    throw new SmsRefusedError({ answer: status });
  }
}
