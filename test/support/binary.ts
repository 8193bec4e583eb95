import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

/** The built command line, which `build.ts` keeps up to date. */
export const BIN = fileURLToPath(new URL('../../dist/cli/bin.js', import.meta.url));

export interface BinaryResult {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningBinary {
  readonly child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly done: Promise<BinaryResult>;
  /** What it has printed so far, on both streams. */
  readonly printed: () => string;
  /** What it has printed as soon as that fits. @throws Error when it ends without */
  readonly waitFor: (pattern: RegExp) => Promise<RegExpExecArray>;
}

/**
 * Starts the built command line in a process of its own, as a user has it; its standard input ends at once.
 * `G2S_TEST_BIN` names another build than the project's own.
 */
export function startBinary(env: NodeJS.ProcessEnv, ...args: readonly string[]): RunningBinary {
  return watched(env, process.execPath, env['G2S_TEST_BIN'] ?? BIN, ...args);
}

export function runBinary(env: NodeJS.ProcessEnv, ...args: readonly string[]): Promise<BinaryResult> {
  return startBinary(env, ...args).done;
}

/** The same as a line of a shell, with what it does to the streams. The exit code is that of the command. */
export function runShell(env: NodeJS.ProcessEnv, line: string): Promise<BinaryResult> {
  return watched(env, 'bash', '-c', `set -o pipefail; '${process.execPath}' '${BIN}' ${line}`).done;
}

function watched(env: NodeJS.ProcessEnv, program: string, ...args: readonly string[]): RunningBinary {
  const child = spawn(program, args, { env, cwd: env['HOME'], stdio: ['pipe', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdin.end();
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const done = once(child, 'close').then(([code, signal]) => ({ code, signal, stdout, stderr }) as BinaryResult);
  const printed = () => stdout + stderr;
  const waitFor = (pattern: RegExp) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      const look = () => {
        const found = pattern.exec(printed());
        if (found) resolve(found);
      };
      child.stdout.on('data', look);
      child.stderr.on('data', look);
      child.once('close', () => reject(new Error(`It ended without ${pattern}: ${printed()}`)));
      look();
    });
  return { child, done, printed, waitFor };
}
