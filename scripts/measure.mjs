// How long files and functions are, how much of the source is comment, and whether the borders hold. `npm run measure`.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'vite';

const BORDERS = [
  [/^src\/sync\//, /\/(cli|aws)\//, 'src/sync knows neither the terminal nor AWS'],
  [/^src\/aws\//, /\/cli\//, 'src/aws does not know the terminal'],
];
const MOST = { fileMedian: 125, fileNinety: 250, functionMedian: 15, functionNinety: 40 };

const files = readdirSync('src', { recursive: true })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => join('src', name));

function share(sorted, at) {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * at))] ?? 0;
}

function lineAt(text, offset) {
  return text.slice(0, offset).split('\n').length;
}

const FUNCTIONS = new Set(['FunctionDeclaration', 'MethodDefinition', 'ArrowFunctionExpression', 'FunctionExpression']);

/** Named functions, methods and `const f = () => …`; what stands inside a call is part of who calls. */
function* functionsIn(node, parent = null) {
  if (node === null || typeof node !== 'object') return;
  if (Array.isArray(node)) {
    for (const child of node) yield* functionsIn(child, parent);
    return;
  }
  const isNamed =
    node.type === 'FunctionDeclaration' ||
    node.type === 'MethodDefinition' ||
    (FUNCTIONS.has(node.type) && parent?.type === 'VariableDeclarator');
  if (isNamed) yield node;
  for (const [key, child] of Object.entries(node))
    if (key !== 'parent') yield* functionsIn(child, node.type ? node : parent);
}

const lengths = [];
const functions = [];
const crossings = [];
let comment = 0;
let total = 0;
let anys = 0;
for (const file of files) {
  const text = readFileSync(file, 'utf8');
  const { program, comments, module } = parseSync(file, text, { lang: 'ts' });
  const lines = text.trimEnd().split('\n').length;
  lengths.push({ file, lines });
  total += lines;
  for (const { start, end } of comments) comment += lineAt(text, end) - lineAt(text, start) + 1;
  for (const node of functionsIn(program))
    functions.push({ file, lines: lineAt(text, node.end) - lineAt(text, node.start) + 1 });
  anys += JSON.stringify(program).split('"TSAnyKeyword"').length - 1;
  for (const { moduleRequest } of module.staticImports) {
    for (const [from, to, rule] of BORDERS)
      if (from.test(file) && to.test(moduleRequest.value)) crossings.push(`${file}: ${rule}`);
  }
}

const byLength = lengths.map(({ lines }) => lines).sort((a, b) => a - b);
const byFunction = functions.map(({ lines }) => lines).sort((a, b) => a - b);
const found = {
  fileMedian: share(byLength, 0.5),
  fileNinety: share(byLength, 0.9),
  functionMedian: share(byFunction, 0.5),
  functionNinety: share(byFunction, 0.9),
};
const longest = (list) =>
  [...list]
    .sort((a, b) => b.lines - a.lines)
    .slice(0, 3)
    .map(({ file, lines }) => `${file} ${lines}`);
const rows = [
  ['files, lines', `${files.length}, ${total}`],
  ['lines a file: median, 90 %, most', `${found.fileMedian}, ${found.fileNinety}, ${longest(lengths).join('; ')}`],
  ['functions', functions.length],
  [
    'lines a function: median, 90 %, most',
    `${found.functionMedian}, ${found.functionNinety}, ${longest(functions).join('; ')}`,
  ],
  ['share of lines with a comment', `${Math.round((100 * comment) / total)} %`],
  ['any', anys],
  ['imports over a border', crossings.length === 0 ? 'none' : crossings.join('; ')],
];
for (const [what, value] of rows) process.stdout.write(`${String(what).padEnd(40)}${value}\n`);
const isOver = Object.entries(MOST).some(([name, most]) => found[name] > most);
process.exitCode = isOver || anys > 0 || crossings.length > 0 ? 1 : 0;
