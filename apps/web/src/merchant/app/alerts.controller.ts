import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import type { SignedIn } from '#libs/accounts';
import { type PushDevice, PushDevices, PushSender, testAlert } from '#libs/alerts';
import { Shops } from '#libs/shops';
import { deviceName } from '../../http/device-name.js';
import { redirectTo } from '../../http/flash.js';
import { freshForm, type FormView, parseForm, refusedForm } from '../../http/form.js';
import { page, Pages } from '../../http/pages.js';
import { Policy } from '../../http/policy.js';
import { Actor, type Reply, type Request } from '../../http/site-request.js';
import { choicesForm, deviceForm } from './alerts.form.js';

/** How this person wants to be told of orders: by e-mail, and on which devices. */
@Controller('@gestion/alertes')
export class AlertsController {
  constructor(
    private readonly devices: PushDevices,
    private readonly sender: PushSender,
    private readonly shops: Shops,
    private readonly pages: Pages,
  ) {}

  @Get()
  @Policy('shop_team')
  async alerts(@Actor() actor: SignedIn, @Res() reply: Reply): Promise<void> {
    await this.show(reply, actor, freshForm());
  }

  /** The fields are filled in by the browser's own subscription. */
  @Post('appareils')
  @Policy('shop_team', { rate: { max: 30, seconds: 60 } })
  async add(@Req() request: Request, @Body() body: unknown, @Actor() actor: SignedIn, @Res() reply: Reply) {
    const name = deviceName(request.headers['user-agent'] ?? null) ?? this.pages.say('merchant', 'alerts.some_device');
    try {
      await this.devices.register(actor.personId, parseForm(deviceForm, body), name);
    } catch (error) {
      return this.show(reply, actor, refusedForm(error, {}, 'cet-appareil'));
    }
    redirectTo(reply, '/alertes', { key: 'alerts.done.added', values: { name } });
  }

  @Post('appareils/:deviceId')
  @Policy('shop_team')
  async choose(@Param('deviceId') id: string, @Body() body: unknown, @Actor() actor: SignedIn, @Res() reply: Reply) {
    await this.devices.choose(actor.personId, id, parseForm(choicesForm, body));
    redirectTo(reply, '/alertes', { key: 'alerts.done.chosen' });
  }

  @Post('appareils/:deviceId/essai')
  @Policy('shop_team', { rate: { max: 20, seconds: 60 } })
  async test(@Param('deviceId') id: string, @Actor() actor: SignedIn, @Res() reply: Reply): Promise<void> {
    const target = await this.devices.target(actor.personId, id);
    const { name } = await this.shops.current();
    const { outcome, fault } = await this.sender.send(target, testAlert(name));
    if (outcome === 'gone') await this.devices.forget(id);
    else await this.devices.note(id, fault);
    const tone = outcome === 'taken' ? 'success' : 'warning';
    redirectTo(reply, '/alertes', { tone, key: `alerts.test.${outcome}` });
  }

  @Post('appareils/:deviceId/fin')
  @Policy('shop_team')
  async remove(@Param('deviceId') id: string, @Actor() actor: SignedIn, @Res() reply: Reply): Promise<void> {
    await this.devices.remove(actor.personId, id);
    redirectTo(reply, '/alertes', { key: 'alerts.done.removed', tone: 'info' });
  }

  private async show(reply: Reply, actor: SignedIn, form: FormView & { status?: number }): Promise<void> {
    const [shop, devices] = await Promise.all([this.shops.current(), this.devices.list(actor.personId)]);
    const model = {
      title: this.pages.say('merchant', 'alerts.title'),
      email: shop.email,
      publicKey: this.sender.publicKey,
      devices: devices.map(deviceView),
      form,
    };
    await page(reply, 'merchant/alerts', model, { status: form.status ?? 200 });
  }
}

const deviceView = ({ deviceId, name, endpoint, newOrders, cancellations, createdAt, sentAt, fault }: PushDevice) => ({
  id: deviceId,
  url: `/alertes/appareils/${deviceId}`,
  name,
  endpoint,
  newOrders,
  cancellations,
  createdAt,
  sentAt,
  hasFault: fault !== null,
});
