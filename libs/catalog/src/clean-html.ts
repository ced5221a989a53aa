import sanitizeHtml from 'sanitize-html';
import { DESCRIPTION_MAX } from './product-input.js';

const ALLOWED: sanitizeHtml.IOptions = {
  allowedTags:
    'p br h2 h3 h4 ul ol li strong em u s sub sup blockquote hr a table thead tbody tr th td caption dl dt dd'.split(
      ' ',
    ),
  allowedAttributes: { a: ['href', 'rel'], th: ['colspan', 'rowspan', 'scope'], td: ['colspan', 'rowspan'] },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  allowProtocolRelative: false,
  transformTags: {
    h1: 'h2',
    h5: 'h4',
    h6: 'h4',
    div: 'p',
    b: 'strong',
    i: 'em',
    a: sanitizeHtml.simpleTransform('a', { rel: 'nofollow noopener' }),
  },
  nonTextTags: [
    'script',
    'style',
    'textarea',
    'option',
    'noscript',
    'template',
    'iframe',
    'object',
    'svg',
    'math',
    'title',
  ],
  nestingLimit: 30,
};

const EMPTY_BLOCK = /<(p|h2|h3|h4|li|blockquote)>(?:\s|&nbsp;|\u00a0|<br \/>)*<\/\1>/g;

/** HTML of a stranger as HTML we can show: text, links and tables, no script, style or picture. */
export function cleanHtml(html: string): string {
  const clean = sanitizeHtml(html.replaceAll('\0', ''), ALLOWED).replace(EMPTY_BLOCK, '').trim();
  return clean.length <= DESCRIPTION_MAX ? clean : textOf(clean);
}

/** The words alone, cut to what fits. */
function textOf(html: string): string {
  const text = sanitizeHtml(html, { allowedTags: [], allowedAttributes: {} });
  return text.slice(0, DESCRIPTION_MAX).replace(/&[^;]{0,8}$/, '');
}
