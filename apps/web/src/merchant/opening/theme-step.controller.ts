import { Body, Controller, Get, Inject, Post, Res } from '@nestjs/common';
import { publicOrigin, SETTINGS, type Settings } from '#libs/platform';
import { type Shop, Shops } from '#libs/shops';
import { listThemes, type SettingDefinition, theme, themeForTrade } from '#libs/themes';
import { freshForm, refusedForm } from '../../http/form.js';
import { allowFrameOf, type Look, lookOf, lookQuery, previewToken } from '../../http/look-preview.js';
import { Policy } from '../../http/policy.js';
import type { Reply } from '../../http/site-request.js';
import { type Form, OpeningJourney, type Typed } from './opening-journey.service.js';
import { inBoth } from '../../http/wording.js';

/** How the shop looks: its real front in the chosen theme, beside the choices or on a page of its own. */
@Controller('@gestion/ouvrir/theme')
export class ThemeStepController {
  constructor(
    private readonly shops: Shops,
    private readonly journey: OpeningJourney,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get()
  @Policy('shop_owner')
  async show(@Res() reply: Reply): Promise<void> {
    const shop = await this.shops.current();
    await this.draw(reply, shop, storedLook(shop));
  }

  /** The button « Voir » shows the choices without saving them. */
  @Post()
  @Policy('shop_owner')
  async save(@Res() reply: Reply, @Body() body: Typed): Promise<void> {
    const shop = await this.shops.current();
    const look = lookOf(body ?? {}, storedLook(shop));
    if (body?.['voir'] === 'yes') return this.draw(reply, shop, look);
    try {
      const { theme: name, settings } = look;
      const themeSettings = theme(name).parseSettings(settings);
      await this.shops.update({ theme: name, themeSettings });
    } catch (error) {
      return this.draw(reply, shop, look, refusedForm(error, body));
    }
    await this.journey.advance(reply, 'theme');
  }

  private async draw(reply: Reply, shop: Shop, look: Look, form: Form = freshForm()): Promise<void> {
    const origin = publicOrigin(this.settings, shop.slug);
    const query = lookQuery(look);
    query.set('jeton', previewToken(this.settings, shop.shopId));
    allowFrameOf(reply, origin);
    const { manifest } = theme(look.theme);
    await this.journey.show(reply, 'theme', {
      form,
      themes: this.choices(shop.trade, look.theme),
      hasThemes: listThemes().length > 1,
      controls: manifest.settings.flatMap((setting) => controlOf(setting, look) ?? []),
      previewUrl: `${origin}/apercu?${query.toString()}`,
      previewBase: `${origin}/apercu?jeton=${query.get('jeton') ?? ''}`,
    });
  }

  /** The one that fits the trade first. */
  private choices(trade: string, chosen: string) {
    const fitting = themeForTrade(trade);
    return [fitting, ...listThemes().filter((name) => name !== fitting)]
      .map((name) => theme(name).manifest)
      .map(({ name, title, description }) => ({
        value: name,
        label: name === fitting ? this.journey.say('opening.theme.fits', { theme: inBoth(title) }) : inBoth(title),
        hint: inBoth(description),
        isSelected: name === chosen,
      }));
  }
}

const storedLook = (shop: Shop): Look => ({
  theme: shop.theme,
  settings: theme(shop.theme).readSettings(shop.themeSettings),
});

/** Colours and choices; words, switches and pictures keep what they have and are changed later. */
function controlOf(setting: SettingDefinition, { settings }: Look) {
  const { id, label, type } = setting;
  const value = settings[id];
  if (type === 'colour')
    return { id, label: inBoth(label), isColour: true, value, hint: setting.hint ? inBoth(setting.hint) : null };
  if (type === 'choice') {
    const choices = setting.options.map((option) => ({
      value: option.value,
      label: inBoth(option.label),
      isSelected: option.value === value,
    }));
    return { id, label: inBoth(label), isChoice: true, choices };
  }
  return type === 'image' ? null : { id, isKept: true, value: value === true ? 'yes' : value || null };
}
