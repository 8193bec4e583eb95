import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Once for a whole test run: the suites that start the command line as a process need it built. */
export function setup(): void {
  const cwd = fileURLToPath(new URL('../..', import.meta.url));
  execFileSync('npm', ['run', 'build', '--silent'], { cwd, stdio: ['ignore', 'inherit', 'ignore'] });
}
