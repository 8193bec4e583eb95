import { readDeployment } from '../../aws/deploy/deployment.ts';
import type { Context } from '../context.ts';
import { openLocalStore } from '../ports.ts';
import { NO_PROMPTS } from '../prompts.ts';
import { readSettings } from '../settings.ts';
import { isRegion } from './deploy-place.ts';

/** The region of a deployment, asked for where neither a deployment nor the environment names one. */
export async function askRegion(context: Context): Promise<{ readonly region?: string }> {
  const { env, prompts } = context;
  const known = await readDeployment(openLocalStore(await readSettings(env), context).documents);
  if (known || env['AWS_REGION'] || env['AWS_DEFAULT_REGION']) return {};
  const region = await (prompts ?? NO_PROMPTS).text({
    message: 'AWS region (eu-central-1, us-east-1, …):',
    without: 'Add --region.',
    check: (it) => (isRegion(it) ? null : 'Give a region as AWS writes it, such as eu-central-1.'),
  });
  return { region };
}
