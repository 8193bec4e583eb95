import stringWidth from 'string-width';
import { pad, truncate, widest, wrap } from './columns.ts';
import type { Look, Paint } from './style.ts';

/** From this many columns on the last cell stands on the same line. */
const WIDE = 110;
const GAP = '  ';
/** What is left of an elastic column at least. */
const LEAST_ELASTIC = 10;

export interface Column {
  readonly title: string;
  readonly cells: readonly string[];
  /** Cells of the terminal. */
  readonly least: number;
  readonly most: number;
  readonly align?: 'right';
  readonly colours?: readonly Parameters<Paint>[0][];
  /** Gives way where the line is too long. */
  readonly isElastic?: true;
}

/** The lines of the header and of each row. The last cell stands below its row where it has no room beside it: it is never cut. */
export function table(
  columns: readonly Column[],
  tail: { readonly title: string; readonly cells: readonly string[] },
  { paint, columns: width }: Look,
): readonly (readonly string[])[] {
  const isWide = width === null || width >= WIDE;
  const widths = widthsOf(width === null ? columns.map(uncut) : columns, isWide ? null : width);
  const line = (texts: readonly string[]) =>
    texts.map((text, at) => pad(truncate(text, widths[at] ?? 0), widths[at] ?? 0, columns[at]?.align)).join(GAP);
  const lengthOfLine = widths.reduce((sum, it) => sum + it + GAP.length, 0);
  const header = `${line(columns.map(({ title }) => title))}${isWide ? `${GAP}${tail.title}` : ''}`;
  const rows = tail.cells.map((why, row) => {
    const cells = columns.map(({ cells, align, colours }, at) => {
      const text = pad(truncate(cells[row] ?? '', widths[at] ?? 0), widths[at] ?? 0, align);
      const colour = colours?.[row];
      return colour === undefined ? text : paint(colour, text);
    });
    const start = cells.join(GAP);
    const room = isWide ? (width ?? Number.POSITIVE_INFINITY) - lengthOfLine : 0;
    if (stringWidth(why) > room)
      return [start.trimEnd(), paint('dim', below(why, (widths[0] ?? 0) + GAP.length, width))];
    return [`${start}${GAP}${why}`];
  });
  return [[paint('bold', header.trimEnd())], ...rows];
}

function below(text: string, margin: number, width: number | null): string {
  return wrap(`${' '.repeat(margin)}${text}`, width, margin).trimEnd();
}

/** What goes into a file or a pipe is for programs too. */
function uncut(column: Column): Column {
  return { ...column, most: Number.POSITIVE_INFINITY };
}

function widthsOf(columns: readonly Column[], room: number | null): readonly number[] {
  const natural = columns.map(({ cells, least, most }) => widest(cells, { least, most }));
  if (room === null) return natural;
  return columns.map(({ isElastic, cells, least }, at) => {
    if (!isElastic) return natural[at] ?? least;
    const others = natural.reduce((sum, it, other) => sum + (other === at ? 0 : it + GAP.length), 0);
    return widest(cells, { least, most: Math.max(LEAST_ELASTIC, room - others) });
  });
}
