import type { AddressInfo } from 'node:net';
import { UsageError } from '../../sync/errors.ts';
import { errorCode } from '../../sync/http.ts';
import { listen, shut } from '../loopback.ts';
import { openAnswers } from './answers.ts';
import type { Dashboard } from './dashboard.ts';
import { dashboardApp } from './routes.ts';

export interface DashboardServer {
  /** `http://127.0.0.1:<port>/?token=<token>`: whoever has it, is in. */
  readonly url: string;
  /** Lets in once. */
  readonly urlForBrowser: string;
  /** Once those who asked for a change have their answer. */
  close(): Promise<void>;
}

/**
 * Serves the dashboard on this machine's own address and to nobody else.
 * @throws UsageError when the port is in use
 */
export async function serveDashboard(
  dashboard: Dashboard,
  options: {
    /** 0 takes any that is free. */
    readonly port: number;
    readonly randomBytes: (size: number) => Uint8Array;
    readonly signal: AbortSignal;
  },
): Promise<DashboardServer> {
  const secret = () => Buffer.from(options.randomBytes(32)).toString('base64url');
  const keys = { token: secret(), ticket: secret(), pass: secret(), writeKey: secret() };
  let { port } = options;
  const answers = openAnswers();
  const app = dashboardApp({ dashboard, keys, port: () => port, signal: options.signal, answers });
  const server = await listen(app, '127.0.0.1', port).catch((error: unknown) => {
    throw errorCode(error) === 'EADDRINUSE' ? portInUse(port) : error;
  });
  ({ port } = server.address() as AddressInfo);
  const entry = (token: string) => `http://127.0.0.1:${port}/?token=${token}`;
  const close = async () => {
    await answers.gone();
    await shut(server);
  };
  return { url: entry(keys.token), urlForBrowser: entry(keys.ticket), close };
}

function portInUse(port: number): UsageError {
  return new UsageError({
    message: `Port ${port} on this machine is in use by another program.`,
    hint: 'Leave --port away to take a free one.',
  });
}
