// Writes docs/commands.md: the help of every command, as the built command line prints it.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const path = (name) => fileURLToPath(new URL(`../${name}`, import.meta.url));
const help = (...words) =>
  execFileSync(process.execPath, [path('dist/cli/bin.js'), ...words, '--help'], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, NO_COLOR: '1' },
  }).trim();

/** Names of the commands in a help text. */
function commandsIn(text) {
  const [, list = ''] = /\nCommands:\n([\s\S]*)$/.exec(text) ?? [];
  return [...list.matchAll(/^ {2}([a-z]+)\b/gm)].map(([, name]) => name).filter((name) => name !== 'help');
}

function sections(words) {
  const text = help(...words);
  const name = ['garmin2strava', ...words].join(' ');
  const own = `## ${name}\n\n\`\`\`\n$ ${name} --help\n${text}\n\`\`\`\n`;
  return [own, ...commandsIn(text).flatMap((child) => sections([...words, child]))];
}

writeFileSync(
  process.argv[2] ?? path('docs/commands.md'),
  `# Every command\n\nMade by \`npm run docs\` from what the commands print; a test compares.\n\n${sections([]).join('\n')}`,
);
