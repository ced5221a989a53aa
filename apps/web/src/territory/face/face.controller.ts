import { Body, Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import type { SignedIn } from '#libs/accounts';
import { accentShown, type Face, faceInput, RegionFaces } from '#libs/face';
import { InvalidInputError } from '#libs/kernel';
import { publicOrigin, SETTINGS, type Settings } from '#libs/platform';
import { redirectTo } from '../../http/flash.js';
import { type FormView, freshForm, parseForm, refusedForm } from '../../http/form.js';
import { page, Pages } from '../../http/pages.js';
import { Policy } from '../../http/policy.js';
import { Actor, type Reply, type Request } from '../../http/site-request.js';
import { fileUpload, PICTURE_BYTES } from '../../http/upload.js';
import { momentText } from '../../http/wording.js';

const PATH = '/territoire/visage';
/** What the program's own pages show. */
const OWN_ACCENT = '#9a3b26';

/** « Le portail »: name, logo, colour, texts, contact and target of the region, saved as a draft, looked at, published. */
@Controller('@gestion/territoire/visage')
export class FaceController {
  constructor(
    private readonly faces: RegionFaces,
    private readonly pages: Pages,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get()
  @Policy('region_admin')
  async show(@Res() reply: Reply): Promise<void> {
    await this.showPage(reply, freshForm({ ...(await this.edited()) }));
  }

  @Post()
  @Policy('region_admin')
  async save(@Actor() actor: SignedIn, @Body() body: unknown, @Res() reply: Reply): Promise<void> {
    try {
      const { logo } = await this.edited();
      await this.faces.save({ ...parseForm(faceInput, body), logo }, actor.personId);
      redirectTo(reply, PATH, { key: 'face.saved' });
    } catch (error) {
      await this.showPage(reply, refusedForm(error, body, 'name'));
    }
  }

  @Post('logo')
  @Policy('region_admin')
  async draw(@Actor() actor: SignedIn, @Req() request: Request, @Res() reply: Reply): Promise<void> {
    const upload = await fileUpload(request, { maxBytes: PICTURE_BYTES });
    try {
      const [file] = upload.files;
      if (!file) throw new InvalidInputError([{ path: 'logo', code: 'field.required' }]);
      const logo = await this.faces.draw(await file.read());
      await this.faces.save({ ...(await this.edited()), logo }, actor.personId);
      redirectTo(reply, PATH, { key: 'face.saved' });
    } catch (error) {
      const refused = refusedForm(error, upload.fields, 'logo');
      await this.showPage(reply, { ...refused, values: { ...(await this.edited()) } });
    } finally {
      await upload.discard();
    }
  }

  @Post('logo/retrait')
  @Policy('region_admin')
  async removeLogo(@Actor() actor: SignedIn, @Res() reply: Reply): Promise<void> {
    await this.faces.save({ ...(await this.edited()), logo: null }, actor.personId);
    redirectTo(reply, PATH, { key: 'face.saved' });
  }

  @Post('publication')
  @Policy('region_admin')
  async publish(@Res() reply: Reply): Promise<void> {
    await this.faces.publish();
    redirectTo(reply, PATH, { key: 'face.published' });
  }

  @Post('abandon')
  @Policy('region_admin')
  async discard(@Res() reply: Reply): Promise<void> {
    await this.faces.discard();
    redirectTo(reply, PATH, { key: 'face.discarded' });
  }

  /** A version of before becomes the draft. */
  @Post('versions/:versionId')
  @Policy('region_admin')
  async takeUp(@Actor() actor: SignedIn, @Param('versionId') versionId: string, @Res() reply: Reply): Promise<void> {
    const { face } = await this.faces.version(versionId);
    await this.faces.save(face, actor.personId);
    redirectTo(reply, PATH, { key: 'face.taken_up' });
  }

  /** The draft, else what is published. */
  private async edited(): Promise<Face> {
    return (await this.faces.draft())?.face ?? this.faces.current.face;
  }

  private async showPage(reply: Reply, form: FormView & { status?: number }): Promise<void> {
    const [draft, versions] = await Promise.all([this.faces.draft(), this.faces.versions()]);
    const { accent, logo } = draft?.face ?? this.faces.current.face;
    const portal = publicOrigin(this.settings);
    const current = this.faces.current.versionId;
    const view = {
      title: this.say('title'),
      form,
      hasDraft: draft !== null,
      previewUrl: draft && `${portal}/?visage=${draft.versionId}`,
      domain: portal,
      colour: accentShown(accent || OWN_ACCENT),
      hasAccent: accent !== '',
      logoUrl: logo && `${portal}/media/region/${logo.pictureId}/logo.webp`,
      logo,
      versions: versions.map(({ versionId, face, publishedAt, madeBy }) => ({
        name: face.name,
        when: momentText(new Date(publishedAt!)),
        madeBy,
        isCurrent: versionId === current,
        url: `${PATH}/versions/${versionId}`,
      })),
    };
    await page(reply, 'territory/face', view, { status: form.status ?? 200 });
  }

  private say(key: string): string {
    return this.pages.say('territory', `face.${key}`);
  }
}
