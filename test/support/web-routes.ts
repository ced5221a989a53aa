import type { INestApplication } from '@nestjs/common';
import { RequestMethod } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import type { PolicyName } from '../../apps/web/src/http/policy.js';

export type RouteAudience = '@shop' | '@portal' | '@gestion' | '@any';

/** A route as its controller declares it. */
export interface WebRoute {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  audience: RouteAudience;
  /** Below the audience's host, with its parameters: `/produits/:handle`. */
  path: string;
  policy: PolicyName;
  /** The parameter that names a public shop by its slug. */
  shopParam: string | null;
  /** Names of the path's parameters; a wildcard is `*`. */
  params: string[];
  /** `POST @gestion/produits/:id` */
  title: string;
}

interface RouteConfig {
  policy: PolicyName;
  shopParam?: string;
}

const CONFIG = '__fastify_route_config__';

/** Every route of the running application, read from its controllers: nothing is kept by hand. */
export function webRoutes(app: INestApplication): WebRoute[] {
  const modules = [...app.get(ModulesContainer, { strict: false }).values()];
  const controllers = new Set(modules.flatMap((module) => [...module.controllers.values()].map((c) => c.metatype)));
  return [...controllers].filter((type) => typeof type === 'function').flatMap(routesOf);
}

function routesOf(controller: { prototype: object }): WebRoute[] {
  const prefixes = [Reflect.getMetadata('path', controller) as string | string[]].flat();
  const handlers = Object.getOwnPropertyNames(controller.prototype).map(
    (name) => (controller.prototype as Record<string, object>)[name]!,
  );
  return handlers
    .filter((handler) => typeof handler === 'function' && Reflect.hasMetadata('method', handler))
    .flatMap((handler) => prefixes.flatMap((prefix) => routesOfHandler(prefix, handler)));
}

function routesOfHandler(prefix: string, handler: object): WebRoute[] {
  const method = RequestMethod[Reflect.getMetadata('method', handler) as number] as WebRoute['method'];
  const { policy, shopParam = null } = Reflect.getMetadata(CONFIG, handler) as RouteConfig;
  return [Reflect.getMetadata('path', handler) as string | string[]].flat().map((suffix) => {
    const whole = `/${prefix}/${suffix}`.replace(/\/+/g, '/').replace(/(?<=.)\/$/, '');
    const [, audience, rest] = /^\/(@\w+)(.*)$/.exec(whole)!;
    const path = rest || '/';
    const params = path.split('/').flatMap((part) => (part.startsWith(':') ? part.slice(1) : part === '*' ? '*' : []));
    const title = `${method} ${audience}${path}`;
    return { method, audience: audience as RouteAudience, path, policy, shopParam, params, title };
  });
}

/** The path with its parameters filled in; each is one segment, but a wildcard keeps its slashes. */
export function pathOf(route: Pick<WebRoute, 'path'>, params: Record<string, string>): string {
  const part = (name: string): string =>
    name === '*' ? params['*']! : name.startsWith(':') ? encodeURIComponent(params[name.slice(1)]!) : name;
  return route.path.split('/').map(part).join('/');
}
