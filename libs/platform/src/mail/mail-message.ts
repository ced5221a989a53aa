import type { SendMailOptions } from 'nodemailer';
import { addressParts, checkMail, type Mail } from './mail.js';

/** The mail as nodemailer takes it; nothing in it can make nodemailer read a file or an address. @throws MailRefusedError */
export function mailMessage(mail: Mail): SendMailOptions {
  checkMail(mail);
  return {
    to: addressParts(mail.to),
    from: addressParts(mail.from),
    ...(mail.replyTo === undefined ? {} : { replyTo: addressParts(mail.replyTo) }),
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    messageId: mail.messageId,
    headers: { 'Auto-Submitted': 'auto-generated', ...mail.headers },
    attachments: (mail.attachments ?? []).map((part) => ({
      filename: part.filename,
      content: part.content,
      contentType: part.contentType,
      ...(part.cid === undefined ? {} : { cid: part.cid, contentDisposition: 'inline' as const }),
    })),
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}
