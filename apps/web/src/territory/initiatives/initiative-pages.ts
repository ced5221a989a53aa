import { Inject, Injectable } from '@nestjs/common';
import type { SignedIn } from '#libs/accounts';
import { type Initiative, InitiativeContacts, Initiatives } from '#libs/imports';
import { NotFoundError } from '#libs/kernel';
import { publicOrigin, SETTINGS, type Settings } from '#libs/platform';
import { PublicShops } from '#libs/search';
import { scopeOf } from '../../http/actor-scope.js';
import { type FormView, freshForm } from '../../http/form.js';
import { page, Pages } from '../../http/pages.js';
import type { Reply } from '../../http/site-request.js';

export const INITIATIVES_PATH = '/territoire/initiatives';
const LISTED = 100;

type Form = FormView & { status?: number };

/** One initiative's page in the back office, whichever of its forms comes back refused. */
@Injectable()
export class InitiativePages {
  constructor(
    private readonly initiatives: Initiatives,
    private readonly contacts: InitiativeContacts,
    private readonly shops: PublicShops,
    private readonly pages: Pages,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** @throws NotFoundError for those of others as for unknown ones */
  async find(actor: SignedIn, id: string): Promise<Initiative> {
    const found = (await this.initiatives.list(scopeOf(actor))).find(({ initiativeId }) => initiativeId === id);
    if (!found) throw new NotFoundError();
    return found;
  }

  async show(
    reply: Reply,
    actor: SignedIn,
    initiative: Initiative,
    forms: { form?: Form; logoForm?: Form; contactForm?: Form } = {},
  ): Promise<void> {
    const { initiativeId, slug, name, about, siteUrl, logo } = initiative;
    const own = await this.contacts.own(initiativeId, actor.personId);
    const url = `${publicOrigin(this.settings)}/initiatives/${slug}`;
    const { results } = await this.shops.list({ initiativeId, perPage: LISTED });
    const links = results.map(
      (shop) => `  <li><a href="${publicOrigin(this.settings, shop.slug)}">${escaped(shop.name)}</a></li>`,
    );
    const refused = forms.form ?? forms.logoForm ?? forms.contactForm;
    const model = {
      title: name,
      form: forms.form ?? freshForm({ name, about, siteUrl }),
      logoForm: forms.logoForm ?? freshForm({}),
      contactForm: forms.contactForm ?? freshForm({ ...own, shown: own !== null }),
      summary: refused?.summary ?? [],
      action: `${INITIATIVES_PATH}/${initiativeId}`,
      logo: logo && { url: `${INITIATIVES_PATH}/${initiativeId}/logo?${logo.pictureId.slice(-6)}` },
      isAgent: actor.memberships.some((each) => each.initiativeId === initiativeId),
      email: actor.email,
      publicUrl: url,
      frameCode: `<iframe src="${url}/vitrine" title="${escaped(name)}" width="100%" height="640" loading="lazy"></iframe>`,
      linksCode: ['<ul>', ...links, '</ul>'].join('\n'),
      trail: [
        { label: this.pages.say('territory', 'office.territory'), url: '/territoire' },
        { label: this.pages.say('territory', 'initiatives.title'), url: INITIATIVES_PATH },
        { label: name, isCurrent: true },
      ],
    };
    await page(reply, 'territory/initiative', model, { status: refused?.status ?? 200 });
  }
}

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? '');
