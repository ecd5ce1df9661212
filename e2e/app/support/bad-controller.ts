import { createServer, type Socket } from 'node:net';

export interface BadController {
  /** 'tcp:127.0.0.1:40123' */
  spec: string;
  close(): Promise<void>;
}

/** Something that listens where a controller is expected, and behaves as `onSocket` says. */
export function badController(onSocket: (socket: Socket) => void): Promise<BadController> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    // The app may hang up first.
    socket.on('error', () => socket.destroy());
    onSocket(socket);
  });
  const close = () =>
    new Promise<void>((resolve) => {
      for (const socket of sockets) socket.destroy();
      server.close(() => resolve());
    });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') return reject(new Error('no port'));
      resolve({ spec: `tcp:127.0.0.1:${address.port}`, close });
    });
  });
}

/** An address at which nobody listens. */
export async function deadAddress(): Promise<string> {
  const server = await badController(() => undefined);
  await server.close();
  return server.spec;
}
