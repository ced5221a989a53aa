import { AppError } from '#libs/kernel';

/** A push address that is not https, or of a private network. `details`: `host`. Status 422. */
export class BadPushAddressError extends AppError {
  readonly code = 'alerts.bad_address';
  readonly status = 422;
}

/** The shop has as many devices as it may have. `details`: `max`. Status 409. */
export class TooManyDevicesError extends AppError {
  readonly code = 'alerts.too_many_devices';
  readonly status = 409;
}

/** The browser's maker no longer knows this device; it was removed. Status 409. */
export class DeviceGoneError extends AppError {
  readonly code = 'alerts.device_gone';
  readonly status = 409;
}
