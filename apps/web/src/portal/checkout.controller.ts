import { Body, Controller, Get, Inject, Post, Req, Res } from '@nestjs/common';
import { AppError, newId } from '#libs/kernel';
import { SETTINGS, type Settings } from '#libs/platform';
import { type RoundDetails, Rounds, type Shelf, Shelves } from '#libs/rounds';
import { type Commune, loadTerritory } from '#libs/territory';
import { redirectTo } from '../http/flash.js';
import { page } from '../http/pages.js';
import { Policy } from '../http/policy.js';
import type { Reply, Request } from '../http/site-request.js';
import { say } from './basket-sentences.js';
import { BasketsCookie, type ShopBasket } from './baskets-cookie.js';
import { type CheckedBasket, checkedBaskets, orderableBaskets } from './baskets.page.js';
import { NO_FAULTS, ownFaults, roundInput, withRefusal } from './checkout-faults.js';
import { answersOf, type CheckoutAnswers, freshAnswers } from './checkout-form.js';
import { type CheckoutFaults, checkoutView } from './checkout.page.js';
import { type RoundPlan, roundPlan } from './round-plan.js';
import { placeOf } from './search.controller.js';

/** One checkout for several shops: the round, who comes, and all orders or none. */
@Controller('@portal/commande')
export class PortalCheckoutController {
  constructor(
    private readonly baskets: BasketsCookie,
    private readonly shelves: Shelves,
    private readonly rounds: Rounds,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get()
  @Policy('public', { rate: { max: 60, seconds: 60 } })
  async ask(@Req() request: Request, @Res() reply: Reply): Promise<void> {
    const scene = await this.scene(this.baskets.read(request), freshAnswers());
    return this.show(reply, scene, NO_FAULTS);
  }

  @Post()
  @Policy('public', { rate: { max: 60, seconds: 60 } })
  async reserve(@Req() request: Request, @Res() reply: Reply, @Body() body: unknown): Promise<void> {
    const answers = answersOf(body);
    const sealed = this.baskets.open(answers.sealed);
    const scene = await this.scene(sealed.length > 0 ? sealed : this.baskets.read(request), withChoice(answers));
    if (answers.key === '' || sealed.length === 0) {
      scene.answers.key = newId();
      return this.show(reply, scene, { fields: new Map(), notice: say('round.expired') });
    }
    if (answers.choice.kind !== 'reserve') return this.show(reply, scene, placeFault(scene));
    const placed = await this.place(scene);
    if (!('token' in placed)) return this.showAgain(reply, scene, placed);
    const ordered = new Set(placed.orders.map(({ shop }) => shop.shopId));
    this.baskets.write(
      reply,
      this.baskets.read(request).filter(({ shopId }) => !ordered.has(shopId)),
    );
    return redirectTo(reply, `/tournees/${placed.token}`, { key: 'journey.placed' });
  }

  /** The round, or what has to be corrected. Nothing is kept then. */
  private async place(scene: Scene): Promise<RoundDetails | CheckoutFaults> {
    const wanted = scene.baskets.filter(({ shopId }) => !scene.answers.leftOut.has(shopId));
    const shelves = scene.shelves.filter(({ shopId }) => wanted.some((basket) => basket.shopId === shopId));
    const faults = ownFaults(scene.answers, shelves, placeFault(scene));
    if (faults.fields.size > 0) return faults;
    try {
      const input = roundInput(wanted, shelves, scene.answers, scene.from?.insee ?? null);
      return (await this.rounds.place(input, scene.answers.key)).round;
    } catch (error) {
      if (!(error instanceof AppError) || error.status >= 500) throw error;
      return withRefusal(error, shelves);
    }
  }

  private async scene(baskets: ShopBasket[], answers: CheckoutAnswers): Promise<Scene> {
    const shelves = await this.shelves.read(baskets.map(({ shopId, items }) => ({ shopId, lines: items })));
    const checked = checkedBaskets(baskets, shelves);
    const orderable = new Set(orderableBaskets(checked).map(({ shopId }) => shopId));
    const all = checked.filter(({ shelf }) => orderable.has(shelf.shopId));
    const isOut = ({ shelf }: CheckedBasket): boolean => answers.leftOut.has(shelf.shopId);
    const from = placeOf(answers.from, loadTerritory(this.settings.regionCode));
    const taking = all.filter((each) => !isOut(each));
    return { baskets, shelves, answers, all, taking, left: all.filter(isOut), from };
  }

  /** Another customer may have been faster: stock and slots are read once more. */
  private async showAgain(reply: Reply, scene: Scene, faults: CheckoutFaults): Promise<void> {
    return this.show(reply, await this.scene(scene.baskets, scene.answers), faults);
  }

  private async show(reply: Reply, scene: Scene, faults: CheckoutFaults): Promise<void> {
    const { answers, all, taking, left, from } = scene;
    if (taking.length === 0) return redirectTo(reply, '/panier');
    const plan = this.plan(scene, faults);
    const noted = plan.unreachable && !faults.notice ? withUnreachable(faults, plan) : faults;
    const model = {
      baskets: taking,
      leftOut: left.map(({ shelf }) => shelf),
      plan,
      answers,
      faults: noted,
      from: from?.name ?? null,
      sealedKey: `${answers.key}~${this.baskets.seal(orderableBaskets(all))}`,
      settings: this.settings,
    };
    const status = noted.fields.size > 0 ? 422 : noted.notice ? 409 : 200;
    await page(reply, 'portal/checkout', checkoutView(model), { status });
  }

  private plan({ answers, taking, from }: Scene, { fields, notice }: CheckoutFaults): RoundPlan {
    const { choice } = answers;
    const keepsSlots = choice.kind === 'review' || (choice.kind === 'reserve' && !(notice && fields.size === 0));
    const shelves = taking.map(({ shelf }) => shelf);
    return roundPlan(this.rounds, shelves, { ...answers, fromCommune: from?.insee ?? null }, keepsSlots);
  }
}

interface Scene {
  /** What the page showed. */
  baskets: ShopBasket[];
  shelves: Shelf[];
  answers: CheckoutAnswers;
  /** What can be ordered now: the shops that take part, and those that stay out. */
  all: CheckedBasket[];
  taking: CheckedBasket[];
  left: CheckedBasket[];
  from: Commune | null;
}

/** A button that changes the wish itself. */
function withChoice(answers: CheckoutAnswers): CheckoutAnswers {
  const { choice } = answers;
  if (choice.kind === 'day') return { ...answers, day: choice.day };
  if (choice.kind === 'without') return { ...answers, leftOut: new Set([...answers.leftOut, choice.shopId]) };
  if (choice.kind !== 'with') return answers;
  return { ...answers, leftOut: new Set([...answers.leftOut].filter((shopId) => shopId !== choice.shopId)) };
}

function placeFault({ answers, from }: Scene): CheckoutFaults {
  if (answers.from === '' || from) return NO_FAULTS;
  return { fields: new Map([['depart', say('round.from_unknown', { place: answers.from })]]) };
}

const withUnreachable = (faults: CheckoutFaults, { unreachable }: RoundPlan): CheckoutFaults => ({
  ...faults,
  notice: say('round.not_feasible', { shop: unreachable!.name }),
});
