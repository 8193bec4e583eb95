import * as v from 'valibot';
import { type Document, isNode, LineCounter, parseDocument } from 'yaml';
import { nearest } from '../nearest.ts';
import { type Config, ConfigSchema } from './config.ts';

const ALIASES = 20;
/** Two words of many are easily as far apart as three letters. */
const SLIPS = 2;

/** What is wrong with a config file, and where. */
export interface ConfigProblem {
  readonly line: number;
  /** `rules.min-distance`, `rules.name, entry 2`; null where the file as a whole cannot be read. */
  readonly field: string | null;
  /** What is wrong, and what is allowed. */
  readonly message: string;
}

export type ParsedConfig =
  /** `raw` is the content as plain JSON, for a store far away. */
  | { readonly kind: 'good'; readonly config: Config; readonly raw: unknown }
  | { readonly kind: 'bad'; readonly problems: readonly ConfigProblem[] };

/** Reads the text of a config file (YAML 1.2). Every problem is found at once. */
export function parseConfig(text: string): ParsedConfig {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    const problems = document.errors.map(({ pos, message }) => ({
      line: lines.linePos(pos[0]).line,
      field: null,
      message,
    }));
    return { kind: 'bad', problems };
  }
  const raw = contentOf(document);
  if (Array.isArray(raw) || raw === undefined) return { kind: 'bad', problems: [NO_TABLE] };
  const parsed = v.safeParse(ConfigSchema, raw);
  if (parsed.success) return { kind: 'good', config: parsed.output, raw };
  const problems = parsed.issues.map((issue) => problemOf(issue, document, lines));
  const sorted = problems.filter(isFirstOfField).sort((a, b) => a.line - b.line);
  return { kind: 'bad', problems: sorted };
}

const NO_TABLE: ConfigProblem = { line: 1, field: null, message: 'the file should be a table, such as `rules:`' };

/** Undefined where references to references would grow without end. */
function contentOf(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: ALIASES }) ?? {};
  } catch {
    return undefined;
  }
}

/** A field whose name is wrong has no right value either: the first says it. */
function isFirstOfField({ field }: ConfigProblem, at: number, problems: readonly ConfigProblem[]): boolean {
  return problems.findIndex((it) => it.field === field) === at;
}

function problemOf(issue: v.BaseIssue<unknown>, document: Document, lines: LineCounter): ConfigProblem {
  const path = (issue.path ?? []).map(({ key }) => key as string | number);
  return { line: lineOf(path, document, lines), field: fieldOf(path), message: withGuess(issue) };
}

/** The message, with the word that was meant where it tells those that are allowed. */
function withGuess({ message, input }: v.BaseIssue<unknown>): string {
  const [all, before = '', words = ''] = /^(.*?)(?:, allowed| is none of): (.*)$/s.exec(message) ?? [];
  const near = nearest(String(input), words.split(', '), SLIPS);
  return all === undefined || near.length === 0
    ? message
    : `${before} (did you mean ${near.join(' or ')}?)${message.slice(before.length)}`;
}

/** `rules.exclude-name, entry 2`, `notify, entry 1, url`: a list is counted as people count. */
function fieldOf(path: readonly (string | number)[]): string | null {
  const entry = path.findIndex((key) => typeof key === 'number');
  if (entry < 0) return path.join('.') || null;
  const parts = [path.slice(0, entry).join('.'), `entry ${Number(path[entry]) + 1}`, path.slice(entry + 1).join('.')];
  return parts.filter(Boolean).join(', ');
}

/** The line of the value; of what it belongs to where it is missing. */
function lineOf(path: readonly (string | number)[], document: Document, lines: LineCounter): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}
