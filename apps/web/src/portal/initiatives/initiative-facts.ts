import { Injectable } from '@nestjs/common';
import { type FigureCounts, Figures } from '#libs/figures';
import { type Initiative, type InitiativeContact, InitiativeContacts, Initiatives } from '#libs/imports';
import { NotFoundError } from '#libs/kernel';
import { logoView } from '../cards.mapper.js';
import { say } from '../portal-sentences.js';
import { numbers } from '../search-page.mapper.js';

/** What a page says of an initiative itself. */
@Injectable()
export class InitiativeFacts {
  constructor(
    private readonly initiatives: Initiatives,
    private readonly contacts: InitiativeContacts,
    private readonly figures: Figures,
  ) {}

  all(): Promise<Initiative[]> {
    return this.initiatives.list('region');
  }

  /** @throws NotFoundError */
  async bySlug(slug: string): Promise<Initiative> {
    const found = await this.initiatives.bySlug(slug);
    if (!found) throw new NotFoundError();
    return found;
  }

  async of({ initiativeId, about }: Initiative) {
    const [contacts, counts] = await Promise.all([this.contacts.of(initiativeId), this.figures.total([initiativeId])]);
    return { about: paragraphsOf(about), contacts: contacts.map(contactOf), figures: figuresOf(counts) };
  }
}

export const headOf = ({ initiativeId, name, kind, siteUrl, logo }: Initiative) => ({
  name,
  kind: say(`initiative.${kind}`),
  logo: logoView(initiativeId, name, logo),
  site: siteUrl && { url: siteUrl, host: new URL(siteUrl).hostname.replace(/^www\./, '') },
});

const contactOf = ({ name, task, phone, email }: InitiativeContact) => ({
  name: name ?? say('initiative_page.contact'),
  task,
  phone: phone && { label: phone, url: `tel:${phone.replace(/[^\d+]/g, '')}` },
  email,
});

/** Counts of shops, as in the open data: nothing of what they sell. Those that are none are left out. */
const figuresOf = (counts: FigureCounts) =>
  (['portal', 'open', 'stocked', 'collectable'] as const).flatMap((name) =>
    counts[name] > 0 ? [{ label: say(`initiative_page.figure.${name}`), value: numbers.format(counts[name]) }] : [],
  );

const paragraphsOf = (text: string | null): string[] =>
  (text ?? '')
    .split(/\n\s*\n/)
    .map((part) => part.trim())
    .filter(Boolean);
