import { type DynamicModule, Module } from '@nestjs/common';
import { PlatformModule, type Settings } from '#libs/platform';
import { TenancyModule } from '#libs/tenancy';
import { AccountModule } from './account/account.module.js';
import { ApiModule } from './api/api.module.js';
import { HttpModule } from './http/http.module.js';
import { MerchantModule } from './merchant/merchant.module.js';
import { PortalModule } from './portal/portal.module.js';
import { StorefrontModule } from './storefront/storefront.module.js';
import { TerritoryModule } from './territory/territory.module.js';

/**
 * One folder per audience; `http/` holds what they share. How to add a page:
 *
 * 1. A controller in the audience's folder, listed in its module. The host's audience stands before the path:
 *    `@Controller('@shop')` storefront, `'@portal'` portal, `'@gestion'` back office, `'@portal/api/v1'` API.
 * 2. `@Policy('shop_member')` on every handler (`http/policy.ts` lists them); without one the program does not start. Storefront
 *    handlers and those of `shop_member`, `shop_owner` and `api_shop` run inside `asShop`; so do those of a route that names a
 *    shop: `@Get('shops/:slug') @Policy('public', { shopParam: 'slug' })`. `@Actor() actor: SignedIn` is who is signed in.
 * 3. To show a page: `await page(reply, 'merchant/product-list', { title: 'Produits', products })` with `@Res() reply: Reply`
 *    renders `merchant/views/product-list.hbs` inside the layout, which reads `frame`. Sentences: `merchant/locales/fr.json`, or a
 *    folder of one's own `merchant/locales/<topic>/fr.json` (and `en.json`), used by `{{t "key"}}`. A shop's own pages are its theme's.
 * 4. To read a form: `parseForm(schema, body)` throws InvalidInputError. To show it again with what was typed:
 *    `catch (error) { const form = refusedForm(error, body); await page(reply, name, { title, form }, form); }`, the first
 *    time `freshForm()`. Templates: `form.values.name`, `form.errors.name`, `{{> ui/error-summary errors=form.summary}}`.
 * 5. After a POST: `redirectTo(reply, '/produits', { key: 'merchant.product_saved', values: { name } })`: 303 and a flash message.
 * 6. Files: `const upload = await fileUpload(request, { maxBytes: PICTURE_BYTES })`, then `upload.files`, `upload.fields`,
 *    and `await upload.discard()` in `finally`.
 * 7. Errors: throw an AppError; its sentence stands in `locales/errors.<lib>.json`. JSON answers are returned as objects.
 */
@Module({})
export class WebModule {
  static forRoot(settings: Settings): DynamicModule {
    return {
      module: WebModule,
      imports: [
        PlatformModule.forRoot(settings),
        TenancyModule,
        HttpModule,
        AccountModule,
        PortalModule,
        StorefrontModule,
        MerchantModule,
        TerritoryModule,
        ApiModule,
      ],
    };
  }
}
