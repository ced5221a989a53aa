import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Page {
  body: string | Buffer;
  status: number;
  headers: Record<string, string>;
}

/** Somebody else's site: what it serves is set page by page, and what it was asked is remembered. */
export class FeedSite {
  readonly asked: { path: string; headers: IncomingHttpHeaders; status: number }[] = [];
  private readonly pages = new Map<string, Page>();

  private constructor(private readonly server: Server) {}

  static async open(): Promise<FeedSite> {
    const server = createServer();
    const site = new FeedSite(server);
    server.on('request', (request, response) => {
      const path = request.url ?? '/';
      const page = site.pages.get(path) ?? { body: '', status: 404, headers: {} };
      const { etag } = page.headers;
      const isKnown = etag !== undefined && request.headers['if-none-match'] === etag;
      const status = isKnown ? 304 : page.status;
      site.asked.push({ path, headers: request.headers, status });
      response.writeHead(status, page.headers);
      response.end(isKnown ? undefined : page.body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return site;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  url(path: string): string {
    return `http://127.0.0.1:${this.port}${path}`;
  }

  /** Answers its address. */
  serve(path: string, body: string | Buffer, { status = 200, headers = {} }: Partial<Omit<Page, 'body'>> = {}): string {
    this.pages.set(path, { body, status, headers });
    return this.url(path);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
