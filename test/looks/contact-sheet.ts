/** One picture of a page; `file` is its address from the sheet, `width` in pixels that of the window. */
export interface Shot {
  theme: string;
  page: string;
  look: string;
  width: number;
  file: string;
}

const STYLE = `
  body { margin: 0 16px 64px; font: 15px/1.4 system-ui, sans-serif; background: #f3f1ec; color: #22201d; }
  nav { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; gap: 4px 16px; padding: 12px 0; background: #f3f1ec; }
  h2 { margin: 40px 0 8px; } h3 { margin: 24px 0 8px; font-size: 15px; }
  .row { display: flex; flex-wrap: wrap; align-items: flex-start; gap: 12px; }
  figure { margin: 0; } figcaption { color: #625c54; font-size: 13px; }
  img { display: block; max-height: 640px; overflow: hidden; object-fit: cover; object-position: top; border: 1px solid #cfc9be; background: #fff; }
`;

/** A page that shows them all as thumbnails, by theme, then by page; each opens its picture in full. */
export function contactSheet(shots: readonly Shot[]): string {
  const themes = Map.groupBy(shots, ({ theme }) => theme);
  const links = [...themes.keys()].map((name) => `<a href="#${name}">${name}</a>`).join('');
  const parts = [...themes].map(([name, own]) => `<section id="${name}"><h2>${name}</h2>${rows(own)}</section>`);
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Contact sheet</title><style>${STYLE}</style>
<nav>${links}</nav>${parts.join('\n')}</html>\n`;
}

function rows(shots: readonly Shot[]): string {
  const pages = [...Map.groupBy(shots, ({ page }) => page)];
  return pages.map(([page, own]) => `<h3>${page}</h3><div class="row">${own.map(figure).join('')}</div>`).join('\n');
}

/** A phone's picture is wider in proportion: it would not be read otherwise. */
const figure = ({ file, look, page, width }: Shot): string =>
  `<figure><a href="${file}"><img src="${file}" width="${Math.round(width < 500 ? 200 : 200 + width / 8)}" loading="lazy" alt="${page}, ${look}"></a><figcaption>${look}</figcaption></figure>`;
