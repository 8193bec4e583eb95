import { actionsFor } from '../../sync/actions.ts';
import { firstRunHorizon } from '../../sync/horizon.ts';
import { findActivity } from '../../sync/single/chosen.ts';
import { explainDecision } from '../../sync/single/why.ts';
import { loadConfig } from '../config-file.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { openPorts } from '../ports.ts';
import { lookOf } from '../present/style.ts';
import { whyJson, whyView } from '../present/why-view.ts';
import { readSettings } from '../settings.ts';
import { readActivityId } from './activity-id.ts';

export interface WhyFlags {
  readonly fresh?: true;
  readonly json?: true;
}

/** `garmin2strava why`. Changes nothing. @throws ToolError */
export async function runWhy(context: Context, id: string, flags: WhyFlags): Promise<ExitCode> {
  const { clock, env, stdout } = context;
  const settings = await readSettings(env);
  const { config } = await loadConfig(settings);
  const ports = await openPorts(settings, context, { readOnly: true, reservedReads: 0 });
  const candidate = await findActivity(ports, await readActivityId(id, ports.store.ledger));
  const { rules, prefer, 'on-likely-duplicate': onLikelyDuplicate } = config;
  const plan = { now: clock.now(), rules, prefer, onLikelyDuplicate };
  const asked = { fresh: flags.fresh ?? false, horizon: await firstRunHorizon(ports) };
  const explanation = await explainDecision(ports.target, candidate, plan, asked);
  const actions = actionsFor(config.sports, candidate.activity);
  stdout.write(flags.json ? whyJson(explanation) : whyView(explanation, lookOf(context), actions));
  return EXIT.done;
}
