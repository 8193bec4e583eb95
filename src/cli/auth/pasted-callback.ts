import { createInterface } from 'node:readline';
import { UsageError } from '../../sync/errors.ts';
import type { AuthSession } from './auth-session.ts';
import type { Callback } from './callback-server.ts';

const WRONG = 'That is not the address that this sign-in ends on. Copy the whole address from the browser.';

/**
 * The redirect as a person pastes it, from a browser that cannot reach this machine: asked for on a terminal, else read
 * from a pipe. Stays pending while nothing useful comes; ends with `signal`.
 * @throws UsageError when the pipe ends without it, for then no other answer is to be expected
 */
export function pastedCallback(session: AuthSession, state: string, signal: AbortSignal): Promise<Callback> {
  return session.canAsk ? askedFor(session, state, signal) : piped(session, state, signal);
}

async function askedFor({ prompts }: AuthSession, state: string, signal: AbortSignal): Promise<Callback> {
  const answer = await prompts.secret({
    message: 'Or paste the address that the browser ends on (http://localhost…):',
    without: '',
    check: (it) => (parseCallback(it, state) ? null : WRONG),
    signal,
  });
  return parseCallback(answer, state) ?? never();
}

function piped({ stdin, say }: AuthSession, state: string, signal: AbortSignal): Promise<Callback> {
  return new Promise((resolve, reject) => {
    const lines = createInterface({ input: stdin, signal });
    lines.on('line', (line) => {
      const callback = parseCallback(line, state);
      if (callback) resolve(callback);
      else if (line.trim() !== '') {
        say(WRONG);
        lines.once('close', () => reject(pipeEnded()));
      }
    });
  });
}

function pipeEnded(): UsageError {
  return new UsageError({
    message: 'The input ended without the address that the browser ends on.',
    hint: 'Run the same command again and give it that address.',
  });
}

/** What a redirect carries; null for an address of another sign-in, or none at all. */
export function parseCallback(text: string, state: string): Callback | null {
  const trimmed = text.trim();
  if (!URL.canParse(trimmed)) return null;
  const query = new URL(trimmed).searchParams;
  if (query.get('state') !== state) return null;
  return { code: query.get('code'), scope: query.get('scope'), error: query.get('error') };
}

function never(): Promise<never> {
  return new Promise(() => undefined);
}
