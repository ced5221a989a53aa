import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Attempts, type Person, secretHash } from '#libs/accounts';
import { newId } from '#libs/kernel';
import { Jobs } from '#libs/platform';
import { asShop, currentShopId, Tenancy } from '#libs/tenancy';
import { AssistanceCodeError, AssistanceGoneError } from './team.errors.js';

/** Minutes that an agreement lasts. */
export const ASSISTANCE_MINUTES = 60;
export const ASSISTANCE_MAIL_TASK = 'team.assistance_mail';
const QUESTION_HOURS = 24;
const MOST_SHOWN = 20;
const MOST_DEEDS = 200;

/** `asked`: waits for the shop; `agreed`: the agent may act; `over`: refused, ended or too late. */
export type AssistanceState = 'asked' | 'agreed' | 'over';

/** Instants are ISO 8601. `until`: of the question, then of the agreement. */
export interface Assistance {
  assistanceId: string;
  agentName: string;
  reason: string;
  state: AssistanceState;
  askedAt: string;
  agreedAt: string | null;
  agreedHow: 'office' | 'code' | null;
  until: string;
  endedBy: 'shop' | 'agent' | 'refused' | null;
}

/** One as the shop reads it, with what was done: routes, the oldest first. */
export interface AssistanceStory extends Assistance {
  deeds: { at: string; action: string }[];
}

/** Acting for a shop with its consent: asked by an agent, given by an owner in the back office or by a code read out on the telephone. */
@Injectable()
export class Assistances {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly jobs: Jobs,
    private readonly attempts: Attempts,
  ) {}

  /** Asks the shop; a question of before that waits is taken back. Owners are written to. */
  async ask(shopId: string, agent: Person, reason: string): Promise<void> {
    await asShop(shopId, () =>
      this.tenancy.shopTransaction(async (tx) => {
        await tx.query(
          `update assistance set ended_at = now(), ended_by = 'agent' where shop_id = $1 and agent_id = $2 and ended_at is null`,
          [shopId, agent.personId],
        );
        const assistanceId = newId();
        await tx.query(
          `insert into assistance (assistance_id, shop_id, agent_id, agent_name, reason, expires_at)
           values ($1, $2, $3, $4, $5, now() + make_interval(hours => $6))`,
          [assistanceId, shopId, agent.personId, agent.name ?? agent.email, reason, QUESTION_HOURS],
        );
        await this.jobs.enqueue(tx, ASSISTANCE_MAIL_TASK, { shopId, assistanceId }, { maxAttempts: 8 });
      }),
    );
  }

  /** The agent's own, the youngest first: what the desk shows. */
  async ofAgent(shopId: string, agentId: string): Promise<Assistance | null> {
    const [found] = await this.tenancy.publicRead<Assistance>(
      `select ${COLUMNS} from assistance where shop_id = $1 and agent_id = $2 order by asked_at desc limit 1`,
      [shopId, agentId],
    );
    return found ?? null;
  }

  /** The owner has read the code out. @throws AssistanceCodeError, TooManyAttemptsError */
  async agreeByCode(shopId: string, agentId: string, code: string): Promise<void> {
    const limits = [{ kind: 'assistance.shop', subject: shopId, limit: 6, windowSeconds: 3600 }];
    await this.attempts.count(limits);
    const agreed = await this.tenancy.publicRead(
      `with agreed as (update assistance set ${AGREE}, agreed_how = 'code', code_hash = null
         where shop_id = $1 and agent_id = $2 and code_hash = $3 and ${IS_ASKED} returning 1) select 1 from agreed`,
      [shopId, agentId, codeHash(shopId, code.replace(/\D/g, ''))],
    );
    if (agreed.length === 0) throw new AssistanceCodeError();
    await this.attempts.forgive(limits);
  }

  /** The current shop agrees. @throws AssistanceGoneError */
  async agree(assistanceId: string): Promise<void> {
    await this.answer(assistanceId, `${AGREE}, agreed_how = 'office', code_hash = null`, IS_ASKED);
  }

  /** The current shop says no. @throws AssistanceGoneError */
  async refuse(assistanceId: string): Promise<void> {
    await this.answer(assistanceId, `ended_at = now(), ended_by = 'refused'`, IS_ASKED);
  }

  /** At once: the next request of the agent is no longer the shop's. One that is over stays as it is. @throws AssistanceGoneError */
  async end(assistanceId: string, by: 'shop' | 'agent'): Promise<void> {
    const end = `ended_at = coalesce(ended_at, now()), ended_by = coalesce(ended_by, '${by}')`;
    await this.answer(assistanceId, end, 'true');
  }

  /** Those of the current shop, the youngest first, with what was done in them. */
  async stories(): Promise<AssistanceStory[]> {
    return this.tenancy.shopRead<AssistanceStory>(
      `select ${COLUMNS}, coalesce((select json_agg(json_build_object('at', to_json(d.at)#>>'{}', 'action', d.action) order by d.at)
           from (select * from assistance_deed d where d.shop_id = a.shop_id and d.assistance_id = a.assistance_id
             order by d.at limit ${MOST_DEEDS}) d), '[]') as deeds
       from assistance a where shop_id = $1 order by asked_at desc limit ${MOST_SHOWN}`,
      [currentShopId()],
    );
  }

  /** Writes down for the shop what was done for it. */
  async note(shopId: string, assistanceId: string, action: string): Promise<void> {
    await asShop(shopId, () =>
      this.tenancy.shopTransaction((tx) =>
        tx.query('insert into assistance_deed (shop_id, deed_id, assistance_id, action) values ($1, $2, $3, $4)', [
          shopId,
          newId(),
          assistanceId,
          action,
        ]),
      ),
    );
  }

  /** A new code for the mail to the owners; null when the question was answered meanwhile. */
  async issue(assistanceId: string): Promise<AssistanceLetter | null> {
    const code = String(randomInt(1_000_000)).padStart(6, '0');
    const shopId = currentShopId();
    const sql = `with asked as (update assistance set code_hash = $3
         where shop_id = $1 and assistance_id = $2 and ${IS_ASKED} returning shop_id, agent_name, reason)
       select s.name as "shopName", asked.agent_name as "agentName", asked.reason,
         (select coalesce(json_agg(p.email order by p.email), '[]') from membership m join person p using (person_id)
          where m.shop_id = asked.shop_id and m.role = 'owner') as emails
       from asked join shop s using (shop_id)`;
    const [row] = await this.tenancy.shopTransaction((tx) =>
      tx.query<Omit<AssistanceLetter, 'code'>[]>(sql, [shopId, assistanceId, codeHash(shopId, code)]),
    );
    return row ? { ...row, code } : null;
  }

  private async answer(assistanceId: string, change: string, condition: string): Promise<void> {
    const done = await this.tenancy.publicRead(
      `with done as (update assistance set ${change} where shop_id = $1 and assistance_id::text = $2 and ${condition} returning 1)
       select 1 from done`,
      [currentShopId(), assistanceId],
    );
    if (done.length === 0) throw new AssistanceGoneError();
  }
}

export interface AssistanceLetter {
  shopName: string;
  agentName: string;
  reason: string;
  emails: string[];
  code: string;
}

const IS_ASKED = 'ended_at is null and agreed_at is null and expires_at > now()';
const AGREE = `agreed_at = now(), expires_at = now() + interval '${ASSISTANCE_MINUTES} minutes'`;

const COLUMNS = `assistance_id as "assistanceId", agent_name as "agentName", reason,
  case when ended_at is not null or expires_at <= now() then 'over' when agreed_at is null then 'asked' else 'agreed' end as state,
  to_json(asked_at)#>>'{}' as "askedAt", to_json(agreed_at)#>>'{}' as "agreedAt", agreed_how as "agreedHow",
  to_json(coalesce(ended_at, expires_at))#>>'{}' as until, ended_by as "endedBy"`;

const codeHash = (shopId: string, code: string): string => secretHash(`${shopId}:${code}`);
