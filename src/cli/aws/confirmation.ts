import type { Context } from '../context.ts';
import { NO_PROMPTS } from '../prompts.ts';

/** Asks before something changes in AWS. @throws UsageError where nobody can be asked and `--yes` is missing */
export function isConfirmed(
  { prompts }: Context,
  { yes, input }: { readonly yes?: true; readonly input: boolean },
  { standard }: { readonly standard: boolean },
): Promise<boolean> {
  if (yes) return Promise.resolve(true);
  return (input ? (prompts ?? NO_PROMPTS) : NO_PROMPTS).confirm({
    message: 'Go ahead?',
    standard,
    without: 'Add --yes to go ahead without being asked.',
  });
}
