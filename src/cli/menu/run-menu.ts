import { ToolError } from '../../sync/errors.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode, exitCodeOfError } from '../exit-code.ts';
import { columnsOf } from '../present/columns.ts';
import { errorView } from '../present/error-view.ts';
import { menuView } from '../present/menu-view.ts';
import { lookOf, painter } from '../present/style.ts';
import type { Choice } from '../prompts.ts';
import { ACTIONS, type ActionName, choicesFor } from './menu-actions.ts';
import { needsSetup, readMenuState } from './menu-state.ts';

const QUIT: Choice<'quit'> = { value: 'quit', name: 'Quit' };

/** `garmin2strava` alone on a terminal: how it is, and what to do next, the most sensible first. @throws ToolError */
export async function runMenu(context: Context): Promise<ExitCode> {
  const { prompts, stdout } = context;
  if (!prompts) return EXIT.usage;
  if (needsSetup(await readMenuState(context))) {
    const { runSetup } = await import('./run-setup.ts');
    return runSetup(context);
  }
  for (;;) {
    const state = await readMenuState(context);
    stdout.write(`\n${menuView(state, lookOf(context))}\n`);
    const choice = await prompts.choose<ActionName | 'quit'>({
      message: 'What next?',
      without: 'Name a command; see `garmin2strava --help`.',
      choices: [...choicesFor(state), QUIT],
    });
    if (choice === 'quit' || context.signal.aborted) return EXIT.done;
    await act(context, choice);
    if (context.signal.aborted) return EXIT.interrupted;
  }
}

/** Trouble is told, and the menu is there again. */
async function act(context: Context, choice: ActionName): Promise<ExitCode> {
  const { stderr, env } = context;
  try {
    return await ACTIONS[choice].run(context);
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    stderr.write(errorView(error, painter(stderr, env), { debug: Boolean(env.G2S_DEBUG), columns: columnsOf(stderr) }));
    return exitCodeOfError(error);
  }
}
