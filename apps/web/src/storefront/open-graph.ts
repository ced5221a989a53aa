import type { MetaProperty, Photo, SocialImage } from '#libs/themes';

export interface OpenGraphFacts {
  title: string;
  description: string | null;
  /** The canonical address. */
  url: string;
  siteName: string;
  image: SocialImage | null;
  /** Of a page of a product: its price in cents. */
  offer: { cents: number; isAvailable: boolean } | null;
}

/** A picture by its whole address: other sites fetch it. `title` speaks for a picture without words of its own. */
export const socialImage = (photo: Photo | null, origin: string, title: string): SocialImage | null =>
  photo && { url: `${origin}${photo.src}`, width: photo.width, height: photo.height, alt: photo.alt || title };

/** How a page looks where it is passed on (ogp.me). */
export function openGraph({ title, description, url, siteName, image, offer }: OpenGraphFacts): MetaProperty[] {
  const facts: [property: string, content: string | number | null][] = [
    ['og:type', offer ? 'product' : 'website'],
    ['og:site_name', siteName],
    ['og:title', title],
    ['og:description', description],
    ['og:url', url],
    ['og:locale', 'fr_FR'],
    ['og:image', image?.url ?? null],
    ['og:image:width', image?.width ?? null],
    ['og:image:height', image?.height ?? null],
    ['og:image:alt', image?.alt ?? null],
    ['product:price:amount', offer && (offer.cents / 100).toFixed(2)],
    ['product:price:currency', offer && 'EUR'],
    ['product:availability', offer && (offer.isAvailable ? 'instock' : 'oos')],
  ];
  return facts.flatMap(([property, content]) =>
    content === null || content === '' ? [] : [{ property, content: String(content) }],
  );
}
