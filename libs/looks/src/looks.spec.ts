import { Test, type TestingModule } from '@nestjs/testing';
import { InvalidInputError, newId, NotFoundError } from '#libs/kernel';
import { loadSettings, PlatformModule } from '#libs/platform';
import { asShop, Tenancy, TenancyModule } from '#libs/tenancy';
import { type TestDatabase, testDatabase } from '../../../test/support/database.js';
import { createShop } from '../../../test/support/order-shop.js';
import {
  type Look,
  LookChangedError,
  LookDrafts,
  LooksModule,
  LookVersions,
  newSection,
  SecondHeroError,
  ShopPictures,
  PictureInUseError,
  valuesOf,
  withContents,
  withNewSection,
  withoutSection,
  withSectionAt,
  withSettings,
  withTheme,
} from './index.js';

describe('how a shop looks', () => {
  let database: TestDatabase;
  let module: TestingModule;
  let tenancy: Tenancy;
  let drafts: LookDrafts;
  let versions: LookVersions;
  let shopId: string;
  const personId = newId();

  beforeAll(async () => {
    database = await testDatabase();
    const settings = loadSettings({ DATABASE_URL: database.adminUrl, APP_SECRET: 'a secret of the test' });
    module = await Test.createTestingModule({
      imports: [PlatformModule.forRoot(settings), TenancyModule, LooksModule],
    }).compile();
    await module.init();
    tenancy = module.get(Tenancy);
    drafts = module.get(LookDrafts);
    versions = module.get(LookVersions);
  }, 60_000);

  afterAll(async () => {
    await module.close();
    await database.drop();
  });

  beforeEach(async () => {
    shopId = await createShop({ tenancy });
  });

  const inShop = <T>(work: () => Promise<T>): Promise<T> => asShop(shopId, work);
  const edit = async (subject: string | null = null) => ({
    revision: (await drafts.current()).revision,
    personId,
    subject,
  });
  const change = async (work: (look: Look) => Look, subject: string | null = null) =>
    drafts.change(await edit(subject), work);
  const accent = (value: string) => (look: Look) => withSettings(look, { accent: value });
  const worn = async (): Promise<unknown> => valuesOf((await drafts.current()).look)['accent'];
  const stored = async () => {
    const rows = await tenancy.shopRead<{ theme: string; theme_settings: object; sections: { type: string }[] | null }>(
      'select theme, theme_settings, sections from shop where shop_id = $1',
      [shopId],
    );
    return rows[0]!;
  };

  it('is tried step by step, undone and done again, and seen by nobody until it is published', () =>
    inShop(async () => {
      const first = await worn();
      expect(await drafts.current()).toMatchObject({ revision: 0, isChanged: false, canUndo: false, canRedo: false });
      await change(accent('#112233'));
      await change(accent('#445566'));
      await drafts.undo(await edit());
      expect(await worn()).toBe('#112233');
      await drafts.undo(await edit());
      expect(await worn()).toBe(first);
      expect(await drafts.current()).toMatchObject({ isChanged: false, canUndo: false, canRedo: true });
      await drafts.undo(await edit());
      await drafts.redo(await edit());
      await drafts.redo(await edit());
      await drafts.redo(await edit());
      expect(await worn()).toBe('#445566');
      await drafts.undo(await edit());
      await change(accent('#778899'));
      expect(await drafts.current()).toMatchObject({ isChanged: true, canUndo: true, canRedo: false });
      expect((await stored()).theme_settings).toEqual({});
      await versions.publish(await edit());
      expect(await stored()).toMatchObject({ theme: 'marche', theme_settings: { accent: '#778899', cover: null } });
      expect((await stored()).sections!.map(({ type }) => type)).toEqual(['hero', 'categories', 'products', 'visit']);
      expect(await drafts.current()).toMatchObject({ isChanged: false, canUndo: false, version: 2 });
    }));

  it('makes one step of what is typed in one field, and another of the next', () =>
    inShop(async () => {
      const welcome = (text: string) => (look: Look) => withSettings(look, { welcome: text });
      await change(welcome('B'), 'r:welcome');
      await change(welcome('Bo'), 'r:welcome');
      await change(welcome('Bon'), 'r:welcome');
      await change(accent('#112233'), 'r:other');
      await drafts.undo(await edit());
      expect(valuesOf((await drafts.current()).look)['welcome']).toBe('Bon');
      await drafts.undo(await edit());
      expect(valuesOf((await drafts.current()).look)['welcome']).toBe('');
    }));

  it('takes an earlier version back as a draft, and says who published which', () =>
    inShop(async () => {
      await change((look) => withNewSection(accent('#112233')(look), 'news'));
      await versions.publish(await edit());
      await versions.publish(await edit());
      const list = await versions.list();
      expect(list.map(({ version, publishedBy, isCurrent }) => [version, publishedBy, isCurrent])).toEqual([
        [2, null, true],
        [1, null, false],
      ]);
      await versions.restore(1, await edit());
      expect((await drafts.current()).look.sections).toHaveLength(4);
      expect((await stored()).sections).toHaveLength(5);
      await expect(versions.restore(9, await edit())).rejects.toThrow(NotFoundError);
      await drafts.discard(await edit());
      expect((await drafts.current()).look.sections).toHaveLength(5);
    }));

  it('keeps the settings of each theme, carries what both have, and all sections', () =>
    inShop(async () => {
      await change((look) =>
        withNewSection(withSettings(look, { accent: '#112233', paper: 'lin', corners: 'droits' }), 'text'),
      );
      await change((look) => withTheme(look, 'bouquet'));
      expect((await drafts.current()).look.sections).toHaveLength(5);
      expect(valuesOf((await drafts.current()).look)).toMatchObject({ accent: '#112233', paper: 'sauge' });
      await change(accent('#445566'));
      await versions.publish(await edit());
      await change((look) => withTheme(look, 'marche'));
      expect(valuesOf((await drafts.current()).look)).toMatchObject({
        accent: '#112233',
        paper: 'lin',
        corners: 'droits',
      });
      await change((look) => withTheme(look, 'bouquet'));
      expect(await worn()).toBe('#445566');
    }));

  it('refuses what is not of its type, unknown names, a second hero and pictures of nobody', () =>
    inShop(async () => {
      const section = newSection('text');
      await change((look) => withNewSection(look, 'text', section));
      const before = await drafts.current();
      const refused: [(look: Look) => Look, new (...args: never[]) => Error][] = [
        [(look) => withSettings(look, { accent: 'red;}body{display:none' }), InvalidInputError],
        [(look) => withSettings(look, { cover: 'javascript:alert(1)' }), InvalidInputError],
        [(look) => withSettings(look, { colour: '#112233' }), InvalidInputError],
        [(look) => withTheme(look, '../../etc'), InvalidInputError],
        [(look) => withNewSection(look, 'hero'), SecondHeroError],
        [(look) => withContents(look, section.id, { title: 'x'.repeat(81) }), InvalidInputError],
        [(look) => withContents(look, section.id, { side: 'up' }), InvalidInputError],
        [(look) => withContents(look, section.id, { photoId: newId() }), NotFoundError],
        [(look) => withSettings(look, { cover: newId() }), NotFoundError],
        [(look) => withoutSection(look, 'nobody'), NotFoundError],
      ];
      for (const [work, error] of refused) await expect(change(work)).rejects.toThrow(error);
      expect(await drafts.current()).toEqual(before);
    }));

  it('keeps the hero on top wherever the others go', () =>
    inShop(async () => {
      await change((look) => withSectionAt(look, 'visit', 0));
      await change((look) => withSectionAt(look, 'hero', 3));
      expect((await drafts.current()).look.sections.map(({ id }) => id)).toEqual([
        'hero',
        'visit',
        'categories',
        'products',
      ]);
    }));

  it('lets one of ten editors at once through, and tells the others', () =>
    inShop(async () => {
      const at = await edit();
      const tries = await Promise.allSettled(
        Array.from({ length: 10 }, (_, n) => drafts.change(at, accent(`#00000${n}`))),
      );
      const errors = tries.flatMap((each) => (each.status === 'rejected' ? [each.reason as Error] : []));
      expect(errors).toHaveLength(9);
      expect(errors.every((error) => error instanceof LookChangedError)).toBe(true);
      expect(await drafts.current()).toMatchObject({ revision: 1 });
    }));

  it('belongs to its shop: another one’s pictures and versions are nobody’s', async () => {
    const facts = [newId(), 'x', 800, 600, [320, 640], '#aabbcc'];
    const insert = `insert into shop_picture (shop_id, photo_id, alt, width, height, widths, color) values ($1, $2, $3, $4, $5, $6, $7)`;
    const photoId = facts[0] as string;
    await inShop(() => tenancy.shopTransaction((tx) => tx.query(insert, [shopId, ...facts])));
    await inShop(async () => {
      await change((look) => withSettings(look, { cover: photoId }));
      await versions.publish(await edit());
      expect((await stored()).theme_settings).toMatchObject({ cover: { alt: 'x', width: 800 } });
      expect(valuesOf((await drafts.current()).look)['cover']).toBe(photoId);
      await expect(module.get(ShopPictures).remove(photoId)).rejects.toThrow(PictureInUseError);
    });
    const other = await createShop({ tenancy });
    await asShop(other, async () => {
      const pictures = module.get(ShopPictures);
      const own = { revision: 0, personId };
      await expect(drafts.change(own, (look) => withSettings(look, { cover: photoId }))).rejects.toThrow(NotFoundError);
      await expect(pictures.adopt(photoId)).rejects.toThrow(NotFoundError);
      await expect(pictures.remove(photoId)).rejects.toThrow(NotFoundError);
      await expect(versions.restore(1, own)).rejects.toThrow(NotFoundError);
      expect(await versions.list()).toEqual([]);
      expect((await drafts.current()).revision).toBe(0);
    });
  });
});
