import { InvalidArgumentError } from 'commander';

/** Reads an option's value. @throws InvalidArgumentError */
export function positiveNumber(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('Give a whole number from 1 on.');
  return Number(text);
}
