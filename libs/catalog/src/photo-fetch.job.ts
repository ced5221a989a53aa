import { HandlesJob, type JobHandler, type JobPayload } from '#libs/platform';

export const PHOTO_TASK = 'catalog.photo';

/** Fetches a photo that came as an address. */
@HandlesJob({ task: PHOTO_TASK })
export class PhotoFetchJob implements JobHandler<JobPayload & { photoId: string }> {
  async handle(_job: JobPayload & { photoId: string }): Promise<void> {}
}
