import type { Decision } from '../../sync/decision.ts';
import { UsageError } from '../../sync/errors.ts';
import { findActivity } from '../../sync/single/chosen.ts';
import { ignoreActivity } from '../../sync/single/ignore.ts';
import { decisionOf } from '../../sync/submit.ts';
import { sync } from '../../sync/sync.ts';
import { loadConfig } from '../config-file.ts';
import type { Context } from '../context.ts';
import { openPorts } from '../ports.ts';
import type { Settings } from '../settings.ts';
import { syncOptions } from '../sync-options.ts';
import type { ActivityDesk } from './dashboard.ts';

/** What the buttons do: the same as `push` and `ignore`. What the ledger knows already was seen by the person, so it is forced. */
export function activityDesk(settings: Settings, context: Context): ActivityDesk {
  const open = () => openPorts(settings, context, { readOnly: false, reservedReads: 0 });
  return {
    async push(garminId) {
      const { config } = await loadConfig(settings);
      const ports = await open();
      const isKnown = (await ports.store.ledger.get([garminId])).has(garminId);
      const only = { garminIds: [garminId], force: isKnown };
      const { decisions, trouble } = await sync(
        { ...ports, report: () => undefined },
        {
          ...syncOptions({ rules: {}, only, input: false }, config, context.clock.now()),
          dryRun: false,
          confirm: async () => true,
        },
      );
      if (trouble) throw trouble;
      return the(decisions, garminId);
    },
    async ignore(garminId) {
      const ports = await open();
      const { activity, record } = await findActivity(ports, garminId);
      const ignored = (await ignoreActivity(ports, activity)) ?? record;
      if (!ignored) throw gone(garminId);
      return decisionOf(activity, ignored);
    },
  };
}

function the(decisions: readonly Decision[], garminId: string): Decision {
  const [decision] = decisions;
  if (!decision) throw gone(garminId);
  return decision;
}

function gone(garminId: string): UsageError {
  return new UsageError({ message: `Activity ${garminId} is not there any more.`, hint: 'Reload the page.' });
}
