import { Body, Controller, Get, Inject, Post, Req, Res } from '@nestjs/common';
import type { SignedIn } from '#libs/accounts';
import { formatSiret } from '#libs/kernel';
import { SETTINGS, type Settings } from '#libs/platform';
import { type Opening, Openings, type Shop, Shops } from '#libs/shops';
import { loadTerritory } from '#libs/territory';
import { redirectTo } from '../../http/flash.js';
import { freshForm, parseForm, refusedForm } from '../../http/form.js';
import { Policy } from '../../http/policy.js';
import { Actor, type Reply, type Request } from '../../http/site-request.js';
import { communeOfForm, identityForm } from './opening.form.js';
import { type Form, OpeningJourney, type Typed } from './opening-journey.service.js';
import { OpeningShop } from './opening-shop.service.js';

/** Name, address and telephone: what is known already is filled in, and confirmed. */
@Controller('@gestion/ouvrir/coordonnees')
export class IdentityStepController {
  constructor(
    private readonly openings: Openings,
    private readonly openingShop: OpeningShop,
    private readonly shops: Shops,
    private readonly journey: OpeningJourney,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get()
  @Policy('signed_in')
  async show(@Req() request: Request, @Res() reply: Reply, @Actor() actor: SignedIn): Promise<void> {
    const opening = await this.openings.find(actor.personId);
    if (!opening) return redirectTo(reply, '/ouvrir');
    await this.openingShop.within(request, opening, (shop) => this.draw(reply, { actor, opening, shop }));
  }

  @Post()
  @Policy('signed_in')
  async save(
    @Req() request: Request,
    @Res() reply: Reply,
    @Actor() actor: SignedIn,
    @Body() body: Typed,
  ): Promise<void> {
    const opening = await this.openings.find(actor.personId);
    if (!opening) return redirectTo(reply, '/ouvrir');
    await this.openingShop.within(request, opening, async (shop) => {
      try {
        await (shop ? this.saveShop(reply, body) : this.saveDraft(reply, body));
      } catch (error) {
        await this.draw(reply, { actor, opening, shop }, refusedForm(error, body));
      }
    });
  }

  private async saveDraft(reply: Reply, body: Typed): Promise<void> {
    const { commune, postcode, ...identity } = parseForm(identityForm, body);
    const { insee, postcodes } = communeOfForm(loadTerritory(this.settings.regionCode), { commune, postcode });
    const draft = { ...identity, email: identity.email ?? null, phone: identity.phone ?? null };
    await this.journey.advance(reply, 'identity', {
      ...draft,
      communeInsee: insee,
      postcode: /^\d{5}$/.test(postcode) ? postcode : (postcodes[0] ?? ''),
    });
  }

  /** The commune stays: it decides who answers for the shop. */
  private async saveShop(reply: Reply, body: Typed): Promise<void> {
    const { commune: _, postcode: __, ...identity } = parseForm(identityForm, body);
    await this.shops.update(identity);
    await this.journey.advance(reply, 'identity');
  }

  private async draw(
    reply: Reply,
    { actor, opening, shop }: { actor: SignedIn; opening: Opening; shop: Shop | null },
    form?: Form,
  ): Promise<void> {
    const { draft } = opening;
    const known = shop ?? draft;
    const communeName = loadTerritory(this.settings.regionCode).commune(known.communeInsee ?? '')?.name ?? '';
    const siret = shop?.siret ?? draft.siret ?? '';
    const values = {
      name: known.name,
      addressLine: known.addressLine,
      postcode: known.postcode,
      commune: communeName,
      phone: known.phone,
      email: known.email ?? actor.email,
    };
    await this.journey.show(reply, 'identity', {
      form: form ?? freshForm(values),
      siret: formatSiret(siret),
      legalName: shop?.legalName ?? null,
      fixedPlace: shop ? [shop.postcode, communeName].filter(Boolean).join(' ') : null,
    });
  }
}
