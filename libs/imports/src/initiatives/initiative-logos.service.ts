import { Inject, Injectable } from '@nestjs/common';
import { newId } from '#libs/kernel';
import {
  BadMediaKeyError,
  MEDIA_STORE,
  type MediaStore,
  PICTURE_TYPES,
  PictureProcessor,
  type PictureFormat,
} from '#libs/platform';
import { Tenancy } from '#libs/tenancy';

/** A logo in the media store; its files are `initiatives/<initiative>/<picture>/<width>.<webp|avif|jpg>`. */
export interface InitiativeLogo {
  pictureId: string;
  /** Pixels of the widest file. */
  width: number;
  height: number;
  widths: number[];
  color: string;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** @throws BadMediaKeyError */
export function logoKey(initiativeId: string, pictureId: string, width: number, format: PictureFormat): string {
  const key = `${prefixOf(initiativeId, pictureId)}${width}.${PICTURE_TYPES[format].extension}`;
  if (!Number.isInteger(width) || width < 1) throw new BadMediaKeyError(key);
  return key;
}

function prefixOf(initiativeId: string, pictureId: string): string {
  const prefix = `initiatives/${initiativeId}/${pictureId}/`;
  if (!UUID.test(initiativeId) || !UUID.test(pictureId)) throw new BadMediaKeyError(prefix);
  return prefix;
}

/** The pictures by which initiatives are known. */
@Injectable()
export class InitiativeLogos {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly processor: PictureProcessor,
    @Inject(MEDIA_STORE) private readonly store: MediaStore,
  ) {}

  /** Takes the place of the one before. @throws what `PictureProcessor.processPicture` throws, MediaStoreUnavailableError */
  async replace(initiativeId: string, bytes: Buffer): Promise<void> {
    const { width, height, color, files } = await this.processor.processPicture(bytes);
    const pictureId = newId();
    for (const file of files)
      await this.store.put(
        logoKey(initiativeId, pictureId, file.width, file.format),
        file.bytes,
        PICTURE_TYPES[file.format].contentType,
      );
    const widths = [...new Set(files.filter(({ format }) => format === 'webp').map((file) => file.width))];
    await this.write(initiativeId, { pictureId, width, height, widths, color });
  }

  async remove(initiativeId: string): Promise<void> {
    await this.write(initiativeId, null);
  }

  /** The row first: a page never shows a file that is gone. */
  private async write(initiativeId: string, logo: InitiativeLogo | null): Promise<void> {
    const [before] = await this.tenancy.publicRead<{ pictureId: string | null }>(SWAP_SQL, [
      initiativeId,
      logo && JSON.stringify(logo),
    ]);
    if (!before?.pictureId) return;
    const prefix = prefixOf(initiativeId, before.pictureId);
    for await (const key of this.store.list(prefix)) await this.store.delete(key);
  }
}

const SWAP_SQL = `
  with before as (select initiative_id, logo ->> 'pictureId' as "pictureId" from initiative where initiative_id = $1 for update),
  written as (update initiative i set logo = $2::jsonb from before b where i.initiative_id = b.initiative_id)
  select "pictureId" from before`;
