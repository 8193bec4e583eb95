import { gearNames, isNamed } from '../../../sync/actions.ts';
import { ToolError } from '../../../sync/errors.ts';
import { loadConfig } from '../../config-file.ts';
import { oneLine } from '../../present/columns.ts';
import { type Check, ok, warn } from '../check.ts';
import { isUseless } from './services.ts';

/** An upload tells of gear that Strava does not know when it is too late: nothing sets it afterwards. */
export const gear: Check = {
  id: 'gear',
  title: 'Gear',
  needs: ['profile', 'strava'],
  run: async ({ accounts, settings, ports }) => {
    const wanted = await wantedGear(settings);
    if (wanted.length === 0 || isUseless((await accounts()).strava)) return null;
    const known = await (await ports()).target.gear();
    if (known.length === 0) {
      return warn(`Strava shows this login none, so not ${wanted.join(', ')}`, 'garmin2strava auth strava');
    }
    const missing = wanted.filter((name) => !known.some((it) => isNamed(it, name)));
    if (missing.length === 0) return ok(wanted.join(', '));
    return warn(
      `Strava knows no ${missing.join(', ')}; it has ${known.map(({ name }) => oneLine(name)).join(', ')}`,
      'garmin2strava config edit',
    );
  },
};

/** A config that cannot be read is another line's. */
async function wantedGear(settings: Parameters<typeof loadConfig>[0]): Promise<readonly string[]> {
  try {
    return gearNames((await loadConfig(settings)).config.sports).map(oneLine);
  } catch (error) {
    if (error instanceof ToolError) return [];
    throw error;
  }
}
