import { fork, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SourceFormat } from './picture-kind.js';
import type { ProcessedPicture } from './processed-picture.js';

export interface PictureJob {
  bytes: Buffer;
  format: SourceFormat;
  /** Pixels, ascending. */
  widths: readonly number[];
  jpegWidth: number;
  maxPixels: number;
  /** Milliseconds of processor time it may take. */
  processorMs: number;
}

export type PictureAnswer =
  | { picture: ProcessedPicture }
  | { refusal: 'broken' | 'unsupported' | 'too_many_pixels' | 'timeout' | 'died' }
  | { refusal: 'failed'; message: string };

/** On the clock a picture may take this many times its processor time: others use the machine too. */
const PATIENCE = 6;
const CHILD = 'libs/platform/src/media/picture-process.mjs';

/** One decoding process, one job at a time. It dies with us, or at `end()`. */
export class PictureWorker {
  jobs = 0;
  private readonly child: ChildProcess;
  private readonly ended: Promise<void>;
  private isReady = false;

  constructor() {
    this.child = fork(childFile(), [], {
      execArgv: ['--max-old-space-size=256'],
      env: { MALLOC_ARENA_MAX: '2', VIPS_WARNING: '1' },
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.ended = new Promise((resolve) => this.child.once('exit', () => resolve()));
    this.child.on('error', () => undefined);
    this.child.once('message', () => (this.isReady = true));
    this.child.once('exit', () => (this.isReady = false));
    this.rest();
  }

  get isAlive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null && this.child.connected;
  }

  /** Never rejects for a picture's sake. After `timeout` and `died` the process is gone. @throws Error when it cannot start */
  async run(job: PictureJob): Promise<PictureAnswer> {
    const id = ++this.jobs;
    this.child.ref();
    this.child.channel?.ref();
    const answer = await this.answer(id, job);
    if ('refusal' in answer && (answer.refusal === 'timeout' || answer.refusal === 'died')) await this.end();
    else this.rest();
    return answer;
  }

  async end(): Promise<void> {
    if (this.child.pid === undefined) return;
    this.child.ref();
    this.child.kill('SIGKILL');
    await this.ended;
  }

  private answer(id: number, job: PictureJob): Promise<PictureAnswer> {
    return new Promise((resolve, reject) => {
      const settle = (answer: PictureAnswer | Error) => {
        clearTimeout(timer);
        this.child.off('message', onMessage).off('exit', onExit).off('error', reject);
        if (answer instanceof Error) reject(answer);
        else resolve(answer);
      };
      const onMessage = (message: PictureAnswer & { id?: number }) => {
        if (message.id === id) settle(message);
      };
      const wasReady = () => this.isReady || id > 1;
      const onExit = () => settle(wasReady() ? { refusal: 'died' } : new Error(`${CHILD} ended while starting`));
      const timer = setTimeout(() => settle({ refusal: 'timeout' }), PATIENCE * job.processorMs);
      this.child.on('message', onMessage).prependOnceListener('exit', onExit).once('error', reject);
      this.child.send({ id, ...job }, (error) => error && settle({ refusal: 'died' }));
    });
  }

  /** An idle process keeps nobody from ending. */
  private rest(): void {
    this.child.unref();
    this.child.channel?.unref();
  }
}

/** The child is not compiled: it is run from the sources of the repository, above us in `libs` and in `dist/libs`. */
function childFile(): string {
  for (let dir = dirname(fileURLToPath(import.meta.url)); dir !== dirname(dir); dir = dirname(dir)) {
    if (existsSync(join(dir, 'package.json')) && existsSync(join(dir, CHILD))) return join(dir, CHILD);
  }
  throw new Error(`${CHILD} was not found above ${import.meta.url}`);
}
