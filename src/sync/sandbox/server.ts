import type { AddressInfo } from 'node:net';
import express, { type Express, type Request, type Response } from 'express';
import type { Clock, Instant } from '../time.ts';
import { FaultPlan } from './faults.ts';

export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly at: Instant;
}

/** A stand-in that listens on a port of its own on loopback. */
export interface SandboxServer {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** Every request so far, oldest first, refused ones included. */
  readonly requests: readonly RecordedRequest[];
  readonly faults: FaultPlan;
  /** Requests whose method and path fit. */
  count(method: string, path: RegExp): number;
  close(): Promise<void>;
}

/** Serves `routes` on loopback, with a record of what was asked and the faults that were planned for it. */
export async function startServer(clock: Clock, routes: (app: Express) => void): Promise<SandboxServer> {
  const requests: RecordedRequest[] = [];
  const faults = new FaultPlan();
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use((req: Request, res: Response, next) => {
    const [, query = ''] = req.originalUrl.split('?');
    requests.push({ method: req.method, path: req.path, query, at: clock.now() });
    faults.apply(req, res, next);
  });
  routes(app);
  const server = app.listen(0, '127.0.0.1');
  await new Promise<void>((resolve, reject) => server.once('listening', resolve).once('error', reject));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    faults,
    count: (method, path) => requests.filter((seen) => seen.method === method && path.test(seen.path)).length,
    close: () =>
      new Promise((resolve, reject) => {
        if (!server.listening) {
          resolve();
          return;
        }
        server.closeAllConnections();
        server.close((error) => (error ? reject(error) : resolve()));
      }),
  };
}
