import type { Ora } from 'ora';
import type { Decision } from '../../sync/decision.ts';
import { serviceName } from '../../sync/errors.ts';
import type { Report, SyncEvent } from '../../sync/events.ts';
import { type Clock, type Instant, SECOND } from '../../sync/time.ts';
import type { Output } from '../context.ts';
import { columnsOf, truncate, wrap } from './columns.ts';
import { type MeterState, meterText } from './meter.ts';
import { nameOf } from './name-of.ts';
import type { Paint } from './style.ts';
import { resultLine } from './summary.ts';
import { timeOfDay } from './times.ts';

const STEPS = {
  download: 'downloading from Garmin',
  upload: 'uploading to Strava',
  process: 'Strava is processing',
} as const;

const SIGNS = { upload: '✓', skip: '=', wait: '…', fail: '✗' } as const;
const COLOURS = { upload: 'green', skip: 'dim', wait: 'yellow', fail: 'red' } as const;

/** From so many uploads on, the moving line is a bar with rate, quota and end. */
const MANY = 10;
/** What ora puts before a text. */
const SPINNER = 2;

export interface Progress {
  readonly report: Report;
  /** Shows this on the moving line, where there is one. */
  show(text: string): void;
  /** Takes the moving line away, before something else is printed. */
  stop(): void;
}

interface Look {
  readonly stderr: Output;
  readonly paint: Paint;
  readonly isQuiet: boolean;
  readonly clock: Pick<Clock, 'now'>;
}

/** On a terminal one moving line and a line for each activity that is done; elsewhere only the latter. */
export async function openProgress({ stderr, paint, isQuiet, clock }: Look): Promise<Progress> {
  const spinner = stderr.isTTY && !isQuiet ? await openSpinner(stderr, paint) : null;
  const columns = columnsOf(stderr);
  const stop = () => void spinner?.stop();
  const moving = movingLine(clock);
  const report = (event: SyncEvent) => {
    if (event.type === 'planned') stop();
    const text = moving(event);
    if (text && spinner) spinner.start(columns === null ? text : truncate(text, columns - SPINNER - 1));
    if (event.type === 'waiting' && !spinner) stderr.write(`${wrap(waitingText(event), columns, 2)}\n`);
    if (event.type === 'finished' && !isQuiet) {
      stop();
      stderr.write(`${wrap(finishedLine(event.decision, paint), columns, 2)}\n`);
    }
  };
  return { report, stop, show: (text) => void spinner?.start(text) };
}

async function openSpinner(stderr: Output, paint: Paint): Promise<Ora | null> {
  const { default: ora } = await import('ora');
  // It knows nothing of NO_COLOR.
  const isColoured = paint('cyan', ' ') !== ' ';
  const color = isColoured ? 'cyan' : false;
  return isStream(stderr) ? ora({ discardStdin: false, stream: stderr, color }) : null;
}

function isStream(output: Output): output is Output & NodeJS.WriteStream {
  return 'cursorTo' in output;
}

/** What the moving line says after an event; null: as before. */
function movingLine({ now }: Pick<Clock, 'now'>): (event: SyncEvent) => string | null {
  let place = '';
  let meter: MeterState | null = null;
  let [total, started, since]: [number, number, Instant] = [0, 0, now()];
  return (event) => {
    switch (event.type) {
      case 'planned':
        total = event.plan.decisions.filter(({ kind }) => kind === 'upload').length + event.plan.later;
        since = now();
        return null;
      case 'room':
        meter = total < MANY ? null : { total, started, room: event.room, startedBefore: started, since };
        return null;
      case 'started':
        started += 1;
        place = `[${event.index}/${event.total}] `;
        if (meter) meter = { ...meter, started, total: Math.max(total, started) };
        return null;
      case 'step':
        if (meter) return meterText(meter, now());
        return `${event.step === 'process' ? '' : place}${truncate(nameOf(event.activity), 30)}: ${STEPS[event.step]}`;
      default:
        return stillText(event);
    }
  };
}

function stillText(event: SyncEvent): string | null {
  switch (event.type) {
    case 'listing':
      if (event.service === 'folder') return 'Reading the recordings in the folder';
      return `Reading the activity list of ${serviceName(event.service)}`;
    case 'settling':
      return `An earlier run broke off in the middle of an upload: giving Strava ${Math.ceil(event.ms / SECOND)} s to show it`;
    case 'waiting':
      return waitingText(event);
    default:
      return null;
  }
}

function waitingText({ service, until, left }: Extract<SyncEvent, { type: 'waiting' }>): string {
  const when = timeOfDay(until);
  return `${serviceName(service)} wants a pause: ${left} left, going on at ${when} UTC. Ctrl-C stops, nothing is lost`;
}

function finishedLine(decided: Decision, paint: Paint): string {
  return `${paint(COLOURS[decided.kind], SIGNS[decided.kind])} ${resultLine(decided, paint)}`;
}
