const ENTITIES: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&nbsp;': '\u00a0' };
const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** What somebody typed into a text area as HTML: empty lines part paragraphs, lines that begin with a dash are a list. */
export function htmlOfText(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .split(/\n\s*\n/)
    .map((block) => block.trim())
    .filter((block) => block !== '')
    .map(blockHtml)
    .join('');
}

function blockHtml(block: string): string {
  const lines = block.split('\n').map((line) => line.trim());
  if (lines.every((line) => /^[-•*]\s/.test(line))) {
    return `<ul>${lines.map((line) => `<li>${escapeHtml(line.slice(1).trim())}</li>`).join('')}</ul>`;
  }
  return `<p>${lines.map(escapeHtml).join('<br />')}</p>`;
}

const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (mark) => ESCAPES[mark] ?? mark);

/** Stored, sanitised HTML as its words, for a text area. */
export function textOfHtml(html: string): string {
  return html
    .replace(/<br \/>/g, '\n')
    .replace(/<li>/g, '- ')
    .replace(/<\/(?:li|tr|dt|dd)>/g, '\n')
    .replace(/<\/(?:p|h\d|ul|ol|dl|table|blockquote)>/g, '\n\n')
    .replace(/<\/t[dh]>/g, ' ')
    .replace(/<[^>]*>/g, '')
    .replace(/&(?:amp|lt|gt|quot|nbsp);/g, (entity) => ENTITIES[entity] ?? entity)
    .replace(/[ \t]+\n/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
