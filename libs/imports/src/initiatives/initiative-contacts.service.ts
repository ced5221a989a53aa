import { Injectable } from '@nestjs/common';
import { Tenancy } from '#libs/tenancy';

/** What an agent shows on the initiative's page. */
export interface ShownContact {
  /** What they do there. */
  task: string | null;
  phone: string | null;
  showsEmail: boolean;
}

/** As everybody sees it. */
export interface InitiativeContact {
  name: string;
  task: string | null;
  phone: string | null;
  email: string | null;
}

/** Agents whom one can reach: each decides for themselves, and is gone with their right. */
@Injectable()
export class InitiativeContacts {
  constructor(private readonly tenancy: Tenancy) {}

  async of(initiativeId: string): Promise<InitiativeContact[]> {
    return this.tenancy.publicRead<InitiativeContact>(LIST_SQL, [initiativeId]);
  }

  /** Null: they show nothing. */
  async own(initiativeId: string, personId: string): Promise<ShownContact | null> {
    const [found] = await this.tenancy.publicRead<ShownContact>(OWN_SQL, [initiativeId, personId]);
    return found ?? null;
  }

  /** Null takes them off the page. */
  async show(initiativeId: string, personId: string, shown: ShownContact | null): Promise<void> {
    if (shown) {
      const { task, phone, showsEmail } = shown;
      await this.tenancy.publicRead(SHOW_SQL, [initiativeId, personId, task, phone, showsEmail]);
    } else await this.tenancy.publicRead(HIDE_SQL, [initiativeId, personId]);
  }
}

const LIST_SQL = `
  select p.name, c.task, c.phone, case when c.shows_email then p.email end as email
  from initiative_contact c join person p using (person_id)
  where c.initiative_id = $1 and exists (select from membership m where m.person_id = c.person_id
    and m.role = 'initiative_agent' and m.initiative_id = c.initiative_id)
  order by p.name, p.person_id`;
const OWN_SQL = `
  select task, phone, shows_email as "showsEmail" from initiative_contact where initiative_id = $1 and person_id = $2`;
const SHOW_SQL = `
  insert into initiative_contact (initiative_id, person_id, task, phone, shows_email) values ($1, $2, $3, $4, $5)
  on conflict (initiative_id, person_id) do update set (task, phone, shows_email) = (excluded.task, excluded.phone, excluded.shows_email)`;
const HIDE_SQL = 'delete from initiative_contact where initiative_id = $1 and person_id = $2';
