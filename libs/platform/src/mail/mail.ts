import { MailRefusedError } from './mail.errors.js';

/** `a@b.fr`, `Name <a@b.fr>` (a setting; the name without `,;:@"<>`), or the two apart for names people typed. */
export type MailAddress = string | { name: string; address: string };

export interface MailAttachment {
  filename: string;
  content: Buffer;
  contentType: string;
  /** Makes it an inline part that the HTML shows as `cid:<cid>`. */
  cid?: string;
}

export interface Mail {
  to: MailAddress;
  from: MailAddress;
  replyTo?: MailAddress;
  subject: string;
  text: string;
  html: string;
  /** `<unique@domain>`; the same at each try, so that a mail sent twice is recognised as one. */
  messageId: string;
  /** Further headers, such as `List-Unsubscribe`; those that the mail has fields for are refused. */
  headers?: Record<string, string>;
  attachments?: MailAttachment[];
}

export interface Mailer {
  /** Hands the mail over, or throws `MailUnavailableError` (try again) or `MailRefusedError` (do not). */
  send(mail: Mail): Promise<void>;
  /** Ends open connections. */
  close(): Promise<void>;
}

const ADDRESS = /^[^\s@<>()[\]\\,;:"\p{Cc}]{1,64}@[\p{L}\p{N}](?:[\p{L}\p{N}.-]{0,251}[\p{L}\p{N}])?$/u;
const MESSAGE_ID = /^<[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,120}@[A-Za-z0-9.-]{1,120}>$/;
const HEADER_NAME = /^[A-Za-z][A-Za-z0-9-]{0,60}$/;
const CONTENT_TYPE = /^[a-z]+\/[a-z0-9.+-]+(?:; ?[a-z]+=[A-Za-z0-9_-]+)*$/;
/** Line breaks of all kinds and other control characters: what a header value is split with. */
const CONTROL = /[\p{Cc}\u2028\u2029]/u;
const RESERVED = new Set(
  'to cc bcc from sender reply-to subject date message-id mime-version received return-path dkim-signature'.split(' '),
);
const MAX_SUBJECT = 250;

/** @throws MailRefusedError naming the field that could not stand in a mail. */
export function checkMail(mail: Mail): void {
  checkAddress('to', mail.to);
  checkAddress('from', mail.from);
  if (mail.replyTo !== undefined) checkAddress('replyTo', mail.replyTo);
  refuseUnless(!CONTROL.test(mail.subject) && mail.subject.length <= MAX_SUBJECT, 'subject');
  refuseUnless(MESSAGE_ID.test(mail.messageId), 'messageId');
  for (const [name, value] of Object.entries(mail.headers ?? {})) {
    const isReserved = RESERVED.has(name.toLowerCase()) || name.toLowerCase().startsWith('content-');
    refuseUnless(HEADER_NAME.test(name) && !isReserved && !CONTROL.test(value), 'headers');
  }
  for (const { filename, contentType, cid } of mail.attachments ?? []) {
    refuseUnless(!CONTROL.test(filename) && filename.length <= 200 && !/[/\\]/.test(filename), 'attachments');
    refuseUnless(CONTENT_TYPE.test(contentType), 'attachments');
    refuseUnless(cid === undefined || MESSAGE_ID.test(`<${cid}>`), 'attachments');
  }
}

/** Name and address apart, so that nothing in either is read as a list of addresses. */
export function addressParts(address: MailAddress): { name: string; address: string } {
  if (typeof address !== 'string') return { name: address.name, address: address.address };
  const [, name, inside] = /^([^<>@,;:"]*)<([^<>]*)>$/.exec(address) ?? [];
  return inside === undefined ? { name: '', address } : { name: name!.trim(), address: inside };
}

function checkAddress(field: string, value: MailAddress): void {
  const { name, address } = addressParts(value);
  refuseUnless(ADDRESS.test(address) && address.length <= 254 && !address.includes('..'), field);
  refuseUnless(!CONTROL.test(name) && name.length <= 200, field);
}

function refuseUnless(isFine: boolean, field: string): void {
  if (!isFine) throw new MailRefusedError({ field });
}
