import { Body, Controller, Get, Inject, Post, Query, Res } from '@nestjs/common';
import { Attempts, type SignedIn } from '#libs/accounts';
import { formatSiret, InvalidInputError } from '#libs/kernel';
import { SETTINGS, type Settings } from '#libs/platform';
import { Founding, type KnownEstablishment, Openings } from '#libs/shops';
import { loadTerritory } from '#libs/territory';
import { redirectTo } from '../../http/flash.js';
import { type FormView, freshForm, parseForm, refusedForm } from '../../http/form.js';
import { Policy } from '../../http/policy.js';
import { Actor, type Reply } from '../../http/site-request.js';
import { communeOfForm, searchForm, siretForm } from './opening.form.js';
import { type Form, OpeningJourney } from './opening-journey.service.js';

const MOST_SHOWN = 10;

/** The SIRET, or the shop's name and commune among those that the region knows. */
@Controller('@gestion/ouvrir/etablissement')
export class EstablishmentStepController {
  constructor(
    private readonly founding: Founding,
    private readonly openings: Openings,
    private readonly attempts: Attempts,
    private readonly journey: OpeningJourney,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get()
  @Policy('signed_in')
  async show(@Res() reply: Reply, @Actor() actor: SignedIn, @Query() query: Record<string, unknown>): Promise<void> {
    const opening = await this.openings.find(actor.personId);
    if (opening?.shopId) return redirectTo(reply, '/ouvrir');
    if (!('nom' in query)) return this.draw(reply, freshForm({ siret: opening?.draft.siret }));
    try {
      const { nom, commune } = parseForm(searchForm, query);
      if (nom === '') throw new InvalidInputError([{ path: 'nom', code: 'field.required' }]);
      const { insee } = communeOfForm(this.territory(), { postcode: '', commune });
      const found = await this.founding.search(nom, insee);
      await this.draw(reply, freshForm({}), { search: freshForm({ nom, commune }), found });
    } catch (error) {
      const { status: _, ...search } = refusedForm(error, query);
      await this.draw(reply, freshForm({}), { search });
    }
  }

  @Post()
  @Policy('signed_in')
  async choose(@Res() reply: Reply, @Actor() actor: SignedIn, @Body() body: unknown): Promise<void> {
    const opening = await this.openings.find(actor.personId);
    if (opening?.shopId) return redirectTo(reply, '/ouvrir');
    try {
      const { siret } = parseForm(siretForm, body);
      await this.attempts.count([{ kind: 'siret.person', subject: actor.personId, limit: 60, windowSeconds: 3600 }]);
      const known = await this.founding.waiting(siret);
      if (known) return redirectTo(reply, `/ouvrir/prise-en-main?siret=${siret}`);
      await this.openings.save(actor.personId, { step: 'identity', draft: { siret } });
      redirectTo(reply, '/ouvrir/coordonnees');
    } catch (error) {
      await this.draw(reply, refusedForm(error, body, 'siret'));
    }
  }

  private async draw(
    reply: Reply,
    form: Form,
    { search, found }: { search?: FormView; found?: KnownEstablishment[] } = {},
  ): Promise<void> {
    await this.journey.show(reply, 'establishment', {
      form,
      search: search ?? freshForm(),
      isSearching: search !== undefined,
      isSearched: found !== undefined,
      found: (found ?? []).slice(0, MOST_SHOWN).map((shop) => ({
        name: shop.name,
        siret: shop.siret,
        siretText: formatSiret(shop.siret),
        place: [shop.addressLine, shop.postcode, this.territory().commune(shop.communeInsee)?.name]
          .filter(Boolean)
          .join(' '),
      })),
      hasMore: (found ?? []).length > MOST_SHOWN,
    });
  }

  private territory() {
    return loadTerritory(this.settings.regionCode);
  }
}
