import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import webPush from 'web-push';
import { AppError } from '#libs/kernel';
import { OutboundClient, SETTINGS, type Settings } from '#libs/platform';
import type { AlertMessage } from './alert-text.js';
import { checkPushAddress } from './push-subscription.js';
import type { PushTarget } from './push-devices.service.js';
import { type VapidKeys, vapidKeys } from './vapid-keys.js';

/** `taken`, `gone` (remove the device), `refused` (another try is as good as this one) or `later` (try again). */
export interface PushAnswer {
  outcome: 'taken' | 'gone' | 'refused' | 'later';
  /** A code of ours, or `answer <status>`; null when taken. */
  fault: string | null;
}

const FOUR_HOURS = 4 * 3600;
const TIMEOUT_MS = 8000;
/** Codes of the outbound client that a later try may turn. */
const PASSING = new Set(['outbound.unreachable', 'outbound.timeout']);

/** Encrypts a message for one browser (RFC 8291) and hands it to its push service (RFC 8030), signed by our key (RFC 8292). */
@Injectable()
export class PushSender {
  private readonly keys: VapidKeys;

  constructor(
    private readonly outbound: OutboundClient,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {
    this.keys = vapidKeys(settings);
  }

  /** What a browser needs to subscribe, base64url. */
  get publicKey(): string {
    return this.keys.publicKey;
  }

  async send(target: PushTarget, message: AlertMessage): Promise<PushAnswer> {
    try {
      checkPushAddress(target.endpoint, this.settings.outboundAllow);
      return verdict(await this.post(target, message));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return { outcome: PASSING.has(error.code) ? 'later' : 'refused', fault: error.code };
    }
  }

  private async post({ endpoint, p256dh, auth }: PushTarget, message: AlertMessage): Promise<number> {
    const { headers, body } = webPush.generateRequestDetails(
      { endpoint, keys: { p256dh, auth } },
      JSON.stringify(message),
      {
        vapidDetails: this.keys,
        TTL: FOUR_HOURS,
        urgency: 'high',
        // A message that still waits there is replaced by the next one of its topic.
        topic: createHash('sha256').update(message.tag).digest('base64url').slice(0, 32),
      },
    );
    return (await this.outbound.post(endpoint, body, { headers, timeoutMs: TIMEOUT_MS })).status;
  }
}

function verdict(status: number): PushAnswer {
  if (status >= 200 && status < 300) return { outcome: 'taken', fault: null };
  const fault = `answer ${status}`;
  if (status === 404 || status === 410) return { outcome: 'gone', fault };
  return { outcome: status === 429 || status >= 500 ? 'later' : 'refused', fault };
}
