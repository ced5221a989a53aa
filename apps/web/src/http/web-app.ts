import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { DynamicModule, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import { ApiTokens, Sessions } from '#libs/accounts';
import { AuditLog } from '#libs/audit';
import { publicOrigin, type Settings } from '#libs/platform';
import { ShopDirectory } from '#libs/shops';
import { Assistances } from '#libs/team';
import { tellDeeds } from './audit.hook.js';
import { keepDoors } from './access.hook.js';
import { parseBodies } from './body-parsers.js';
import { compressAnswers } from './compression.js';
import { configureCookies } from './cookies.js';
import { audienceUrl, findHost, ShopFinder } from './host.hook.js';
import { TooManyRequestsError } from './http.errors.js';
import { speakTheirLanguage } from './language.js';
import { Metrics } from './metrics.js';
import { refuseForeignOrigins } from './origin.hook.js';
import { Pages } from './pages.js';
import { paymentOrigins } from './payment-page.js';
import { POLICIES } from './policy.js';
import { ProblemFilter } from './problem.filter.js';
import { MEGABYTE } from './upload.js';

/**
 * The application behind all hosts, initialised but not listening. Throws when a route declares no policy.
 * `module` is `WebModule.forRoot(settings)`.
 */
export async function createWebApp(module: DynamicModule | Type, settings: Settings): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    rewriteUrl: (request: IncomingMessage) => audienceUrl(request, settings.baseDomain),
    genReqId: () => randomUUID(),
    routerOptions: { ignoreTrailingSlash: true },
    bodyLimit: MEGABYTE,
    forceCloseConnections: 'idle',
    skipMiddie: true,
    multipart: false,
    trustProxy: settings.trustedProxies.length > 0 ? settings.trustedProxies : false,
  });
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    bodyParser: false,
    abortOnError: false,
    logger: ['error', 'warn'],
  });
  try {
    await assemble(app, adapter.getInstance(), settings);
  } catch (error) {
    await app.close();
    throw error;
  }
  return app;
}

/** The order of the hooks is the order of the checks: whose host, from where, who. */
async function assemble(app: NestFastifyApplication, instance: FastifyInstance, settings: Settings): Promise<void> {
  const shops = new ShopFinder(app.get(ShopDirectory, { strict: false }));
  const pages = app.get(Pages, { strict: false });
  configureCookies(settings);
  refuseRoutesWithoutPolicy(instance);
  app.get(Metrics, { strict: false }).watch(instance);
  await registerPlugins(instance, settings);
  compressAnswers(instance);
  parseBodies(instance);
  findHost(instance, settings, shops);
  refuseForeignOrigins(instance);
  keepDoors(instance, {
    sessions: app.get(Sessions, { strict: false }),
    tokens: app.get(ApiTokens, { strict: false }),
    shops,
    settings,
  });
  tellDeeds(instance, app.get(AuditLog, { strict: false }), app.get(Assistances, { strict: false }));
  speakTheirLanguage(instance);
  instance.decorate('pages', pages);
  app.useGlobalFilters(new ProblemFilter(settings, pages));
  app.enableShutdownHooks();
  await app.init();
  await instance.ready();
}

function refuseRoutesWithoutPolicy(instance: FastifyInstance): void {
  instance.addHook('onRoute', ({ method, url, config }) => {
    const policy = config?.policy;
    if (policy === undefined || !POLICIES.includes(policy)) {
      throw new Error(`${String(method)} ${url} declares no policy: put @Policy(...) on its handler`);
    }
  });
}

async function registerPlugins(instance: FastifyInstance, settings: Settings): Promise<void> {
  const sites = `${settings.publicScheme}://*.${settings.baseDomain}${settings.publicPort === null ? '' : `:${settings.publicPort}`}`;
  await instance.register(cookie);
  await instance.register(multipart);
  await instance.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', ...(settings.mapTiles ? [settings.mapTiles.origin] : [])],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        formAction: ["'self'", publicOrigin(settings), sites, ...paymentOrigins(settings)],
      },
    },
    crossOriginEmbedderPolicy: false,
    crossOriginResourcePolicy: { policy: 'same-site' },
    referrerPolicy: { policy: 'strict-origin-when-cross-origin' },
    strictTransportSecurity: settings.publicScheme === 'https' ? { maxAge: 31_536_000 } : false,
    xFrameOptions: { action: 'deny' },
  });
  await instance.register(rateLimit, {
    global: false,
    errorResponseBuilder: (_request, { ttl }) => new TooManyRequestsError({ retryAfter: Math.ceil(ttl / 1000) }),
  });
}
