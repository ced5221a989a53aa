import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Session, SignedIn } from '#libs/accounts';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { HostAddress } from './audience.js';
import { NotSignedInError } from './http.errors.js';

export type Request = FastifyRequest;
export type Reply = FastifyReply;

/** What the hooks found out about a request before its handler runs. */
export interface SiteRequest {
  host: HostAddress;
  /** As the visitor wrote it, without the query: `/produits/rose`. */
  path: string;
  isApi: boolean;
  /** The shop whose host this is, or that a bearer token or a route parameter names. */
  shop: { shopId: string; slug: string } | null;
  session: Session | null;
  actor: SignedIn | null;
  /** The shop that the handler runs as. */
  actingShopId: string | null;
  /** Set when somebody who is no member acts for that shop with its consent. */
  assistance: { shopId: string; assistanceId: string } | null;
}

declare module 'fastify' {
  interface FastifyRequest {
    site: SiteRequest;
    /** Of routes that keep it. */
    rawBody?: Buffer;
  }
}

/** The person who is signed in, with their memberships: `@Actor() actor: SignedIn`. */
export const Actor = createParamDecorator((_: unknown, context: ExecutionContext): SignedIn => {
  const { actor } = context.switchToHttp().getRequest<Request>().site;
  if (!actor) throw new NotSignedInError();
  return actor;
});
