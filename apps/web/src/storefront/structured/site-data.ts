import type { Frame, NavLink } from '#libs/themes';
import { SCHEMA } from './store-data.js';

/** `http://fleurs-martin.localhost:8080`, without the slash at its end. */
export const originOf = ({ shop }: Frame): string => shop.url.replace(/\/$/, '');

/** The shop as a site that can be searched (schema.org/WebSite). */
export const siteData = (frame: Frame): object => ({
  '@context': SCHEMA,
  '@type': 'WebSite',
  '@id': `${frame.shop.url}#site`,
  name: frame.shop.name,
  url: frame.shop.url,
  inLanguage: frame.lang,
  potentialAction: {
    '@type': 'SearchAction',
    target: { '@type': 'EntryPoint', urlTemplate: `${originOf(frame)}/produits?q={search_term_string}` },
    'query-input': 'required name=search_term_string',
  },
});

/** The way to a page (schema.org/BreadcrumbList); the last entry is the page itself, at its canonical address. */
export const breadcrumbData = (frame: Frame, links: NavLink[]): object => ({
  '@context': SCHEMA,
  '@type': 'BreadcrumbList',
  itemListElement: links.map(({ label, url }, i) => ({
    '@type': 'ListItem',
    position: i + 1,
    name: label,
    item: i === links.length - 1 ? frame.canonical : `${originOf(frame)}${url}`,
  })),
});
