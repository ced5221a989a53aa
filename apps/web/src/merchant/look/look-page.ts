import { Injectable } from '@nestjs/common';
import { AppError } from '#libs/kernel';
import { type LookDraft, LookDrafts, type PictureChoice, type Section, ShopPictures } from '#libs/looks';
import { listThemes, theme } from '#libs/themes';
import { freshForm, type FormView, refusedForm } from '../../http/form.js';
import { page, Pages } from '../../http/pages.js';
import type { Reply } from '../../http/site-request.js';
import { LookFrame } from './look-frame.service.js';
import { addableTypes, sectionLines, sectionView, type ShelfChoice } from './look-sections.mapper.js';
import { settingGroups } from './look-settings.mapper.js';
import { LookShelf } from './look-shelf.service.js';
import { inBoth } from '../../http/wording.js';

/** What of the editor is asked for: `section` opens one of them, `q` looks for products to pick; `typed` was refused. */
interface Asked {
  query?: Record<string, unknown>;
  typed?: Record<string, unknown>;
  form?: FormView & { status?: number };
}

/** The editor: what can be changed on the left, the shop beside it. */
@Injectable()
export class LookPage {
  constructor(
    private readonly drafts: LookDrafts,
    private readonly pictures: ShopPictures,
    private readonly shelf: LookShelf,
    private readonly frame: LookFrame,
    private readonly pages: Pages,
  ) {}

  /** The editor as it stands now, with what was wrong. Throws anything that is not a person's mistake. */
  async refuse(reply: Reply, error: unknown, typed: Record<string, unknown> = {}): Promise<void> {
    if (error instanceof AppError && error.status === 404) throw error;
    await this.show(reply, { query: { section: typed['section'] }, typed, form: refusedForm(error, {}, 'contenu') });
  }

  async show(reply: Reply, { query = {}, typed = {}, form = freshForm() }: Asked): Promise<void> {
    const [draft, choices] = await Promise.all([this.drafts.current(), this.pictures.choices()]);
    const found = draft.look.sections.find(({ id }) => id === query['section']);
    const section = found && withWords(found, typed);
    await page(
      reply,
      'merchant/look',
      {
        title: this.say('look.title'),
        form,
        ...this.state(draft),
        ...(await this.frame.open(reply, draft.revision)),
        section: section ? await this.section(section, choices, query) : null,
        ...(section ? {} : this.overview(draft, choices)),
      },
      form.status === undefined ? {} : { status: form.status },
    );
  }

  private say = (key: string, values?: Record<string, string | number>): string =>
    this.pages.say('merchant', key, values);

  private state({ revision, isChanged, canUndo, canRedo, changedAt, version }: LookDraft) {
    return { revision, isChanged, canUndo, canRedo, changedAt, hasVersions: version !== null };
  }

  private overview(draft: LookDraft, choices: PictureChoice[]) {
    return {
      sections: sectionLines(draft, this.say),
      types: addableTypes(draft, this.say),
      themes: listThemes()
        .map((name) => theme(name).manifest)
        .map(({ name, title }) => ({
          value: name,
          label: inBoth(title),
          isSelected: name === draft.look.theme,
        })),
      groups: settingGroups(draft, choices, this.say),
    };
  }

  private async section(section: Section, choices: PictureChoice[], query: Record<string, unknown>) {
    const text = typeof query['q'] === 'string' ? query['q'].replaceAll('\0', '').slice(0, 100) : '';
    const shelf = section.type === 'products' ? await this.shelf.read(section.productIds, text) : NO_SHELF;
    return sectionView(section, choices, shelf, this.say);
  }
}

const NO_SHELF: ShelfChoice = { categories: [], picked: [], found: [], query: '' };

/** What was typed stays typed, also where it is refused. */
const withWords = (section: Section, typed: Record<string, unknown>): Section => ({
  ...section,
  ...(typeof typed['title'] === 'string' && { title: typed['title'] }),
  ...('text' in section && typeof typed['text'] === 'string' && { text: typed['text'] }),
});
