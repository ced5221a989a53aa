import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';
import { projectRoot } from '#libs/platform';

const READY_MS = 60_000;
const RETRY_MS = 50;

const SCRIPTS = {
  web: 'dist/apps/web/src/main.js',
  worker: 'dist/apps/worker/src/main.js',
  console: 'dist/apps/console/src/main.js',
};

type Served = Exclude<keyof typeof SCRIPTS, 'console'>;

export interface ApiAnswer<T> {
  status: number;
  body: T;
}

export interface ApiRequest {
  body?: unknown;
  headers?: Record<string, string>;
}

/** Web and worker as processes of their own, as built: what `npm start` runs, without its supervisor. */
export class RealPrograms {
  private readonly running = new Map<Served, ChildProcess>();
  private address = 0;

  private constructor(
    private readonly env: Record<string, string>,
    private readonly port: number,
  ) {}

  static async start(env: Record<string, string>, port: number): Promise<RealPrograms> {
    const programs = new RealPrograms({ ...env, PORT: String(port), TRUSTED_PROXIES: '127.0.0.1' }, port);
    await Promise.all([programs.run('web'), programs.run('worker')]);
    return programs;
  }

  /** SIGKILL, in the middle of whatever it is doing, and again from the start. */
  async kill(program: Served): Promise<void> {
    await this.end(program, 'SIGKILL');
    await this.run(program);
  }

  async close(): Promise<void> {
    await Promise.all([...this.running.keys()].map((program) => this.end(program, 'SIGTERM')));
  }

  /** One command of the console; throws with what it said unless it ended well. */
  async console(...words: string[]): Promise<void> {
    const child = this.spawn('console', words);
    const said = listen(child);
    const code = await exitOf(child);
    if (code !== 0) throw new Error(`console ${words.join(' ')} ended with ${code}:\n${said()}`);
  }

  /** One call of the API, each from an address of its own; throws when nobody answers. */
  async ask<T>(method: 'GET' | 'POST' | 'DELETE', path: string, asked: ApiRequest = {}): Promise<ApiAnswer<T>> {
    const from = `10.0.${(this.address >> 8) & 255}.${this.address++ & 255}`;
    const { statusCode, body } = await request(`http://127.0.0.1:${this.port}/api/v1${path}`, {
      method,
      headers: {
        host: `localhost:${this.port}`,
        'x-forwarded-for': from,
        ...(asked.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...asked.headers,
      },
      body: asked.body === undefined ? null : JSON.stringify(asked.body),
    });
    const text = await body.text();
    return { status: statusCode, body: (text === '' ? null : JSON.parse(text)) as T };
  }

  /** As a patient client: the same request again while nobody answers, or the answer is « not now ». */
  async askUntilAnswered<T>(method: 'GET' | 'POST', path: string, asked: ApiRequest = {}): Promise<ApiAnswer<T>> {
    const begun = Date.now();
    for (;;) {
      const answer = await this.ask<T>(method, path, asked).catch(() => null);
      if (answer && answer.status !== 503) return answer;
      if (Date.now() - begun > READY_MS) throw new Error(`Nobody answers ${method} ${path}`);
      await sleep(RETRY_MS);
    }
  }

  private async run(program: Served): Promise<void> {
    const child = this.spawn(program, []);
    this.running.set(program, child);
    const said = listen(child);
    const begun = Date.now();
    while (!/ ready/.test(said())) {
      if (child.exitCode !== null || Date.now() - begun > READY_MS)
        throw new Error(`The ${program} is not ready (npm run build?):\n${said()}`);
      await sleep(RETRY_MS);
    }
  }

  private async end(program: Served, signal: NodeJS.Signals): Promise<void> {
    const child = this.running.get(program);
    this.running.delete(program);
    if (!child || child.exitCode !== null) return;
    const ended = exitOf(child);
    child.kill(signal);
    await ended;
  }

  /** What serves ends with us, whatever ends us, for its channel breaks. */
  private spawn(program: keyof typeof SCRIPTS, words: string[]): ChildProcess {
    const kept = Object.entries(process.env).filter(([name]) => !/^(npm_|NODE_OPTIONS|NOW$|HAS_|JEST_)/.test(name));
    return spawn(process.execPath, [join(projectRoot, SCRIPTS[program]), ...words], {
      cwd: projectRoot,
      env: { ...Object.fromEntries(kept), NODE_ENV: 'development', ...this.env },
      stdio: program === 'console' ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'pipe', 'pipe', 'ipc'],
    });
  }
}

function listen(child: ChildProcess): () => string {
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream!.on('data', (bytes: Buffer) => (said += bytes));
  return () => said;
}

const exitOf = (child: ChildProcess): Promise<number | null> => new Promise((done) => child.once('exit', done));
