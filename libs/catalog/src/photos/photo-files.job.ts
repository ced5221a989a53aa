import { HandlesJob, type JobHandler } from '#libs/platform';
import { Tenancy } from '#libs/tenancy';
import { PHOTO_FILES_TASK, type PhotoFilesPayload } from './photo-jobs.js';
import { PictureFiles } from './picture-files.js';

/** Removes the files of photos that are gone. */
@HandlesJob({ task: PHOTO_FILES_TASK })
export class PhotoFilesJob implements JobHandler<PhotoFilesPayload> {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly files: PictureFiles,
  ) {}

  async handle({ photoIds }: PhotoFilesPayload): Promise<void> {
    const kept = await this.tenancy.shopRead<{ photo_id: string }>(
      'select photo_id from photo where photo_id = any($1::uuid[])',
      [photoIds],
    );
    const keptIds = new Set(kept.map(({ photo_id }) => photo_id));
    for (const photoId of photoIds.filter((id) => !keptIds.has(id))) await this.files.remove(photoId);
  }
}
