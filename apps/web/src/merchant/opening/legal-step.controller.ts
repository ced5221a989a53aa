import { Body, Controller, Get, Inject, Post, Res } from '@nestjs/common';
import type { SignedIn } from '#libs/accounts';
import { formatSiret } from '#libs/kernel';
import { SETTINGS, type Settings } from '#libs/platform';
import { draftRegistration, draftTerms, LEGAL_FORMS, MEDIATORS, type Shop, Shops, vatNumberOf } from '#libs/shops';
import { loadTerritory } from '#libs/territory';
import { freshForm, parseForm, refusedForm } from '../../http/form.js';
import { Policy } from '../../http/policy.js';
import { Actor, type Reply } from '../../http/site-request.js';
import { termsForm } from '../shop.form.js';
import { legalForm } from './opening.form.js';
import { type Form, OpeningJourney, type Typed } from './opening-journey.service.js';

/** Legal notice, mediator and terms of sale: drafted, to be read and confirmed. */
@Controller('@gestion/ouvrir')
export class LegalStepController {
  constructor(
    private readonly shops: Shops,
    private readonly journey: OpeningJourney,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get('mentions')
  @Policy('shop_owner')
  async legal(@Res() reply: Reply, @Actor() actor: SignedIn): Promise<void> {
    await this.drawLegal(reply, actor);
  }

  @Post('mentions')
  @Policy('shop_owner')
  async saveLegal(@Res() reply: Reply, @Actor() actor: SignedIn, @Body() body: Typed): Promise<void> {
    try {
      await this.shops.update({ legal: parseForm(legalForm, body) });
    } catch (error) {
      return this.drawLegal(reply, actor, refusedForm(error, body));
    }
    await this.journey.advance(reply, 'legal');
  }

  @Get('conditions')
  @Policy('shop_owner')
  async terms(@Res() reply: Reply): Promise<void> {
    await this.drawTerms(reply);
  }

  @Post('conditions')
  @Policy('shop_owner')
  async saveTerms(@Res() reply: Reply, @Body() body: Typed): Promise<void> {
    try {
      await this.shops.update({ legal: parseForm(termsForm, body) });
    } catch (error) {
      return this.drawTerms(reply, refusedForm(error, body));
    }
    await this.journey.advance(reply, 'terms');
  }

  private async drawLegal(reply: Reply, actor: SignedIn, form?: Form): Promise<void> {
    const shop = await this.shops.current();
    const values = form?.values ?? this.draft(shop, actor);
    const choose = (name: string) => (choice: { value: string; label: string; hint?: string | undefined }) => ({
      ...choice,
      isSelected: values[name] === choice.value,
    });
    const say = (key: string): string => this.journey.say(`opening.legal.${key}`);
    await this.journey.show(reply, 'legal', {
      form: form ?? freshForm(values),
      siret: shop.siret && formatSiret(shop.siret),
      forms: [{ value: '', label: say('choose') }, ...LEGAL_FORMS.map((each) => ({ value: each, label: each }))].map(
        choose('legalForm'),
      ),
      vats: ['number', 'exempt'].map((value) => ({ value, label: say(`vat_${value}`) })).map(choose('vat')),
      mediators: [
        { value: '', label: say('choose') },
        ...MEDIATORS.map(({ code, name, contact }) => ({ value: code, label: `${name} (${contact})` })),
        { value: 'autre', label: say('mediator_other') },
        { value: 'plus-tard', label: say('mediator_later') },
      ].map(choose('mediator')),
    });
  }

  /** What is saved; before that what the SIRET, the account and the address tell. */
  private draft({ legal, ...shop }: Shop, actor: SignedIn): Typed {
    const commune = loadTerritory(this.settings.regionCode).commune(shop.communeInsee);
    const isNew = !legal.legalForm;
    const listed = MEDIATORS.find(({ name }) => name === legal.mediatorName);
    const address = [shop.addressLine, [shop.postcode, commune?.name].filter(Boolean).join(' ')];
    return {
      ...legal,
      publisherName: isNew ? shop.legalName || actor.name || shop.name : legal.publisherName,
      publisherAddress: legal.publisherAddress || address.filter(Boolean).join(', '),
      registration: legal.registration || draftRegistration(shop.siret ?? '', commune?.departement ?? ''),
      publicationDirector: legal.publicationDirector || actor.name,
      vat: legal.vatExempt ? 'exempt' : legal.vatNumber ? 'number' : '',
      vatNumber: legal.vatNumber || vatNumberOf(shop.siret ?? ''),
      mediator: listed?.code ?? (legal.mediatorName ? 'autre' : ''),
    };
  }

  private async drawTerms(reply: Reply, form?: Form): Promise<void> {
    const shop = await this.shops.current();
    const communeName = loadTerritory(this.settings.regionCode).commune(shop.communeInsee)?.name ?? '';
    const terms = shop.legal.terms || draftTerms(Object.assign({}, shop, { communeName }));
    await this.journey.show(reply, 'terms', { form: form ?? freshForm({ terms }) });
  }
}
