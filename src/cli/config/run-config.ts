import { dirname } from 'node:path';
import { stringify } from 'yaml';
import { CONFIG_TEMPLATE } from '../../sync/config/config-template.ts';
import { namedTypes } from '../../sync/config/named-types.ts';
import { UsageError } from '../../sync/errors.ts';
import { TEST_NOTICE } from '../../sync/notices/notice.ts';
import { ping, postNotice } from '../../sync/notices/post.ts';
import { nodeFileSystem } from '../../sync/store/file-system.ts';
import { loadConfig, readConfigText } from '../config-file.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { runInForeground } from '../foreground.ts';
import { note, noteUnknownTypes } from '../note.ts';
import { configCheckJson, configCheckView, withoutSecrets } from '../present/config-view.ts';
import { readSettings } from '../settings.ts';

/** `garmin2strava config path`. */
export async function showConfigPath({ env, stdout }: Context): Promise<ExitCode> {
  const { configFile } = await readSettings(env);
  stdout.write(`${configFile}\n`);
  return EXIT.done;
}

/** `garmin2strava config show`: what is set, addresses shortened. @throws UsageError */
export async function showConfig({ env, stdout }: Context, { json }: { readonly json?: true }): Promise<ExitCode> {
  const { raw } = await loadConfig(await readSettings(env));
  const set = Object.fromEntries(Object.entries(raw ?? {}).filter(([, value]) => value !== null));
  const shown = withoutSecrets(set);
  if (json) stdout.write(`${JSON.stringify({ schemaVersion: 1, config: shown }, null, 2)}\n`);
  else stdout.write(raw === null ? 'Nothing is set: there is no config file.\n' : stringify(shown));
  return EXIT.done;
}

interface CheckFlags {
  readonly tell?: true;
  readonly json?: true;
}

/** `garmin2strava config check`. @throws UsageError naming every line that is wrong */
export async function checkConfig(context: Context, { tell, json }: CheckFlags): Promise<ExitCode> {
  const { env, stdout, fetch } = context;
  const { configFile } = await readSettings(env);
  const { config, raw } = await loadConfig({ configFile });
  noteUnknownTypes(context, namedTypes(raw));
  if (tell && config.notify.length === 0) note(context, ['Note: there is no channel to tell (`notify:` in the file).']);
  const channels = tell ? config.notify : [];
  const heartbeats = tell && config.heartbeat ? [config.heartbeat] : [];
  const told = await Promise.all([
    ...channels.map(async (it) => ({ type: it.type, problem: await postNotice(fetch, it, TEST_NOTICE) })),
    ...heartbeats.map(async (url) => ({ type: 'heartbeat', problem: await ping(fetch, url, true) })),
  ]);
  const checked = { configFile, exists: raw !== null, told };
  stdout.write(json ? configCheckJson(checked) : configCheckView(checked));
  return told.some(({ problem }) => problem !== null) ? EXIT.someFailed : EXIT.done;
}

/** `garmin2strava config edit`: opens the editor, and reads what came of it. @throws UsageError */
export async function editConfig(context: Context): Promise<ExitCode> {
  const { env, prompts } = context;
  const settings = await readSettings(env);
  await makeConfigFile(settings.configFile);
  if (!prompts) {
    throw new UsageError({
      message: 'There is no terminal for an editor here.',
      hint: `Edit ${settings.configFile} and run \`garmin2strava config check\`.`,
    });
  }
  await runEditor(env['VISUAL'] || env['EDITOR'] || 'vi', settings.configFile);
  return checkConfig(context, {});
}

/** Puts the commented file there where there is none. */
export async function makeConfigFile(path: string, text: string = CONFIG_TEMPLATE): Promise<void> {
  if ((await readConfigText(path)) !== null) return;
  await nodeFileSystem.makeDirectory(dirname(path));
  await nodeFileSystem.writeFlushed(path, text);
}

async function runEditor(editor: string, file: string): Promise<void> {
  if ((await runInForeground(editor, file)) === 0) return;
  throw new UsageError({
    message: `The editor ${editor.trim()} did not work.`,
    hint: `Set EDITOR to another one, or edit ${file} yourself.`,
  });
}
