import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import { z } from 'zod';
import { Products, type ProductView } from '#libs/catalog';
import { AppError } from '#libs/kernel';
import { NoSheetPhotoError, type Sheet, type SheetChanges, SheetPhotos, Sheets } from '#libs/sheets';
import { type FlashMessage, redirectTo } from '../http/flash.js';
import { parseForm } from '../http/form.js';
import { errorSentences } from '../http/error-sentences.js';
import { page, Pages } from '../http/pages.js';
import { Policy } from '../http/policy.js';
import type { Reply } from '../http/site-request.js';
import { dateText } from '../http/wording.js';
import { pictureOf } from './product-photo.mapper.js';
import { changeLines, sheetLines, sheetPhotoUrl } from './product-sheet.mapper.js';

/** The region's sheet of a product's barcode: compared, taken over, and changed by agreement. */
@Controller('@gestion/produits/:productId/fiche')
export class ProductSheetController {
  constructor(
    private readonly products: Products,
    private readonly sheets: Sheets,
    private readonly photos: SheetPhotos,
    private readonly pages: Pages,
  ) {}

  @Get()
  @Policy('shop_member')
  async compare(@Param('productId') productId: string, @Res() reply: Reply): Promise<void> {
    const product = await this.products.byId(productId);
    const sheet = await this.sheetOf(product);
    const say = (key: string): string => this.pages.say('merchant', key);
    const proposals = sheet ? await this.sheets.openFor(sheet.ean) : [];
    const photo = sheet && (await this.sheets.photoOf(sheet.ean));
    const wanted = sheet ? await this.photos.wanted(sheet.ean) : [];
    await page(reply, 'merchant/product-sheet', {
      title: say('sheet.title'),
      name: product.name,
      url: `/produits/${product.productId}`,
      lines: sheet ? sheetLines(product, sheet, say) : null,
      isSame: sheet !== null && sheetLines(product, sheet, say).every(({ isSame }) => isSame),
      proposals: proposals.map(({ proposalId, changes }) => ({
        proposalId,
        lines: changeLines(changes, say),
        photoUrl: changes.photo === undefined ? null : sheetPhotoUrl(changes.photo),
      })),
      photoUrl: photo && sheetPhotoUrl(photo),
      ownPhotos: this.choices(product),
      canPropose: wanted.every(({ state }) => state !== 'open'),
      wanted: wanted.map(({ state, createdAt }) =>
        this.pages.say('merchant', `sheet.photo_state.${state}`, { date: dateText(createdAt) }),
      ),
    });
  }

  /** What this product says is proposed for the sheet; the sheet stays until others agree. */
  @Post()
  @Policy('shop_member')
  async propose(@Param('productId') productId: string, @Res() reply: Reply): Promise<void> {
    const product = await this.products.byId(productId);
    await this.done(reply, product, async (sheet) => stateKey(await this.sheets.propose(sheet.ean, saidBy(product))));
  }

  /** A copy of a photo of this product is proposed; whichever is accepted, offers keep their own. */
  @Post('photo')
  @Policy('shop_member')
  async proposePhoto(@Param('productId') productId: string, @Body() body: unknown, @Res() reply: Reply): Promise<void> {
    const product = await this.products.byId(productId);
    const { photoId } = parseForm(z.object({ photoId: z.string().max(100) }), body);
    if (!product.photos.some((photo) => photo.photoId === photoId)) throw new NoSheetPhotoError();
    await this.done(reply, product, async ({ ean }) => {
      await this.photos.propose(ean, photoId);
      return 'sheet.photo_sent';
    });
  }

  @Post('accord')
  @Policy('shop_member')
  async agree(@Param('productId') productId: string, @Body() body: unknown, @Res() reply: Reply): Promise<void> {
    const product = await this.products.byId(productId);
    const { proposalId } = parseForm(z.object({ proposalId: z.string() }), body);
    await this.done(reply, product, async () => stateKey(await this.sheets.agree(proposalId)));
  }

  /** The product says what the sheet says; price, stock and photos stay its own. */
  @Post('reprise')
  @Policy('shop_member')
  async take(@Param('productId') productId: string, @Res() reply: Reply): Promise<void> {
    const product = await this.products.byId(productId);
    await this.done(reply, product, async ({ name, descriptionHtml, brand, category, vatRate }) => {
      await this.products.update(product.productId, { name, descriptionHtml, brand, category, vatRate });
      return 'sheet.taken';
    });
  }

  /** The photos of the product that are ready, the first one chosen. */
  private choices({ photos }: ProductView) {
    const ready = photos.flatMap((photo) => {
      const picture = pictureOf(photo);
      return picture ? [{ value: photo.photoId, picture, alt: photo.alt }] : [];
    });
    return ready.map(({ value, picture, alt }, i) => ({
      value,
      picture,
      label: this.pages.say('merchant', alt ? 'sheet.photo_number' : 'sheet.photo_number_bare', { n: i + 1, alt }),
      isSelected: i === 0,
    }));
  }

  private async done(reply: Reply, product: ProductView, work: (sheet: Sheet) => Promise<string>): Promise<void> {
    const path = `/produits/${product.productId}/fiche`;
    const sheet = await this.sheetOf(product);
    if (!sheet) return redirectTo(reply, path, { tone: 'warning', key: 'sheet.none' });
    redirectTo(reply, path, await outcome(() => work(sheet)));
  }

  private async sheetOf({ variants }: ProductView): Promise<Sheet | null> {
    for (const { ean } of variants) {
      const sheet = ean === null ? null : await this.sheets.find(ean);
      if (sheet) return sheet;
    }
    return null;
  }
}

/** A refusal is said on the page, as a warning. */
async function outcome(work: () => Promise<string>): Promise<FlashMessage> {
  try {
    return { key: await work() };
  } catch (error) {
    if (!(error instanceof AppError) || !error.code.startsWith('sheets.')) throw error;
    return { tone: 'warning', key: 'sheet.refused', values: { sentence: errorSentences().say(error) } };
  }
}

const stateKey = (state: 'open' | 'accepted'): string => (state === 'accepted' ? 'sheet.accepted' : 'sheet.proposed');

/** Empty fields propose nothing. */
function saidBy({ name, descriptionHtml, brand, category, vatRate }: ProductView): SheetChanges {
  return {
    name,
    ...(descriptionHtml && { descriptionHtml }),
    ...(brand && { brand }),
    ...(category && { category }),
    vatRate: vatRate as Sheet['vatRate'],
  };
}
