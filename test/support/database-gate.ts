import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A way to a database that can be cut and mended: what a restart of the server looks like from outside. */
export interface DatabaseGate {
  url: string;
  /** Ends every connection and refuses new ones. */
  shut(): Promise<void>;
  open(): Promise<void>;
}

export async function databaseGate(databaseUrl: string): Promise<DatabaseGate> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    return socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket));
  };
  let server: Server | null = null;
  const listen = (port: number): Promise<void> => {
    server = createServer((client) => {
      const database = keep(connect({ host: target.hostname, port: Number(target.port), noDelay: true }));
      keep(client).pipe(database).pipe(client);
      client.on('close', () => database.destroy());
      database.on('close', () => client.destroy());
    });
    return new Promise((resolve) => server!.listen(port, '127.0.0.1', resolve));
  };
  await listen(0);
  const { port } = server!.address() as AddressInfo;
  const url = new URL(databaseUrl);
  url.host = `127.0.0.1:${port}`;
  return {
    url: url.href,
    open: () => listen(port),
    shut: () =>
      new Promise((resolve) => {
        server!.close(() => resolve());
        sockets.forEach((socket) => socket.destroy());
      }),
  };
}
