import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { formsOf, type PageForm } from './page-forms.js';

/** A page as it came, at the address it came from after redirects. */
export interface VisitedPage {
  status: number;
  path: string;
  html: string;
}

/** A visitor of one host without any script: follows links, sends forms, keeps cookies. */
export class ShopVisitor {
  /** Every page seen, in order. */
  readonly seen: VisitedPage[] = [];
  private readonly cookies = new Map<string, string>();

  constructor(
    private readonly app: NestFastifyApplication,
    private readonly host: string,
  ) {}

  get page(): VisitedPage {
    return this.seen.at(-1)!;
  }

  async open(path: string): Promise<VisitedPage> {
    return this.ask('GET', path);
  }

  /** The first link of the page whose address matches. */
  async follow(address: RegExp): Promise<VisitedPage> {
    const links = [...this.page.html.matchAll(/<a\b[^>]*\bhref="([^"]*)"/g)].map(([, href]) => decoded(href!));
    const found = links.find((href) => address.test(href));
    if (!found) throw new Error(`${this.page.path} has no link to ${String(address)}`);
    return this.open(found);
  }

  /** The first form of the page that posts to such an address, with these fields changed or added. */
  async send(action: RegExp, answers: Record<string, string> = {}): Promise<VisitedPage> {
    const form = formsOf(this.page.html, this.page.path).find(
      (one) => one.method === 'POST' && action.test(one.action),
    );
    if (!form) throw new Error(`${this.page.path} has no form to ${String(action)}`);
    return this.ask('POST', form.action, fieldsOf(form, answers));
  }

  private async ask(method: 'GET' | 'POST', path: string, fields?: URLSearchParams): Promise<VisitedPage> {
    const headers = {
      host: this.host,
      origin: `http://${this.host}`,
      cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      ...(fields && { 'content-type': 'application/x-www-form-urlencoded' }),
    };
    const answer = await this.app.inject({ method, url: path, headers, ...(fields && { payload: fields.toString() }) });
    for (const { name, value } of answer.cookies) this.cookies.set(name, value);
    if (answer.statusCode === 303) return this.open(answer.headers.location ?? '');
    this.seen.push({ status: answer.statusCode, path, html: answer.body });
    return this.page;
  }
}

function fieldsOf(form: PageForm, answers: Record<string, string>): URLSearchParams {
  const kept = form.fields.filter(([name]) => !(name in answers));
  return new URLSearchParams([...kept, ...Object.entries(answers)]);
}

const decoded = (text: string): string => text.replaceAll('&#x3D;', '=').replaceAll('&amp;', '&');
