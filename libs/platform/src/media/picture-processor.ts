import { PictureWorker, type PictureAnswer, type PictureJob } from './picture-worker.js';
import { pictureKind } from './picture-kind.js';
import type { ProcessedPicture } from './processed-picture.js';
import {
  BrokenPictureError,
  PicturesBusyError,
  PictureTimeoutError,
  PictureTooLargeError,
  TooManyPixelsError,
  UnsupportedPictureError,
} from './media.errors.js';

/** Widths in pixels a photo is offered in; a smaller original is never enlarged. */
export const PICTURE_WIDTHS = [320, 640, 960, 1600] as const;
export const PICTURE_MAX_BYTES = 15 * 1024 * 1024;
const JPEG_WIDTH = 960;
const MAX_PIXELS = 40_000_000;
const MEGABYTE = 1024 * 1024;

export interface PictureSettings {
  /** Decoding processes at the same time; each needs one core and up to 400 MB for the largest pictures. */
  processes?: number;
  /** A process is replaced after this many pictures. */
  jobsPerProcess?: number;
  /** Milliseconds of processor time for one picture. */
  processorMs?: number;
  /** Pictures that may wait for a process; above, `media.busy`. */
  waiting?: number;
}

interface Waiting {
  start: (worker: PictureWorker) => void;
  refuse: (error: Error) => void;
}

/** Turns what people send into what we serve. Create one per server and `close()` it at the end. */
export class PictureProcessor {
  private readonly settings: Required<PictureSettings>;
  private readonly idle: PictureWorker[] = [];
  private readonly busy = new Set<PictureWorker>();
  private readonly queue: Waiting[] = [];
  private isClosed = false;

  constructor(settings: PictureSettings = {}) {
    this.settings = { processes: 2, jobsPerProcess: 100, processorMs: 10_000, waiting: 64, ...settings };
  }

  /**
   * Checks size and first bytes, then decodes, turns upright, drops metadata and encodes anew in another process.
   * @throws EmptyPictureError, PictureTooLargeError, NotAPictureError, HeicPictureError, UnsupportedPictureError,
   * TooManyPixelsError, BrokenPictureError, PictureTimeoutError, PicturesBusyError
   */
  async processPicture(bytes: Buffer): Promise<ProcessedPicture> {
    if (bytes.length > PICTURE_MAX_BYTES) {
      const sizeMb = Math.ceil((bytes.length / MEGABYTE) * 10) / 10;
      throw new PictureTooLargeError({ limitMb: PICTURE_MAX_BYTES / MEGABYTE, sizeMb });
    }
    const kind = pictureKind(bytes);
    if ('refusal' in kind) throw kind.refusal;
    const { processorMs } = this.settings;
    const limits = { maxPixels: MAX_PIXELS, processorMs };
    const job = { bytes, format: kind.format, widths: PICTURE_WIDTHS, jpegWidth: JPEG_WIDTH, ...limits };
    let answer = await this.run(job);
    // A process may be killed from outside (memory), its neighbours with it; a picture that does it twice is the cause.
    if (isRefusal(answer, 'died')) {
      await Promise.all(this.idle.splice(0).map((worker) => worker.end()));
      answer = await this.run(job);
    }
    return this.accept(answer, kind.format);
  }

  /** Ends all processes; whoever waits or is being worked on gets `media.busy`. */
  async close(): Promise<void> {
    this.isClosed = true;
    for (const { refuse } of this.queue.splice(0)) refuse(new PicturesBusyError());
    await Promise.all([...this.idle.splice(0), ...this.busy].map((worker) => worker.end()));
  }

  private accept(answer: PictureAnswer, format: string): ProcessedPicture {
    if ('picture' in answer) return answer.picture;
    if (this.isClosed) throw new PicturesBusyError();
    if (answer.refusal === 'too_many_pixels') throw new TooManyPixelsError({ limitMegapixels: MAX_PIXELS / 1e6 });
    if (answer.refusal === 'timeout') throw new PictureTimeoutError({ seconds: this.settings.processorMs / 1000 });
    if (answer.refusal === 'unsupported') throw new UnsupportedPictureError({ format: format.toUpperCase() });
    if (answer.refusal === 'failed') throw new Error(`The picture could not be encoded: ${answer.message}`);
    throw new BrokenPictureError();
  }

  private async run(job: PictureJob): Promise<PictureAnswer> {
    const worker = await this.worker();
    try {
      return await worker.run(job);
    } catch (error) {
      throw this.isClosed ? new PicturesBusyError() : error;
    } finally {
      await this.release(worker);
    }
  }

  private async worker(): Promise<PictureWorker> {
    if (this.isClosed) throw new PicturesBusyError();
    const free = this.idle.pop();
    if (free?.isAlive) return this.take(free);
    if (this.busy.size < this.settings.processes) return this.take(new PictureWorker());
    if (this.queue.length >= this.settings.waiting) throw new PicturesBusyError();
    return new Promise((start, refuse) => this.queue.push({ start, refuse }));
  }

  private take(worker: PictureWorker): PictureWorker {
    this.busy.add(worker);
    return worker;
  }

  private async release(worker: PictureWorker): Promise<void> {
    if (this.isClosed || worker.jobs >= this.settings.jobsPerProcess) await worker.end();
    this.busy.delete(worker);
    if (this.isClosed) return;
    const next = this.queue.shift();
    const usable = worker.isAlive ? worker : null;
    if (next) next.start(this.take(usable ?? new PictureWorker()));
    else if (usable) this.idle.push(usable);
  }
}

function isRefusal(answer: PictureAnswer, refusal: string): boolean {
  return 'refusal' in answer && answer.refusal === refusal;
}
