import type { Ora } from 'ora';
import type { Decision } from '../../sync/decision.ts';
import { serviceName } from '../../sync/errors.ts';
import type { Report, SyncEvent } from '../../sync/events.ts';
import { SECOND, toIso } from '../../sync/time.ts';
import type { Output } from '../context.ts';
import { columnsOf, truncate, wrap } from './columns.ts';
import { nameOf } from './plan-view.ts';
import type { Paint } from './style.ts';
import { resultLine } from './summary.ts';

const STEPS = {
  download: 'downloading from Garmin',
  upload: 'uploading to Strava',
  process: 'Strava is processing',
} as const;

const SIGNS = { upload: '✓', skip: '=', wait: '…', fail: '✗' } as const;
const COLOURS = { upload: 'green', skip: 'dim', wait: 'yellow', fail: 'red' } as const;

export interface Progress {
  readonly report: Report;
  /** Takes the moving line away, before something else is printed. */
  stop(): void;
}

/** On a terminal one moving line and a line for each activity that is done; elsewhere only the latter. */
export async function openProgress(stderr: Output, paint: Paint, isQuiet: boolean): Promise<Progress> {
  const spinner = stderr.isTTY ? await openSpinner() : null;
  const stop = () => void spinner?.stop();
  let place = '';
  const report = (event: SyncEvent) => {
    if (event.type === 'started') place = `[${event.index}/${event.total}] `;
    if (event.type === 'planned') stop();
    const moving = movingText(event, place);
    if (moving && spinner) spinner.start(moving);
    if (event.type === 'waiting' && !spinner) stderr.write(`${wrap(waitingText(event), columnsOf(stderr), 2)}\n`);
    if (event.type === 'finished' && !isQuiet) {
      stop();
      stderr.write(`${wrap(finishedLine(event.decision, paint), columnsOf(stderr), 2)}\n`);
    }
  };
  return { report, stop };
}

async function openSpinner(): Promise<Ora> {
  const { default: ora } = await import('ora');
  return ora({ discardStdin: false });
}

function movingText(event: SyncEvent, place: string): string | null {
  switch (event.type) {
    case 'listing':
      return `Reading the activity list of ${serviceName(event.service)}`;
    case 'settling':
      return `An earlier run broke off in the middle of an upload: giving Strava ${Math.ceil(event.ms / SECOND)} s to show it`;
    case 'waiting':
      return waitingText(event);
    case 'step':
      return `${event.step === 'process' ? '' : place}${truncate(nameOf(event.activity), 30)}: ${STEPS[event.step]}`;
    default:
      return null;
  }
}

function waitingText({ service, until, left }: Extract<SyncEvent, { type: 'waiting' }>): string {
  const when = toIso(until).slice(11, 16);
  return `${serviceName(service)} wants a pause: ${left} left, going on at ${when} UTC. Ctrl-C stops, nothing is lost`;
}

function finishedLine(decided: Decision, paint: Paint): string {
  return `${paint(COLOURS[decided.kind], SIGNS[decided.kind])} ${resultLine(decided, paint)}`;
}
