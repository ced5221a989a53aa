import { Clock } from '#libs/kernel';
import type { Batch, InvitationLetter } from '#libs/invitations';
import type { LetterText } from './owner-letter.js';

type Say = (key: string, values?: Record<string, unknown>) => string;

const DAY = new Intl.DateTimeFormat('fr-FR', { dateStyle: 'long', timeZone: 'Europe/Paris' });
const WHEN = new Intl.DateTimeFormat('fr-FR', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'Europe/Paris' });

/** « 26 novembre 2027 » of an ISO instant. */
export const longDay = (instant: string): string => DAY.format(new Date(instant));

/** As the post reads it: who, where, and the town in capitals; at most five lines. */
export function addressOf(
  { name, legalName, addressLine, postcode }: Pick<InvitationLetter, 'name' | 'legalName' | 'addressLine' | 'postcode'>,
  commune: string,
): string[] {
  const who = legalName && legalName !== name ? [name, legalName] : [name];
  const town = [postcode, commune.toLocaleUpperCase('fr')].filter(Boolean).join(' ');
  return [...who, ...cutInTwo(addressLine ?? ''), town].filter(Boolean);
}

/** A long street is two lines, cut between words. */
function cutInTwo(street: string): string[] {
  if (street.length <= 38) return [street];
  const at = street.lastIndexOf(' ', 38);
  return at > 0 ? [street.slice(0, at), street.slice(at + 1)] : [street];
}

interface Letterhead {
  sender: string[];
  /** JPEG. */
  logo: Buffer | null;
  region: string;
  portal: string;
}

export function letterText({ sender, logo, region, portal }: Letterhead, say: Say): LetterText {
  return {
    title: say('letter_title'),
    sender,
    logo: logo && `data:image/jpeg;base64,${logo.toString('base64')}`,
    place: `Le ${DAY.format(Clock.now().epochMilliseconds)}`,
    paragraphs: ['hello', 'what', 'how', 'paid'].map((key) => say(`letter_${key}`, { region, portal })),
    codeLabel: say('letter_code'),
    codeUntil: say('letter_until'),
    scan: say('letter_scan'),
    typed: say('letter_typed'),
    withdrawal: say('letter_withdrawal', { region }),
  };
}

export function batchRow(batch: Batch, path: string, say: Say) {
  const label = (key: string): string => say(key);
  const isLetter = batch.channel === 'letter';
  const sent = isLetter ? String(batch.shops) : say('sent_of', { sent: batch.sent, shops: batch.shops });
  return {
    cells: [
      { label: label('when'), text: WHEN.format(batch.createdAt) },
      { label: label('by'), text: batch.by ?? '–' },
      { label: label('how'), text: label(`channel_${batch.channel}`) },
      { label: label('shops'), text: sent },
      { label: label('claimed'), text: String(batch.claimed) },
      {
        label: label('letters'),
        ...(isLetter && { text: label('download'), url: `${path}/${batch.batchId}/lettres.pdf` }),
      },
    ],
  };
}
