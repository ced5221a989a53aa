import type { Mail } from './mail.js';

/** A short mail: paragraphs of plain words, one of them a link on a line of its own. */
export interface Letter extends Omit<Mail, 'text' | 'html'> {
  before: readonly string[];
  link: { url: string; label: string };
  after: readonly string[];
}

/** The letter as text and as HTML. */
export function letter({ before, link, after, ...mail }: Letter): Mail {
  const paragraph = (text: string): string => `<p>${escapeHtml(text)}</p>`;
  const button = `<p><a href="${escapeHtml(link.url)}">${escapeHtml(link.label)}</a></p>`;
  return {
    ...mail,
    text: `${[...before, link.url, ...after].join('\n\n')}\n`,
    html: [...before.map(paragraph), button, ...after.map(paragraph)].join(''),
  };
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (character) => ENTITIES[character]!);
