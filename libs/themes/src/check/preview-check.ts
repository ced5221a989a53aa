import { gzipSync } from 'node:zlib';
import path from 'node:path';

import { themeCss } from '../theme-css.js';
import { readSettings, type ThemeManifest } from '../theme-manifest.js';
import { loadViews, type Views } from '../view-engine.js';
import { type Findings, lineOf } from './findings.js';
import { pageFaults, scriptsOf } from './page-check.js';
import { sampleView, type SampleWay } from './sample-view.js';
import { TEMPLATE_VIEWS } from './shapes.js';
import { parseJson, type TextFile, type ThemeFolder } from './theme-folder.js';
import { misfits } from './view-fit.js';

/** Bytes of HTML and CSS of one page, and of its scripts, after gzip. */
const PAGE_BYTES = 30_000;
const SCRIPT_BYTES = 10_000;

const PAGES = Object.keys(TEMPLATE_VIEWS).filter((name) => name !== 'layout');

/** T080 to T083: a preview for each template, of the right shape. */
export function checkPreviews({ previews, templates }: ThemeFolder, findings: Findings): void {
  const names = previews.map(({ shown }) => path.basename(shown, '.json'));
  for (const template of PAGES.filter((name) => templates.some(({ shown }) => shown === `${name}.hbs`))) {
    const file = path.join('preview', `${template}.json`);
    if (!names.includes(template)) findings.add('T080', file, 1, `${template}.json`);
  }
  for (const preview of previews) {
    const view = TEMPLATE_VIEWS[templateOf(preview)];
    const model = parseJson(preview.text);
    if (!view || model === null) findings.add('T081', preview.shown, 1, path.basename(preview.shown));
    else
      for (const detail of misfits(model, view))
        findings.add('T083', preview.shown, lineOfField(preview, detail), detail);
  }
}

const templateOf = ({ shown }: TextFile): string => path.basename(shown, '.json').split('-')[0] ?? '';

const lineOfField = ({ text }: TextFile, detail: string): number =>
  lineOf(text, `"${detail.split(':')[0]!.split('.').at(-1)}"`);

/** The theme as it would run. Null while something keeps it from loading; that is reported elsewhere. */
export function loadForCheck({ dir, manifest, assets }: ThemeFolder): Views | null {
  if (!manifest) return null;
  const { imageSizes = {} } = manifest;
  try {
    return loadViews({ dirs: [dir], locales: [path.join(dir, 'locales')], assets, imageSizes });
  } catch {
    return null;
  }
}

interface Page {
  template: string;
  /** Where it comes from, for the report. */
  from: string;
  html: string;
}

/** T041 to T046, T070, T071, T082 and T084: the pages themselves. */
export function checkPages(folder: ThemeFolder, views: Views, findings: Findings): void {
  const pages = previewPages(folder, views, findings);
  checkSamples(folder, views, findings);
  for (const page of pages) {
    for (const { id, detail, needle } of pageFaults(page.html)) {
      findings.add(id, ...placeOf(folder, page.template, needle), id === 'T044' ? detail : `${page.from}: ${detail}`);
    }
  }
  for (const page of pages) checkWeight(folder, page, findings);
}

function previewPages(folder: ThemeFolder, views: Views, findings: Findings): Page[] {
  return folder.previews.flatMap((preview) => {
    const model = parseJson(preview.text);
    const template = templateOf(preview);
    if (!PAGES.includes(template) || !views.has(template) || typeof model !== 'object' || model === null) return [];
    try {
      return [{ template, from: preview.shown, html: views.render(template, model) }];
    } catch (error) {
      findings.add('T082', preview.shown, 1, (error as Error).message);
      return [];
    }
  });
}

/** A flag that is up goes with a list that has something in it: an order can be placed, so there is a line. */
const WAYS: SampleWay[] = [
  { optional: 'given', many: 2, flag: true, word: 0 },
  { optional: 'null', many: 0, flag: false, word: 1 },
  { optional: 'left out', many: 0, flag: false, word: 2 },
  { optional: 'left out', many: 1, flag: true, word: 3 },
  { optional: 'null', many: 1, flag: false, word: 4 },
  { optional: 'given', many: 1, flag: false, word: 5 },
];

/** Views made up from the types alone. What one shows is not judged, only that it shows, in both languages. */
function checkSamples(folder: ThemeFolder, views: Views, findings: Findings): void {
  for (const template of PAGES.filter((name) => views.has(name))) {
    for (const [at, way] of WAYS.entries()) {
      const model = { ...sampleView(TEMPLATE_VIEWS[template]!, way), settings: settingsFor(folder.manifest!, way) };
      try {
        views.render(template, model, { locale: at % 2 === 0 ? 'fr' : 'en' });
      } catch (error) {
        const message = (error as Error).message;
        findings.add('T084', ...placeOfError(folder, template, message), message);
      }
    }
  }
}

function settingsFor(manifest: ThemeManifest, way: SampleWay): object {
  const photo = sampleView('Photo', way);
  const given = manifest.settings.map(({ id, type }) => {
    const value = { image: photo, switch: way.flag, text: 'Texte' }[type as string];
    return [id, way.optional === 'given' ? value : undefined];
  });
  return readSettings(manifest, Object.fromEntries(given));
}

/** `"tagline" not defined in [object Object] - 12:5` stands in one of the files of this page, at line 12. */
function placeOfError(folder: ThemeFolder, template: string, message: string): [string, number] {
  const [, name, line] = /^"([^"]+)" not defined .* - (\d+):\d+/.exec(message) ?? [];
  if (!name) return [`${template}.hbs`, 1];
  const files = filesOf(folder, template);
  const found = files.find(({ text }) => text.split('\n')[Number(line) - 1]?.includes(name));
  return found ? [found.shown, Number(line)] : [`${template}.hbs`, 1];
}

/** The files a page may be made of: its template first. */
const filesOf = ({ templates }: ThemeFolder, template: string): TextFile[] => [
  ...templates.filter(({ shown }) => shown === `${template}.hbs`),
  ...templates.filter(({ shown }) => shown === 'layout.hbs' || shown.startsWith('partials')),
];

function placeOf(folder: ThemeFolder, template: string, needle: RegExp): [string, number] {
  const found = filesOf(folder, template).find(({ text }) => needle.test(text));
  return found ? [found.shown, lineOf(found.text, needle)] : [`${template}.hbs`, 1];
}

function checkWeight({ assets, manifest }: ThemeFolder, { template, from, html }: Page, findings: Findings): void {
  const styles = assets.get('theme/site.css').body.toString('utf8') + themeCss(manifest!, {}).css;
  const bytes = gzipSync(html).length + gzipSync(styles).length;
  const scripts = scriptsOf(html).map((url) => assets.find(url)?.body.toString('utf8') ?? '');
  const scriptBytes = scripts.reduce((sum, body) => sum + gzipSync(body).length, 0);
  if (bytes > PAGE_BYTES) findings.add('T070', `${template}.hbs`, 1, `${from}: ${bytes} > ${PAGE_BYTES}`);
  if (scriptBytes > SCRIPT_BYTES)
    findings.add('T071', `${template}.hbs`, 1, `${from}: ${scriptBytes} > ${SCRIPT_BYTES}`);
}
