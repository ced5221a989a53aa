import { Body, Controller, Get, Param, Post, Req } from '@nestjs/common';
import { z } from 'zod';
import { parseForm } from '../../apps/web/src/http/form.js';
import { Policy } from '../../apps/web/src/http/policy.js';
import type { Request } from '../../apps/web/src/http/site-request.js';
import { fileUpload } from '../../apps/web/src/http/upload.js';
import { currentShopId, Tenancy } from '#libs/tenancy';

const NAME = z.strictObject({ name: z.string().min(2).max(5) });

@Controller('@shop/essai')
export class EchoController {
  constructor(private readonly tenancy: Tenancy) {}

  @Get()
  @Policy('public')
  async read(): Promise<object> {
    const before = currentShopId();
    const [row] = await this.tenancy.shopRead<{ name: string }>('select name, pg_sleep(random() / 100) from shop');
    return { before, name: row?.name, after: currentShopId() };
  }

  @Post()
  @Policy('public')
  async write(@Body() body: unknown): Promise<object> {
    const { name } = parseForm(NAME, body);
    return { name, ...(await this.read()) };
  }

  @Post('fichier')
  @Policy('public')
  async upload(@Req() request: Request): Promise<object> {
    const upload = await fileUpload(request, { maxBytes: 1000 });
    const { filename, bytes } = upload.files[0] ?? {};
    const text = String(await upload.files[0]?.read());
    await upload.discard();
    return { filename, bytes, text, fields: upload.fields, shopId: currentShopId() };
  }
}

@Controller('@portal/api/v1/essai')
export class ApiEchoController {
  @Get('erreur')
  @Policy('public')
  fail(): never {
    throw Object.assign(new Error('secret "martin@demo.test"'), { code: 'XX000' });
  }

  @Get('base')
  @Policy('public')
  databaseDown(): never {
    throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  }

  @Get('frein')
  @Policy('public', { rate: { max: 2, seconds: 60 } })
  limited(): object {
    return {};
  }

  @Get('territoire')
  @Policy('api_territory')
  territory(): object {
    return {};
  }

  @Get(':slug')
  @Policy('public', { shopParam: 'slug' })
  named(@Param('slug') slug: string): object {
    return { slug, shopId: currentShopId() };
  }
}

@Controller('@portal/sans')
export class NoPolicyController {
  @Get()
  open(): object {
    return {};
  }
}
