import { AppError, Clock } from '#libs/kernel';
import { AnswerStatusError, HandlesJob, type JobHandler, type ProcessedPicture } from '#libs/platform';
import { currentShopId, Tenancy } from '#libs/tenancy';
import { CatalogNews } from '../catalog-news.js';
import { PHOTO_TASK, type PhotoFetchPayload, PhotoJobs } from './photo-jobs.js';
import { factsOf } from './photo-rows.js';
import { PictureFiles } from './picture-files.js';
import { RemotePictures } from './remote-pictures.js';

/** Minutes after which a host that could not be reached is asked again; after the last one the photo has failed. */
const AGAIN_MINUTES = [1, 5, 30, 120, 480];
const HOST_ERRORS = new Set(['outbound.unreachable', 'outbound.timeout', 'outbound.unreadable']);

/** Fetches a photo that came as an address. A product never waits for its photos, and never goes with them. */
@HandlesJob({ task: PHOTO_TASK })
export class PhotoFetchJob implements JobHandler<PhotoFetchPayload> {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly remote: RemotePictures,
    private readonly files: PictureFiles,
    private readonly jobs: PhotoJobs,
    private readonly news: CatalogNews,
  ) {}

  async handle({ photoId, attempt }: PhotoFetchPayload): Promise<void> {
    const [photo] = await this.tenancy.shopRead<{ source_url: string }>(
      `select source_url from photo where photo_id = $1 and state = 'waiting' and source_url is not null`,
      [photoId],
    );
    if (!photo) return;
    try {
      await this.keep(photoId, await this.remote.fetch(photo.source_url));
    } catch (error) {
      await this.giveUpOrWait(photoId, attempt, error);
    }
  }

  private async keep(photoId: string, picture: ProcessedPicture): Promise<void> {
    await this.files.write(photoId, picture);
    const { width, height, widths, color } = factsOf(picture);
    const isKept = await this.tenancy.shopTransaction(async (tx) => {
      const rows: { product_id: string }[] = await tx.query(
        `with kept as (
           update photo set state = 'ready', reason = null, width = $3, height = $4, widths = $5, color = $6
           where shop_id = $1 and photo_id = $2 returning product_id)
         select product_id from kept`,
        [currentShopId(), photoId, width, height, widths, color],
      );
      await this.news.productsChanged(
        tx,
        rows.map(({ product_id }) => product_id),
      );
      return rows.length > 0;
    });
    if (!isKept) await this.files.remove(photoId); // the photo was removed meanwhile
  }

  /** What is not the photo's fault (our store, a bug) is thrown again: the worker tries later. */
  private async giveUpOrWait(photoId: string, attempt: number, error: unknown): Promise<void> {
    if (!(error instanceof AppError) || (error.status >= 500 && !error.code.startsWith('outbound.'))) throw error;
    const minutes = isPassing(error) ? AGAIN_MINUTES[attempt - 1] : undefined;
    await this.tenancy.shopTransaction(async (tx) => {
      const rows: unknown[] = await tx.query(
        `with told as (
           update photo set state = $3, reason = $4 where shop_id = $1 and photo_id = $2 and state = 'waiting' returning 1)
         select 1 from told`,
        [currentShopId(), photoId, minutes === undefined ? 'failed' : 'waiting', error.code],
      );
      if (rows.length === 0 || minutes === undefined) return;
      const runAt = Clock.now().add({ minutes }).toString();
      await this.jobs.fetch(tx, [photoId], { attempt: attempt + 1, runAt });
    });
  }
}

/** Worth asking the other side again. */
function isPassing(error: AppError): boolean {
  if (!(error instanceof AnswerStatusError)) return HOST_ERRORS.has(error.code);
  const answer = Number(error.details['answer']);
  return answer === 408 || answer === 425 || answer === 429 || answer >= 500;
}
