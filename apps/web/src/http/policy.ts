import { RouteConfig } from '@nestjs/platform-fastify';

/**
 * Who may call a route:
 * - `public`: everybody
 * - `customer_link`: whoever holds the order's link; the handler checks it
 * - `signed_in`: any person with a session
 * - `proved`: the same; of whom acts for the territory, once they have proved who they are
 * - `shop_member`, `shop_team`, `shop_owner`: of the chosen shop; the handler runs as that shop. To `shop_member` alone whoever acts for the shop
 *   with its consent is one too
 * - `initiative_agent`: an agent of any initiative, or a region admin; an auditor, where it only reads
 * - `help_desk`: those, and support
 * - `region_admin`; an auditor, where it only reads
 * - `audit`: a region admin or an auditor
 * - `api_shop`, `api_territory`: a bearer token of a shop's member (the handler runs as that shop), of whom `initiative_agent` admits
 * - `api_region`: a bearer token of whom `region_admin` admits
 * - `operator`: loopback, or the operator's token
 */
export const POLICIES = [
  'public',
  'customer_link',
  'signed_in',
  'proved',
  'shop_member',
  'shop_team',
  'shop_owner',
  'initiative_agent',
  'help_desk',
  'region_admin',
  'audit',
  'api_shop',
  'api_territory',
  'api_region',
  'operator',
] as const;

export type PolicyName = (typeof POLICIES)[number];

export interface PolicyOptions {
  /** Requests of one address in `seconds`; the next ones are 429. Counted per process: a brake, not a lock. */
  rate?: { max: number; seconds: number };
  /** The route parameter that names a shop by its slug: the handler runs as that shop, an unknown one is 404. */
  shopParam?: string;
  /** The handler finds the exact bytes of the JSON body in `request.rawBody`. */
  keepsRawBody?: boolean;
}

/** Declares who may call the route. Every handler has one; the program does not start otherwise. */
export function Policy(policy: PolicyName, options: PolicyOptions = {}): MethodDecorator {
  const { rate, shopParam, keepsRawBody } = options;
  const rateLimit = rate && { max: rate.max, timeWindow: rate.seconds * 1000 };
  return RouteConfig({ policy, shopParam, keepsRawBody, ...(rateLimit ? { rateLimit } : {}) });
}

declare module 'fastify' {
  interface FastifyContextConfig {
    policy?: PolicyName;
    shopParam?: string;
    keepsRawBody?: boolean | undefined;
  }
}
