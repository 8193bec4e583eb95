import { spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * Runs a command line of the user's own with one more argument, as git runs editors: by the shell, so that options and
 * quotes hold. The terminal is its own meanwhile, Ctrl-C included (the shell lives through one, and does not pass that
 * on). Returns its exit code; null where it did not end by itself.
 */
export async function runInForeground(commandLine: string, argument: string): Promise<number | null> {
  const interrupts = process.listeners('SIGINT');
  const leaveIt = () => undefined;
  process.removeAllListeners('SIGINT').on('SIGINT', leaveIt);
  try {
    const child =
      process.platform === 'win32'
        ? spawn(`${commandLine} "${argument}"`, { stdio: 'inherit', shell: true })
        : spawn('/bin/sh', ['-c', `trap : INT; ${commandLine} "$@"`, 'sh', argument], { stdio: 'inherit' });
    const [code] = await once(child, 'exit');
    return typeof code === 'number' ? code : null;
  } finally {
    process.off('SIGINT', leaveIt);
    for (const interrupt of interrupts) process.on('SIGINT', interrupt);
  }
}
