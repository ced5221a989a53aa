import { setTimeout as sleep } from 'node:timers/promises';
import { SMTPServer } from 'smtp-server';

/** A mail server that counts what it takes by Message-ID, and can be away for a while. */
export class MailCatcher {
  /** How often each Message-ID came in. */
  readonly taken = new Map<string, number>();
  private server: SMTPServer | null = null;

  constructor(readonly port: number) {}

  get url(): string {
    return `smtp://127.0.0.1:${this.port}`;
  }

  async open(): Promise<void> {
    const server = new SMTPServer({
      disabledCommands: ['STARTTLS', 'AUTH'],
      onData: (stream, _session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const id = /^Message-ID:\s*(<[^>]+>)/im.exec(Buffer.concat(chunks).toString())?.[1] ?? 'none';
          this.taken.set(id, (this.taken.get(id) ?? 0) + 1);
          done();
        });
      },
    });
    server.on('error', () => undefined); // a client that was killed
    await new Promise<void>((ready) => server.listen(this.port, '127.0.0.1', ready));
    this.server = server;
  }

  async close(): Promise<void> {
    const server = this.server;
    this.server = null;
    await new Promise<void>((closed) => (server ? server.close(closed) : closed()));
  }

  /** Until each of these came in at least once. */
  async untilAll(ids: string[], milliseconds: number): Promise<void> {
    const begun = Date.now();
    for (;;) {
      const missing = ids.filter((id) => !this.taken.has(id));
      if (missing.length === 0) return;
      if (Date.now() - begun > milliseconds) throw new Error(`${missing.length} mails did not come: ${missing[0]}`);
      await sleep(100);
    }
  }
}
