import { Body, Controller, Post, Req, Res } from '@nestjs/common';
import { z } from 'zod';
import { People } from '#libs/accounts';
import { setCookie } from '../http/cookies.js';
import { redirectTo } from '../http/flash.js';
import { parseForm } from '../http/form.js';
import { LANGUAGE_COOKIE, LANGUAGES } from '../http/language.js';
import { Policy } from '../http/policy.js';
import type { Reply, Request } from '../http/site-request.js';

const A_YEAR = 365 * 86_400;
const languageForm = z.object({ langue: z.enum(LANGUAGES), suite: z.string().max(2000).catch('/') });

/** « English / Français »: kept by the browser, and on the account of whoever is signed in. */
@Controller('@gestion/langue')
export class LanguageController {
  constructor(private readonly people: People) {}

  @Post()
  @Policy('public', { rate: { max: 60, seconds: 60 } })
  async choose(@Req() request: Request, @Res() reply: Reply, @Body() body: unknown): Promise<void> {
    const { langue, suite } = parseForm(languageForm, body);
    setCookie(reply, LANGUAGE_COOKIE, langue, A_YEAR);
    if (request.site.actor) await this.people.setLanguage(request.site.actor.personId, langue);
    redirectTo(reply, suite);
  }
}
