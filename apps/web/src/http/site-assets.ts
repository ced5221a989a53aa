import path from 'node:path';
import { projectRoot } from '#libs/platform';
import { type Asset, type AssetBook, baseAssets, listThemes, theme } from '#libs/themes';

/** In this order: what comes later has the last word. */
const SITE_STYLES = [
  'frame',
  'office',
  'forms',
  'counter',
  'hours',
  'imports',
  'figures',
  'sheets',
  'products',
  'quick-add',
  'day',
  'price-table',
  'opening',
];
const PORTAL_STYLES = ['home', 'search-form', 'cards', 'search', 'rounds', 'listings', 'places', 'initiatives'];
const inStyles = (folder: string, names: string[]): string[] => names.map((name) => `${folder}/styles/${name}.css`);

/** The files of portal and back office; a page of the portal asks for one style sheet. */
export const siteAssets: AssetBook = baseAssets()
  .addFolder('site', path.join(projectRoot, 'apps/web/src/http/assets'))
  .addBundle('site/site.css', inStyles('site', SITE_STYLES))
  .addFolder('portal', path.join(projectRoot, 'apps/web/src/portal/assets'))
  .addBundle('portal/portal.css', inStyles('portal', PORTAL_STYLES))
  .addBundle('portal/page.css', ['base/site.css', 'site/site.css', 'portal/portal.css'])
  .addBundle('portal/orders-page.css', ['base/site.css', 'site/site.css', 'base/shop.css', 'portal/portal.css'])
  .addFolder('account', path.join(projectRoot, 'apps/web/src/account/assets'))
  .addFolder('webauthn', path.join(projectRoot, 'node_modules/@simplewebauthn/browser/dist/bundle'))
  .addFolder('merchant', path.join(projectRoot, 'apps/web/src/merchant/assets'))
  .addFolder('territory', path.join(projectRoot, 'apps/web/src/territory/assets'))
  .addFile('leaflet/leaflet.js', path.join(projectRoot, 'node_modules/leaflet/dist/leaflet.js'))
  .addFile('leaflet/leaflet.css', path.join(projectRoot, 'node_modules/leaflet/dist/leaflet.css'))
  .addFile(
    'leaflet/markercluster.js',
    path.join(projectRoot, 'node_modules/leaflet.markercluster/dist/leaflet.markercluster.js'),
  )
  .addFile(
    'leaflet/markercluster.css',
    path.join(projectRoot, 'node_modules/leaflet.markercluster/dist/MarkerCluster.css'),
  )
  .addFile('barcode/detector.js', path.join(projectRoot, 'node_modules/barcode-detector/dist/iife/ponyfill.js'))
  .addFile('barcode/reader.wasm', path.join(projectRoot, 'node_modules/zxing-wasm/dist/reader/zxing_reader.wasm'));

/** Any file that a page of ours may name, by its address with the fingerprint. */
export function findAsset(url: string): Asset | null {
  const own = siteAssets.find(url);
  if (own) return own;
  for (const name of listedThemes()) {
    const found = theme(name).assets.find(url);
    if (found) return found;
  }
  return null;
}

let themes: string[] | undefined;
const listedThemes = (): string[] => (themes ??= listThemes());
