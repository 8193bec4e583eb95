import type { Instant } from '../../time.ts';
import { type RecordedSession, UnusableFile } from './recorded-session.ts';
import { sportTypeOfWord } from './sport-types.ts';

type Position = readonly [number, number];

interface TrackPoint {
  readonly time: Instant;
  readonly position: Position | null;
  /** Metres since the start, where the file tells; not a number elsewhere. */
  readonly distance?: number;
}

/** @throws UnusableFile when it is no GPX file or no track point has a time. */
export function readGpx(bytes: Uint8Array): RecordedSession[] {
  const text = xmlText(bytes, 'gpx');
  const points = elements(text, 'trkpt').map((point) => ({
    time: instantOf(content(point, 'time')),
    position: positionOf(attribute(point, 'lat'), attribute(point, 'lon')),
  }));
  return [sessionOf(points, sportTypeOfWord(content(elements(text, 'trk')[0] ?? '', 'type')))];
}

/** @throws UnusableFile when it is no TCX file or no track point has a time. */
export function readTcx(bytes: Uint8Array): RecordedSession[] {
  const text = xmlText(bytes, 'TrainingCenterDatabase');
  const points = elements(text, 'Trackpoint').map((point) => ({
    time: instantOf(content(point, 'Time')),
    position: positionOf(content(point, 'LatitudeDegrees'), content(point, 'LongitudeDegrees')),
    distance: Number.parseFloat(content(point, 'DistanceMeters')),
  }));
  return [sessionOf(points, sportTypeOfWord(attribute(elements(text, 'Activity')[0] ?? '', 'Sport')))];
}

function sessionOf(points: readonly TrackPoint[], sportType: string): RecordedSession {
  const timed = points.filter(({ time }) => !Number.isNaN(time));
  const [first, last] = [timed[0], timed.at(-1)];
  if (!first || !last) throw new UnusableFile('noTime');
  const elapsedTime = Math.round((last.time - first.time) / 1_000);
  const positions = timed.flatMap(({ position }) => (position ? [position] : []));
  return {
    startTime: first.time,
    utcOffset: 0,
    elapsedTime,
    movingTime: elapsedTime,
    distance: last.distance || lengthOf(positions),
    sportType,
    indoor: false,
    deviceName: null,
    startPosition: positions[0] ?? null,
  };
}

function xmlText(bytes: Uint8Array, root: string): string {
  const text = new TextDecoder().decode(bytes);
  if (!new RegExp(`<${root}[\\s>]`).test(text) || !text.includes(`</${root}>`)) throw new UnusableFile('malformed');
  return text;
}

/** Opening tag and content of every `name` element. The names that are read here never lie inside themselves. */
function elements(text: string, name: string): string[] {
  return text
    .split(new RegExp(`<${name}(?=[\\s>])`))
    .slice(1)
    .map((rest) => rest.split(`</${name}>`, 1)[0] ?? '');
}

function content(element: string, name: string): string {
  return new RegExp(`<${name}>([^<]*)<`).exec(element)?.[1]?.trim() ?? '';
}

function attribute(element: string, name: string): string {
  const openingTag = element.slice(0, element.indexOf('>'));
  return new RegExp(`\\s${name}=["']([^"']*)["']`).exec(openingTag)?.[1] ?? '';
}

function instantOf(text: string): Instant {
  return Date.parse(text);
}

function positionOf(north: string, east: string): Position | null {
  const position = [Number.parseFloat(north), Number.parseFloat(east)] as const;
  return position.some(Number.isNaN) ? null : position;
}

/** Metres along the positions; flat between neighbours, which is exact enough for points seconds apart. */
function lengthOf(positions: readonly Position[]): number {
  const metresPerDegree = 111_195;
  return positions.reduce((length, [north, east], index) => {
    const [northBefore, eastBefore] = positions[index - 1] ?? [north, east];
    const width = Math.cos((north * Math.PI) / 180);
    return length + metresPerDegree * Math.hypot(north - northBefore, (east - eastBefore) * width);
  }, 0);
}
