import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { BIN } from '../../support/binary.ts';
import { testWith } from '../../support/peers.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { openTerminal } from '../../support/terminal.ts';

const test = testWith('tmux');

test('Ctrl-C in the editor is the editor’s own, and config edit goes on with what it left', async () => {
  const home = await temporaryFolder();
  const editor = join(home, 'editor');
  // As vim does: it takes Ctrl-C for a key.
  await writeFile(editor, '#!/bin/bash\ntrap "echo caught" INT\necho editing\nuntil read -r line; do :; done\n');
  await chmod(editor, 0o700);
  const terminal = await openTerminal({ columns: 80, rows: 30, env: { HOME: home, G2S_HOME: home, EDITOR: editor } });
  await terminal.type(`'${process.execPath}' '${BIN}' config edit; echo "ended with $?"`);
  await terminal.press('Enter');
  await terminal.waitFor(/^editing/m);
  await terminal.press('C-c');
  await terminal.waitFor(/caught/);
  await terminal.press('C-c');
  await terminal.waitFor(/caught[\s\S]*caught/);
  await terminal.type('done');
  await terminal.press('Enter');
  const screen = await terminal.waitFor(/ended with \d/);
  expect(screen).toContain('config.yaml is good.');
  expect(screen).toContain('ended with 0');
  expect(screen).not.toContain('Stopping');
});
