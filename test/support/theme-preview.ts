import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

import { projectPath, type Theme, type ThemeSettings, type View } from '#libs/themes';
import { previewCases } from './preview-cases.js';

const POLICY = "default-src 'self'; style-src 'self'; script-src 'self'; img-src 'self' data:; object-src 'none'";

const WIDTHS = [320, 640, 960, 1600];

/** A picture of a preview is one drawing, in every width that photos of shops are kept in. */
const inAllWidths = (_: string, value: unknown): unknown => {
  const { src, webp } = (value ?? {}) as { src?: string; webp?: unknown[] };
  if (!src || webp?.length !== 0) return value;
  return { ...(value as object), webp: WIDTHS.map((width) => ({ url: src, width })) };
};

const readModel = (file: string): object => JSON.parse(readFileSync(file, 'utf8'), inAllWidths) as object;

/** The view models of a theme's `preview` folder, by name: `basket-empty`... */
export function previewModels(theme: Theme): [name: string, model: View][] {
  const dir = projectPath('themes', theme.name, 'preview');
  const files = readdirSync(dir).filter((file) => file.endsWith('.json'));
  return files.map((file) => [path.basename(file, '.json'), readModel(path.join(dir, file)) as View]);
}

/**
 * The preview pages of a theme and the further cases made of them, by name: `basket-empty` is the template `basket`
 * with other data; `composants` shows every component in the theme's own colours.
 */
export function previewPages(theme: Theme): Map<string, string> {
  const models = previewModels(theme);
  const all = [...models, ...previewCases(new Map(models))];
  const pages = new Map(all.map(([name, model]) => [name, theme.render(name.split('-')[0] ?? name, model)]));
  const surroundings = readModel(projectPath('themes', theme.name, 'preview', 'home.json'));
  const components = readModel(projectPath('themes', 'base', 'preview', 'composants.json'));
  return pages.set('composants', theme.render('composants', { ...surroundings, ...components }));
}

/** Serves them at `/<name>` with the content policy of the shops, on a free port of 127.0.0.1. */
export async function servePreview(theme: Theme, settings: ThemeSettings): Promise<{ url: string; server: Server }> {
  const pages = previewPages(theme);
  const server = createServer((request, response) => {
    const url = request.url ?? '/';
    const send = (type: string, body: string | Buffer): void => {
      response.writeHead(200, { 'content-type': type, 'content-security-policy': POLICY }).end(body);
    };
    const asset = theme.assets.find(url);
    const page = pages.get(url.slice(1));
    if (page) return send('text/html; charset=utf-8', page);
    if (asset) return send(asset.contentType, asset.body);
    if (url.startsWith('/theme.css')) return send('text/css', theme.css(settings).css);
    if (/^\/preview\/photos\/[a-z-]+\.svg$/.test(url)) {
      return send('image/svg+xml', readFileSync(projectPath('themes', theme.name, url.slice(1))));
    }
    return void response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}
