import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const RUNTIME = fileURLToPath(new URL('./lambda-runtime.cjs', import.meta.url));

export interface Answer {
  readonly value?: Readonly<Record<string, unknown>>;
  readonly error?: string;
  readonly message?: string;
}

/** A container with one function and its layer. */
export interface LambdaProcess {
  invoke(event?: object, milliseconds?: number): Promise<Answer>;
  /** Lines that it has logged. */
  readonly log: () => readonly string[];
}

/** Starts a container: a process that knows nothing but the given environment. */
export type StartLambda = (options: {
  readonly functionFolder: string;
  readonly layerFolder: string;
  readonly env: Readonly<Record<string, string>>;
}) => LambdaProcess;

/** A container with a stand-in for Lambda's runtime, on the Node of the tests. */
export const startLambda: StartLambda = (options) => {
  const child = spawn(process.execPath, [RUNTIME], {
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      ...options.env,
      LAMBDA_TASK_ROOT: options.functionFolder,
      NODE_PATH: `${options.layerFolder}/nodejs/node_modules`,
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      // The SDK warns of Node 20, which Lambda does not run but tests may.
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    },
  });
  onTestFinished(async () => {
    child.stdin?.end();
    if (child.exitCode === null) await once(child, 'exit');
  });
  let logged = '';
  const keep = (text: string) => {
    logged += text;
  };
  child.stdout?.setEncoding('utf8').on('data', keep);
  child.stderr?.setEncoding('utf8').on('data', keep);
  const answers = createInterface({ input: child.stdio[3] as Readable })[Symbol.asyncIterator]();
  return {
    async invoke(event = {}, milliseconds = 50_000) {
      child.stdin?.write(`${JSON.stringify({ event, milliseconds })}\n`);
      const { value, done } = await answers.next();
      if (done) throw new Error(`The function ended:\n${logged}`);
      return JSON.parse(value) as Answer;
    },
    log: () => logged.split('\n').filter((line) => line !== ''),
  };
};
