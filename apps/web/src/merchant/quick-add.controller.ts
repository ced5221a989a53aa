import { Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { Products, type ProductView, UNNAMED } from '#libs/catalog';
import { newId } from '#libs/kernel';
import { redirectTo } from '../http/flash.js';
import { type FormView, freshForm, parseForm, refusedForm } from '../http/form.js';
import { Policy } from '../http/policy.js';
import type { Reply, Request } from '../http/site-request.js';
import { fileUpload, type Upload } from '../http/upload.js';
import { Sheets } from '#libs/sheets';
import { inForm } from './product.form.js';
import { PHOTO_FORM_BYTES } from './product-new.controller.js';
import { codeQuery, quickForm } from './quick-add.form.js';
import { knownAnswer, QUICK, quickAnswer } from './quick-add.mapper.js';
import { QuickAdd } from './quick-add.js';
import { QuickPages } from './quick-pages.js';

const PHOTOS_AT_ONCE = 20;

/** « Ajout rapide »: one product after the other, each a photo or a barcode, a price and a stock. */
@Controller('@gestion/produits/ajout-rapide')
export class QuickAddController {
  constructor(
    private readonly quick: QuickAdd,
    private readonly products: Products,
    private readonly sheets: Sheets,
    private readonly quickPages: QuickPages,
  ) {}

  /** `?code=` fills the form from the barcode's sheet, `?produit=` completes a draft. */
  @Get()
  @Policy('shop_member')
  async form(@Query() query: Record<string, unknown>, @Res() reply: Reply): Promise<void> {
    const draft = typeof query['produit'] === 'string' ? await this.products.byId(query['produit']) : null;
    if (typeof query['code'] !== 'string') return this.quickPages.show(reply, { form: this.fresh({}, draft), draft });
    try {
      const { code } = parseForm(codeQuery, query);
      const known = await this.quick.known(code);
      const form = this.fresh({ code, ean: code, name: known.sheet?.name, sheet: known.sheet && 'yes' }, draft);
      await this.quickPages.show(reply, { form, draft, known });
    } catch (error) {
      await this.quickPages.show(reply, { form: refusedForm(error, { ...this.fresh({}).values, ...query }), draft });
    }
  }

  /** The same for the script. @throws InvalidInputError for a barcode whose check digit is wrong. */
  @Get('fiche')
  @Policy('shop_member')
  async lookUp(@Query() query: unknown, @Res({ passthrough: true }) reply: Reply): Promise<object> {
    const { code } = parseForm(codeQuery, query);
    void reply.header('cache-control', 'no-store');
    return knownAnswer(code, await this.quick.known(code));
  }

  @Get('photo')
  @Policy('shop_member')
  async photo(@Query() query: unknown, @Res() reply: Reply): Promise<void> {
    const { code } = parseForm(codeQuery, query);
    const picture = code === null ? null : await this.sheets.picture(code);
    if (!picture) return void reply.code(404).send();
    void reply.header('cache-control', 'private, max-age=600').type('image/webp').send(picture);
  }

  @Post()
  @Policy('shop_member')
  async add(@Req() request: Request, @Res() reply: Reply): Promise<void> {
    await this.take(request, reply, null);
  }

  @Post(':productId')
  @Policy('shop_member')
  async complete(@Param('productId') productId: string, @Req() request: Request, @Res() reply: Reply): Promise<void> {
    await this.take(request, reply, await this.products.byId(productId));
  }

  @Post(':productId/annulation')
  @Policy('shop_member')
  async undo(@Param('productId') productId: string, @Req() request: Request, @Res() reply: Reply): Promise<void> {
    await this.products.archive(productId);
    const product = await this.products.byId(productId);
    if (wantsJson(request)) return void reply.send(quickAnswer(product));
    redirectTo(reply, QUICK, {
      key: 'quick.undone',
      values: { name: product.name },
      undo: { path: `/produits/${product.productId}/restauration`, key: 'quick.restore' },
    });
  }

  private async take(request: Request, reply: Reply, draft: ProductView | null): Promise<void> {
    const upload = await fileUpload(request, { maxBytes: PHOTO_FORM_BYTES, maxFiles: PHOTOS_AT_ONCE });
    try {
      const saved = await this.save(upload, draft);
      if (wantsJson(request)) void reply.send(quickAnswer(saved[0]!));
      else await this.done(reply, saved, draft !== null);
    } catch (error) {
      if (wantsJson(request)) throw inForm(error);
      const form = refusedForm(inForm(error), upload.fields, draft ? 'price' : 'photo');
      await this.quickPages.show(reply, { form, draft });
    } finally {
      await upload.discard();
    }
  }

  /** Several photos are as many drafts; the one form's other fields are for the next time. */
  private async save(upload: Upload, draft: ProductView | null): Promise<ProductView[]> {
    const form = parseForm(quickForm, upload.fields);
    if (draft) return [await this.quick.complete(draft, form)];
    const files = upload.files.filter(({ field }) => field === 'photo');
    if (files.length < 2) return [await this.quick.add(form, (await files[0]?.read()) ?? null)];
    const saved: ProductView[] = [];
    for (const [i, file] of files.entries()) {
      const productId = i === 0 ? form.productId : newId();
      saved.push(await this.quick.add({ ...form, productId, ean: null, sheet: false, draft: true }, await file.read()));
    }
    return saved;
  }

  private async done(reply: Reply, [first, ...others]: ProductView[], isCompleted: boolean): Promise<void> {
    const { productId, name, published } = first!;
    if (others.length > 0) {
      return redirectTo(reply, QUICK, { key: 'quick.drafts_kept', values: { count: others.length + 1 } });
    }
    const next = isCompleted ? await this.quickPages.nextDraft() : null;
    redirectTo(reply, next === null ? QUICK : `${QUICK}?produit=${next}`, {
      key: published ? 'quick.saved' : 'quick.saved_draft',
      values: { name },
      undo: { path: `${QUICK}/${productId}/annulation`, key: 'quick.undo' },
    });
  }

  private fresh(values: Record<string, unknown>, draft: ProductView | null = null): FormView {
    const name = draft && draft.name !== UNNAMED ? draft.name : '';
    const ean = draft?.variants[0]?.ean ?? null;
    const given = Object.fromEntries(
      Object.entries(values).filter(([, value]) => value !== undefined && value !== null),
    );
    return freshForm({ name, onHand: '1', published: 'yes', ...(ean && { ean, code: ean }), ...given });
  }
}

const wantsJson = (request: Request): boolean => request.headers.accept === 'application/json';
