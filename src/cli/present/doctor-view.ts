import type { Diagnosis } from '../doctor/run-doctor.ts';
import { wrap } from './columns.ts';
import type { Look } from './style.ts';

const MARKS = { ok: ['green', 'ok  '], warn: ['yellow', 'warn'], fail: ['red', 'fail'] } as const;
const TITLE = 19;
const INDENT = TITLE + 6;

/** A line for each check, and one below for what heals it. */
export function doctorView(diagnoses: readonly Diagnosis[], { paint, columns }: Look): string {
  const lines = diagnoses.flatMap(({ title, finding: { state, detail, next } }) => {
    const [colour, mark] = MARKS[state];
    const line = wrap(`${mark}  ${title.padEnd(TITLE)}${detail}`, columns, INDENT).replace(mark, paint(colour, mark));
    const healing = next === null ? [] : [wrap(`${' '.repeat(INDENT)}Next: ${next}`, columns, INDENT)];
    return [line, ...healing];
  });
  const count = (wanted: string) => diagnoses.filter(({ finding }) => finding.state === wanted).length;
  const [fails, warns] = [count('fail'), count('warn')];
  const parts = [fails > 0 ? `${fails} to mend` : '', warns > 0 ? `${warns} to know about` : ''].filter(Boolean);
  const end = parts.length === 0 ? 'All is well.' : `${parts.join(', ')}.`;
  return `${[...lines, '', end].join('\n')}\n`;
}

/** `doctor --json`. */
export function doctorJson(diagnoses: readonly Diagnosis[]): string {
  const checks = diagnoses.map(({ id, finding: { state, detail, next } }) => ({ id, state, detail, next }));
  return `${JSON.stringify({ schemaVersion: 1, checks }, null, 2)}\n`;
}
