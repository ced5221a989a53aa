import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { AppError } from '#libs/kernel';
import { publicOrigin, type Settings } from '#libs/platform';
import { errorSentences } from './error-sentences.js';
import { NoShopChosenError, NotSignedInError, ProofNeededError, UnexpectedError } from './http.errors.js';
import { languageOf, preferredLanguage } from './language.js';
import { knownError } from './known-error.js';
import type { Pages } from './pages.js';
import { problemOf } from './problem.js';
import type { Reply, Request } from './site-request.js';

const RETRY_SECONDS = 5;

/** The one place where errors become answers: RFC 9457 for the API, a page with its sentence for everybody else. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly settings: Settings,
    private readonly pages: Pages,
  ) {}

  async catch(thrown: unknown, host: ArgumentsHost): Promise<void> {
    const request = host.switchToHttp().getRequest<Request>();
    const reply = host.switchToHttp().getResponse<Reply>();
    const error = knownError(thrown);
    if (error.status >= 500 && error.status !== 503) log(request, thrown);
    if (reply.raw.headersSent) {
      reply.raw.destroy();
      return;
    }
    reply.header('cache-control', 'no-store');
    if (error.status === 503) reply.header('retry-after', RETRY_SECONDS);
    else if (typeof error.details['retryAfter'] === 'number') reply.header('retry-after', error.details['retryAfter']);
    if (wantsJson(request)) return this.json(request, reply, error);
    return this.html(request, reply, error);
  }

  private json(request: Request, reply: Reply, error: AppError): void {
    const isOffice = request.site?.host.kind === 'gestion';
    const language = isOffice ? languageOf(request) : preferredLanguage(request.headers['accept-language']);
    const portal = publicOrigin(this.settings);
    const problem = problemOf(error, { sentences: errorSentences(), language, portal, requestId: request.id });
    if (error.status === 401) reply.header('www-authenticate', 'Bearer');
    void reply.code(error.status).type('application/problem+json; charset=utf-8').send(JSON.stringify(problem));
  }

  private async html(request: Request, reply: Reply, error: AppError): Promise<void> {
    const isReading = request.method === 'GET' || request.method === 'HEAD';
    if (isReading && error instanceof NotSignedInError) {
      void reply.redirect(`/connexion?suite=${encodeURIComponent(visited(request))}`, 303);
    } else if (isReading && error instanceof ProofNeededError) {
      void reply.redirect(`/connexion/preuve?suite=${encodeURIComponent(visited(request))}`, 303);
    } else if (isReading && error instanceof NoShopChosenError) {
      void reply.redirect(`/boutiques?suite=${encodeURIComponent(visited(request))}`, 303);
    } else {
      const html = await this.pages.error(request, error).catch((failure: unknown) => {
        log(request, failure);
        return this.pages.plainError(request, new UnexpectedError());
      });
      void reply.code(error.status).type('text/html; charset=utf-8').send(html);
    }
  }
}

const wantsJson = (request: Request): boolean =>
  request.site?.isApi || /^application\/(?:problem\+)?json\b/.test(request.headers.accept ?? '');

/** The page that was asked for, with its query. */
const visited = (request: Request): string => {
  const query = request.url.split('?')[1];
  return `${request.site.path}${query === undefined ? '' : `?${query}`}`;
};

/** One line; the pattern of the route instead of its address, and no value that a person may have typed. */
function log(request: Request, thrown: unknown): void {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const { code, table, constraint } = ((error as { driverError?: object }).driverError ?? error) as Record<
    string,
    unknown
  >;
  const stack = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  const message = error.message.replace(/"[^"]*"|'[^']*'|`[^`]*`|\S+@\S+|\b[\w-]{24,}\b/g, '…').slice(0, 500);
  const route = `${request.method} ${request.routeOptions?.url ?? 'no route'}`;
  console.error(
    JSON.stringify({
      level: 'error',
      requestId: request.id,
      route,
      error: error.name,
      code,
      table,
      constraint,
      message,
      stack,
    }),
  );
}
