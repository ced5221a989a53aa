import { gzipSync } from 'node:zlib';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** HTML and style sheets, and scripts, of one page, in bytes after gzip. */
export const PAGE_BYTES = 30_000;
export const SCRIPT_BYTES = 10_000;
/** Fonts that a page asks for before anything else, in bytes. */
const FONT_BYTES = 60_000;

const all = (html: string, pattern: RegExp): string[] => [...html.matchAll(pattern)].map(([, found]) => found!);

/** What weighs too much in a page, what it asks of others, and pictures that would move it as they come. */
export class PageScales {
  private readonly bytes = new Map<string, Promise<Buffer>>();

  constructor(
    private readonly app: NestFastifyApplication,
    private readonly host: string,
  ) {}

  async faults(html: string): Promise<string[]> {
    const styles = all(html, /<link\b[^>]*rel="stylesheet"[^>]*href="([^"]+)"/g);
    const scripts = all(html, /<script\b[^>]*src="([^"]+)"/g);
    const fonts = all(html, /<link\b[^>]*rel="preload"[^>]*href="([^"]+\.woff2)"/g);
    const page = gzipSync(html).length + (await this.sum(styles, true));
    const script = await this.sum(scripts, true);
    const font = await this.sum(fonts, false);
    return [
      ...(page > PAGE_BYTES ? [`page and styles ${page} bytes`] : []),
      ...(script > SCRIPT_BYTES ? [`scripts ${script} bytes`] : []),
      ...(font > FONT_BYTES ? [`fonts ${font} bytes`] : []),
      ...[...styles, ...scripts, ...fonts, ...all(html, /<(?:img|source)\b[^>]*\bsrc(?:set)?="([^"]+)"/g)]
        .filter((url) => !/^(?:\/(?!\/)|data:image\/)/.test(url))
        .map((url) => `asks another host: ${url}`),
      ...(html.match(/<img\b[^>]*>/g) ?? []).filter((img) => !isSized(img)).map((img) => `has no size: ${img}`),
      ...(html.match(/<img\b(?![^>]*loading="lazy")[^>]*>/g) ?? []).slice(3).map((img) => `is not lazy: ${img}`),
    ];
  }

  private async sum(urls: string[], isPacked: boolean): Promise<number> {
    const bodies = await Promise.all([...new Set(urls)].map((url) => this.read(url.replaceAll('&#x3D;', '='))));
    return bodies.reduce((sum, body) => sum + (isPacked ? gzipSync(body).length : body.length), 0);
  }

  private read(url: string): Promise<Buffer> {
    const known = this.bytes.get(url) ?? this.load(url);
    this.bytes.set(url, known);
    return known;
  }

  private async load(url: string): Promise<Buffer> {
    const { statusCode, rawPayload } = await this.app.inject({ method: 'GET', url, headers: { host: this.host } });
    if (statusCode !== 200) throw new Error(`${url} answers ${statusCode}`);
    return rawPayload;
  }
}

const isSized = (img: string): boolean =>
  /\bwidth="\d+"/.test(img) && /\bheight="\d+"/.test(img) && /\balt="/.test(img);
