import stringWidth from 'string-width';

/** Cuts a text to a number of terminal cells; emoji and CJK letters take two. */
export function truncate(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  let cut = '';
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (stringWidth(cut + segment) > width - 1) break;
    cut += segment;
  }
  return `${cut}…`;
}

export function pad(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const gap = ' '.repeat(Math.max(0, width - stringWidth(text)));
  return align === 'left' ? text + gap : gap + text;
}

/** The widest of the texts, within bounds. */
export function widest(texts: readonly string[], { least, most }: { least: number; most: number }): number {
  return Math.min(most, Math.max(least, ...texts.map((text) => stringWidth(text))));
}

/** Line breaks and what a terminal would obey; the joiner and the tags that emoji consist of are neither. */
const CONTROLS = /(?:(?![\u200d\u{e0020}-\u{e007f}])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}])+/gu;

/** Text of other people in one line: no line breaks, no control characters that a terminal would obey. */
export function oneLine(text: string): string {
  return text.replace(CONTROLS, ' ').trim();
}

/** Breaks a line between words; what follows is indented. Null columns: the output is no terminal, nothing is broken. */
export function wrap(text: string, columns: number | null, indent = 0): string {
  if (columns === null) return text;
  const lines: string[] = [];
  const [margin = ''] = /^ */.exec(text) ?? [];
  let line = margin;
  for (const word of text.slice(margin.length).split(' ')) {
    const longer = line.trim() === '' ? line + word : `${line} ${word}`;
    if (line.trim() !== '' && stringWidth(longer) > columns) {
      lines.push(line);
      line = `${' '.repeat(indent)}${word}`;
    } else {
      line = longer;
    }
  }
  return [...lines, line].join('\n');
}

/** Breaks each line of a text for itself; what is broken off a list's entry stands below its text. */
export function wrapText(text: string, columns: number | null): string {
  const hanging = (line: string) => /^ *(\d+\. )?/.exec(line)?.[0].length ?? 0;
  return text
    .split('\n')
    .map((line) => wrap(line, columns, hanging(line)))
    .join('\n');
}

/** Where a terminal does not know its size (0 columns), and the least that text is fitted into. */
const USUAL = 80;
const LEAST = 20;

/** Columns of a terminal; null for a file or a pipe. */
export function columnsOf(output: {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}): number | null {
  return output.isTTY ? Math.max(LEAST, output.columns || USUAL) : null;
}
