import { spawnSync } from 'node:child_process';
import { median } from './rows.ts';

/** Turns of each; what a machine does beside disturbs some of them. */
const TURNS = 15;

/** Median milliseconds of whole processes, taken in turns, so that what disturbs one disturbs the other. */
export function timeProcesses(...commands: readonly { args: readonly string[]; env?: NodeJS.ProcessEnv }[]): number[] {
  const taken = commands.map((): number[] => []);
  for (let turn = 0; turn < TURNS; turn += 1) {
    for (const [at, { args, env }] of commands.entries()) {
      const begin = performance.now();
      const { status, stderr } = spawnSync(process.execPath, [...args], { env: { ...process.env, ...env } });
      if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr}`);
      taken[at]?.push(performance.now() - begin);
    }
  }
  return taken.map(median);
}

/** Median milliseconds that pieces of code take in fresh processes, without the start of Node itself. */
export function timeInside(
  ...pieces: readonly { readonly code: string; readonly env?: NodeJS.ProcessEnv }[]
): number[] {
  const taken = pieces.map((): number[] => []);
  for (let turn = 0; turn < TURNS; turn += 1) {
    for (const [at, { code, env }] of pieces.entries()) {
      const timed = `const begin=performance.now();Promise.resolve(${code}).then(()=>process.stdout.write(String(performance.now()-begin)))`;
      const { stdout, stderr, status } = spawnSync(process.execPath, ['-e', timed], {
        env: { ...process.env, ...env },
      });
      if (status !== 0) throw new Error(`${code}: ${stderr}`);
      taken[at]?.push(Number(String(stdout)));
    }
  }
  return taken.map(median);
}
