import { appendFileSync } from 'node:fs';

/** A line of the table. */
export interface Row {
  readonly what: string;
  readonly ours: string;
  readonly baseline?: string;
  /** What it is to reach; left out where it is only reported. */
  readonly target?: string;
  readonly met: boolean | null;
}

export function addRow(row: Row): void {
  const file = process.env['G2S_BENCH_ROWS'];
  if (file) appendFileSync(file, `${JSON.stringify(row)}\n`);
  else process.stdout.write(`${JSON.stringify(row)}\n`);
}

export function times(ratio: number): string {
  return `${ratio.toFixed(2)}x`;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
