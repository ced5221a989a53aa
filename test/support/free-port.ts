import { createServer } from 'node:net';

/** A port of 127.0.0.1 that nobody listens at now: for sites whose own addresses must name it. */
export const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
