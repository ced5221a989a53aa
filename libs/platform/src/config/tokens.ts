/** Injection token of the Settings. */
export const SETTINGS = Symbol('settings');

/** Injection token of the MediaStore. */
export const MEDIA_STORE = Symbol('media store');

/** Injection token of the Mailer. */
export const MAILER = Symbol('mailer');

/** Injection token of the SmsSender; null when no service is configured. */
export const SMS_SENDER = Symbol('sms sender');

/** ReadReplica, or null: reads go to the primary server. */
export const READ_REPLICA = Symbol('read replica');
