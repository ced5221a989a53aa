import { buffer } from 'node:stream/consumers';
import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { newId, NotFoundError } from '#libs/kernel';
import { MEDIA_STORE, type MediaStore, PictureProcessor, PortalName } from '#libs/platform';
import { Tenancy } from '#libs/tenancy';
import { DEFAULT_FACE, type Face, type FaceLogo, type FaceVersion } from './face.js';

/** Another process has published: this one knows so many milliseconds later at most. */
const FRESH_MS = 5000;
const LOGO_WIDTH = 400;
const log = new Logger('RegionFace');

/** The face that everybody sees, its draft, and those of before. */
@Injectable()
export class RegionFaces implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | null = null;
  private shown: { versionId: string | null; face: Face } = { versionId: null, face: DEFAULT_FACE };

  constructor(
    private readonly tenancy: Tenancy,
    private readonly processor: PictureProcessor,
    private readonly portal: PortalName,
    @Inject(MEDIA_STORE) private readonly store: MediaStore,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.refresh();
    this.timer = setInterval(() => void this.refresh(), FRESH_MS).unref();
  }

  onModuleDestroy(): void {
    if (this.timer) clearInterval(this.timer);
  }

  /** What is published now; without a word to the database. */
  get current(): { versionId: string | null; face: Face } {
    return this.shown;
  }

  /** @throws NotFoundError */
  async version(versionId: string): Promise<FaceVersion> {
    const [found] = await this.tenancy.publicRead<FaceVersion>(`${SELECT} where f.version_id::text = $1`, [versionId]);
    if (!found) throw new NotFoundError();
    return withDefaults(found);
  }

  /** What is being changed; null: nothing. */
  async draft(): Promise<FaceVersion | null> {
    const [found] = await this.tenancy.publicRead<FaceVersion>(`${SELECT} where f.published_at is null`);
    return found ? withDefaults(found) : null;
  }

  /** Published ones, the youngest first. */
  async versions(): Promise<FaceVersion[]> {
    const found = await this.tenancy.publicRead<FaceVersion>(
      `${SELECT} where f.published_at is not null order by f.published_at desc limit 30`,
    );
    return found.map(withDefaults);
  }

  /** Takes the place of the draft of before. Each save has an id of its own: what was seen under one never changes. */
  async save(face: Face, by: string): Promise<string> {
    const versionId = newId();
    await this.tenancy.publicTransaction(async (tx) => {
      await tx.query('delete from region_face where published_at is null');
      await tx.query('insert into region_face (version_id, face, made_by) values ($1, $2, $3)', [
        versionId,
        JSON.stringify(face),
        by,
      ]);
    });
    return versionId;
  }

  /** The draft is what everybody sees. @throws NotFoundError when there is none */
  async publish(): Promise<void> {
    const published = await this.tenancy.publicRead(
      `with published as (update region_face set published_at = now() where published_at is null returning 1)
       select 1 from published`,
    );
    if (published.length === 0) throw new NotFoundError();
    await this.refresh();
  }

  async discard(): Promise<void> {
    await this.tenancy.publicRead('delete from region_face where published_at is null');
  }

  /** A logo for the draft; what is published keeps its own. @throws what `PictureProcessor.processPicture` throws */
  async draw(bytes: Buffer): Promise<FaceLogo> {
    const { files } = await this.processor.processPicture(bytes);
    const webp = files.filter(({ format }) => format === 'webp').sort((a, b) => a.width - b.width);
    const file = webp.find(({ width }) => width >= LOGO_WIDTH) ?? webp.at(-1)!;
    const pictureId = newId();
    await this.store.put(logoKey(pictureId), file.bytes, 'image/webp');
    const forPaper = files.find(({ format }) => format === 'jpeg');
    if (forPaper) await this.store.put(paperKey(pictureId), forPaper.bytes, 'image/jpeg');
    return { pictureId, width: file.width, height: file.height };
  }

  /** The logo as a JPEG on white; null: there is none. */
  async logoOnPaper(): Promise<Buffer | null> {
    const { logo } = this.shown.face;
    const found = logo && (await this.store.get(paperKey(logo.pictureId)));
    return found ? buffer(found.body) : null;
  }

  private async refresh(): Promise<void> {
    try {
      const [found] = await this.tenancy.publicRead<FaceVersion>(
        `${SELECT} where f.published_at is not null order by f.published_at desc limit 1`,
      );
      const { versionId, face } = found ? withDefaults(found) : { versionId: null, face: DEFAULT_FACE };
      this.shown = { versionId, face };
      this.portal.own = versionId === null ? null : face.name;
    } catch (error) {
      log.debug(`The face stays as it is: ${String(error)}`);
    }
  }
}

/** The one file of a logo in the media store. */
export const logoKey = (pictureId: string): string => `region/${pictureId}/logo.webp`;

const paperKey = (pictureId: string): string => `region/${pictureId}/paper.jpg`;

/** A version of before knows nothing of what came later. */
const withDefaults = (version: FaceVersion): FaceVersion => ({
  ...version,
  face: { ...DEFAULT_FACE, ...version.face },
});

const SELECT = `
  select f.version_id as "versionId", f.face, to_json(f.made_at)#>>'{}' as "madeAt", to_json(f.published_at)#>>'{}' as "publishedAt",
    coalesce(p.name, p.email) as "madeBy" from region_face f left join person p on p.person_id = f.made_by`;
