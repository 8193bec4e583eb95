import { styleText } from 'node:util';
import type { Context, Output } from '../context.ts';
import type { Environment } from '../settings.ts';
import { columnsOf } from './columns.ts';

type Format = Parameters<typeof styleText>[0];

/** Colours a text, or leaves it alone. */
export type Paint = (format: Format, text: string) => string;

/** Colour goes to terminals only, and not where `NO_COLOR` or a dumb terminal says no. */
export function painter(output: Output, env: Environment): Paint {
  const isColourful = Boolean(output.isTTY) && !env.NO_COLOR && env.TERM !== 'dumb';
  return (format, text) => (isColourful ? styleText(format, text, { validateStream: false }) : text);
}

/** How a result is to look on the screen that it goes to. */
export interface Look {
  readonly paint: Paint;
  /** Null where the output is no terminal: nothing is cut or broken then. */
  readonly columns: number | null;
}

export function lookOf({ stdout, env }: Pick<Context, 'stdout' | 'env'>): Look {
  return { paint: painter(stdout, env), columns: columnsOf(stdout) };
}
