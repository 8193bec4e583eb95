import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type RequestListener, type Server } from 'node:http';
import { SECOND } from '../sync/time.ts';

const SLOWEST_REQUEST = 5 * SECOND;

/** Serves one address of this machine. Rejects with the system's error, `EADDRINUSE` where the port is taken. */
export function listen(app: RequestListener, host: string, port: number): Promise<Server> {
  const server = createServer({ requestTimeout: SLOWEST_REQUEST, headersTimeout: SLOWEST_REQUEST }, app);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(server));
  });
}

/** Resolves when nothing answers any more; whoever is connected is cut off. */
export function shut(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** Compares secrets in the same time wherever their first difference is. */
export function isSame(given: string, expected: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(given), hash(expected));
}
