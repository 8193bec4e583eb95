// Command lines in a process that stays: most of the time of a short one goes into loading what it is made of.
import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { run } from '../../dist/cli/program.js';
import { systemClock } from '../../dist/sync/time.js';

function sink() {
  let written = '';
  return {
    write: (text) => {
      written += text;
    },
    text: () => written,
  };
}

/** The SDK of AWS looks there, whatever a context says. */
function replaceEnvironment(env) {
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, env);
}

process.on('message', async ({ env, args }) => {
  replaceEnvironment(env);
  process.chdir(env.HOME);
  const [stdout, stderr] = [sink(), sink()];
  const code = await run(args, {
    env: process.env,
    stdout,
    stderr,
    stdin: Readable.from([]),
    prompts: null,
    clock: systemClock,
    fetch: globalThis.fetch,
    randomBytes,
    openBrowser: async () => undefined,
    signal: new AbortController().signal,
  });
  process.send({ code, stdout: stdout.text(), stderr: stderr.text() });
});
