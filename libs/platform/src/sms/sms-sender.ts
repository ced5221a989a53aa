import { AppError } from '#libs/kernel';

/** A text message. */
export interface Sms {
  /** `+33612345678` */
  to: string;
  text: string;
  /** The same at each try: a provider that knows it sends once. */
  reference: string;
}

export interface SmsSender {
  /** Hands the message over, or throws `SmsUnavailableError` (try again) or `SmsRefusedError` (do not). */
  send(sms: Sms): Promise<void>;
}

/** The provider cannot be reached or is busy: try again later. `details`: `reason`, never a number. Status 503. */
export class SmsUnavailableError extends AppError {
  readonly code = 'sms.unavailable';
  readonly status = 503;
}

/** The provider will never take this message. `details`: `answer`, its HTTP status. Status 422. */
export class SmsRefusedError extends AppError {
  readonly code = 'sms.refused';
  readonly status = 422;
}
