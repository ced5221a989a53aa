import { Logger } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import type { AuditLog, Deed } from '#libs/audit';
import type { Assistances } from '#libs/team';
import type { PolicyName } from './policy.js';
import type { Request } from './site-request.js';
import { TERRITORY_ROLES } from './territory-roles.js';

/** Whoever passes these doors acts for the territory. */
const TOLD: ReadonlySet<PolicyName | undefined> = new Set([
  'initiative_agent',
  'help_desk',
  'region_admin',
  'audit',
  'api_territory',
  'api_region',
]);
const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

const log = new Logger('Audit');

/**
 * Writes each deed of the territory's people into the audit log: before it is done, so that none is missing whatever happens
 * then, and how it ended. Where the log cannot be written nothing is done.
 */
export function tellDeeds(instance: FastifyInstance, audit: AuditLog, assistances: Assistances): void {
  instance.addHook('preHandler', async (request) => {
    if (isTold(request)) await audit.append(deedByActor(request, 'asked'));
  });
  instance.addHook('onSend', async (request, reply, payload) => {
    if (isTold(request) && request.site?.actor) {
      const outcome = reply.statusCode < 400 ? 'done' : 'refused';
      const deed = deedByActor(request, outcome);
      await audit
        .append(deed)
        .catch((error: unknown) => log.error(`The end of ${request.id} is not in the audit log: ${String(error)}`));
      await tellShop(request, deed).catch((error: unknown) =>
        log.error(`${request.id} is not among what the shop reads: ${String(error)}`),
      );
    }
    return payload;
  });

  /** What was done for a shop with its consent, it reads in its own back office. */
  async function tellShop({ site }: Request, { action, outcome }: Deed): Promise<void> {
    if (site.assistance && outcome === 'done')
      await assistances.note(site.assistance.shopId, site.assistance.assistanceId, action);
  }
}

const isTold = ({ method, is404, routeOptions, site }: Request): boolean =>
  !READING.has(method) && !is404 && (TOLD.has(routeOptions.config.policy) || Boolean(site?.assistance));

function deedByActor(request: Request, outcome: Deed['outcome']): Deed {
  const { actor } = request.site;
  const roles = actor?.memberships.map(({ role }) => role) ?? [];
  const subject = Object.fromEntries(
    Object.entries((request.params ?? {}) as Record<string, string>).map(([name, id]) => [name, id.slice(0, 200)]),
  );
  const role = TERRITORY_ROLES.find((each) => roles.includes(each)) ?? 'none';
  if (request.site.assistance) Object.assign(subject, request.site.assistance);
  return deedOf(request, { personId: actor?.personId ?? null, role, subject, outcome });
}

/** A row about this request: its route and no more of its address than is given. */
export const deedOf = (request: Request, deed: Pick<Deed, 'personId' | 'role' | 'subject' | 'outcome'>): Deed => ({
  ...deed,
  action: `${request.method} ${(request.routeOptions.url ?? '').replace(/^\/@\w+/, '')}`,
  requestId: request.id,
});
