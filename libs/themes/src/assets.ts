import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { compactCss } from './compact-css.js';

/** A file below the project's root, found from `src` and from `dist` alike: the root holds package.json. */
export function projectPath(...parts: string[]): string {
  let dir = path.dirname(fileURLToPath(import.meta.url));
  while (!existsSync(path.join(dir, 'package.json'))) {
    const parent = path.dirname(dir);
    if (parent === dir) throw new Error('No package.json above libs/themes');
    dir = parent;
  }
  return path.join(dir, ...parts);
}

/** A file to serve as it is, for ever: its address changes with its content. */
export interface Asset {
  url: string;
  contentType: string;
  body: Buffer;
}

const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.avif': 'image/avif',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
  '.wasm': 'application/wasm',
};

const PREFIX = '/assets/';

const IMPORT = /(\bfrom |\bimport\()'(\.{1,2}\/(?:[\w-]+\/)*[\w-]+\.js)'/g;

const importsOf = (script: Buffer): string[] =>
  [...script.toString('utf8').matchAll(IMPORT)].map(([, , file]) => file!);

/** The files of one audience, held in memory, each at `/assets/<name>-<12 hex of sha256>.<ext>`. */
export class AssetBook {
  private readonly byName = new Map<string, Asset>();
  private readonly byUrl = new Map<string, Asset>();

  /**
   * Every file below `dir` as `<prefix>/<path>`. Style sheets come last, so that their `url(./x)` finds `x`; a script comes
   * after those it imports as `./x.js` or `../y/x.js`.
   */
  addFolder(prefix: string, dir: string): this {
    if (!existsSync(dir)) return this;
    const files = readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((f) => TYPES[path.extname(f)]);
    const stylesLast = files.sort().toSorted((a, b) => Number(a.endsWith('.css')) - Number(b.endsWith('.css')));
    const waiting = new Set(stylesLast);
    const addAfterImports = (file: string): void => {
      if (!waiting.delete(file)) return;
      const body = readFileSync(path.join(dir, file));
      if (file.endsWith('.js')) importsOf(body).forEach((name) => addAfterImports(path.join(path.dirname(file), name)));
      this.add(path.posix.join(prefix, file), body);
    };
    stylesLast.forEach(addAfterImports);
    return this;
  }

  /** One file under a name of its own: a script or a font that comes from an npm package. */
  addFile(name: string, file: string): this {
    return this.add(name, readFileSync(file));
  }

  /** One style sheet made of several, in this order: one request instead of three. */
  addBundle(name: string, parts: string[]): this {
    return this.add(name, Buffer.concat(parts.flatMap((part) => [this.get(part).body, Buffer.from('\n')])));
  }

  add(name: string, body: Buffer): this {
    const extension = path.posix.extname(name);
    const contentType = TYPES[extension];
    if (!contentType) throw new Error(`An asset cannot be a "${extension}" file: ${name}`);
    const bytes =
      extension === '.css' ? this.linked(name, body) : extension === '.js' ? this.imported(name, body) : body;
    const print = createHash('sha256').update(bytes).digest('hex').slice(0, 12);
    const asset = {
      url: `${PREFIX}${name.slice(0, -extension.length)}-${print}${extension}`,
      contentType,
      body: bytes,
    };
    this.byName.set(name, asset);
    this.byUrl.set(asset.url, asset);
    return this;
  }

  has(name: string): boolean {
    return this.byName.has(name);
  }

  /** The address of a named file. Throws on an unknown name: it is a mistake in a template. */
  url(name: string): string {
    return this.get(name).url;
  }

  get(name: string): Asset {
    const asset = this.byName.get(name);
    if (!asset) throw new Error(`No asset is called "${name}"`);
    return asset;
  }

  /** The file at this path, or null: answer it with `cache-control: public, max-age=31536000, immutable`. */
  find(url: string): Asset | null {
    return this.byUrl.get(url) ?? null;
  }

  /** Modules name each other by the addresses under which they are served. */
  private imported(name: string, script: Buffer): Buffer {
    if (importsOf(script).length === 0) return script;
    const folder = path.posix.dirname(name);
    const text = script.toString('utf8').replace(IMPORT, (_, before: string, file: string) => {
      return `${before}'${this.url(path.posix.join(folder, file))}'`;
    });
    return Buffer.from(text);
  }

  private linked(name: string, css: Buffer): Buffer {
    const folder = path.posix.dirname(name);
    const text = compactCss(css.toString('utf8')).replace(/url\(["']?\.\/([^"')]+)["']?\)/g, (_, file: string) => {
      return `url(${this.url(path.posix.join(folder, file))})`;
    });
    return Buffer.from(text);
  }
}
