import { cleanHtml } from '#libs/themes';

const ENTITIES: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" };

/** The first 300 characters of a text without its markup, for search engines. */
export function plainText(html: string | null, most = 300): string | null {
  if (!html) return null;
  const text = cleanHtml(html)
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity] ?? entity)
    .replace(/\s+/g, ' ')
    .trim();
  return text.slice(0, most) || null;
}
