import { createHash } from 'node:crypto';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { unzip, type ZipEntry } from '../../../src/sync/garmin/unzip.ts';
import { filesBelow, temporaryFolder } from '../../support/temporary-folder.ts';
import { failure, fixture } from './bench.ts';
import { rawZip, SYMLINK } from './raw-zip.ts';

async function unpack(archive: Uint8Array): Promise<{ folder: string; entries: Promise<readonly ZipEntry[]> }> {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'download.zip'), archive);
  return { folder, entries: unzip(join(folder, 'download.zip'), join(folder, 'content')) };
}

async function texts(archive: Uint8Array): Promise<string[][]> {
  const { entries } = await unpack(archive);
  return (await entries).map(({ name, bytes }) => [name, Buffer.from(bytes).toString()]);
}

async function refusal(archive: Uint8Array): Promise<unknown> {
  return failure((await unpack(archive)).entries);
}

describe('what comes out of a zip', () => {
  test("Garmin's recorded zip, byte by byte", async () => {
    const { entries } = await unpack(await fixture('original-download.zip'));
    const found = (await entries).map(({ name, bytes }) => ({
      name,
      size: bytes.length,
      hash: createHash('sha256').update(bytes).digest('hex'),
    }));
    const original = await readFile(
      new URL('../../../src/sync/sandbox/data/11998957007_ACTIVITY.fit', import.meta.url),
    );
    expect(found).toEqual([
      {
        name: '11998957007_ACTIVITY.fit',
        size: 88_212,
        hash: createHash('sha256').update(original).digest('hex'),
      },
    ]);
  });

  test('entries in the order of the archive, two of the same name both', async () => {
    const archive = rawZip(
      { name: 'b.fit', content: 'one' },
      { name: 'a.fit', content: 'two' },
      { name: 'b.fit', content: 'three' },
    );
    expect(await texts(archive)).toEqual([
      ['b.fit', 'one'],
      ['a.fit', 'two'],
      ['b.fit', 'three'],
    ]);
  });

  test('entries that nobody may read, by their mode', async () => {
    expect(await texts(rawZip({ name: 'a.fit', content: 'one', mode: 0o100000 }))).toEqual([['a.fit', 'one']]);
    expect(await texts(rawZip({ name: 'a.fit', content: 'one', mode: 0 }))).toEqual([['a.fit', 'one']]);
  });

  test('files that only their owner may read, whatever the archive says', async () => {
    const { folder, entries } = await unpack(rawZip({ name: 'legs/a.fit', content: 'x', mode: 0o106777 }));
    await entries;
    expect(((await stat(join(folder, 'content', 'entry-0'))).mode & 0o7777).toString(8)).toBe('600');
  });

  test('directories are passed over', async () => {
    const archive = rawZip(
      { name: 'legs/', mode: 0o040755 },
      { name: 'legs/swim.fit', content: 'swim' },
      { name: 'empty/', mode: 0o040755 },
      { name: 'run.fit', content: 'run' },
    );
    expect(await texts(archive)).toEqual([
      ['legs/swim.fit', 'swim'],
      ['run.fit', 'run'],
    ]);
  });

  test('nothing out of an empty zip; fifty entries are not too many', async () => {
    expect(await texts(rawZip())).toEqual([]);
    const fifty = Array.from({ length: 50 }, (_, index) => ({ name: `${index}.fit`, content: `${index}` }));
    expect(await texts(rawZip(...fifty))).toEqual(fifty.map(({ name, content }) => [name, content]));
  });
});

describe('what is refused', () => {
  test('a symbolic link', async () => {
    const archive = rawZip({ name: 'a.fit', content: '/etc/passwd', mode: SYMLINK });
    expect(await refusal(archive)).toMatchObject({ code: 'FILE_UNSAFE', message: expect.stringContaining('symbolic') });
  });

  test('a link and then a file of the same name: nothing outside is written', async () => {
    const outside = await temporaryFolder();
    const victim = join(outside, 'victim');
    await writeFile(victim, 'untouched');
    const archive = rawZip({ name: 'x', content: victim, mode: SYMLINK }, { name: 'x', content: 'overwritten' });
    expect(await refusal(archive)).toMatchObject({ code: 'FILE_UNSAFE' });
    expect(await readFile(victim, 'utf8')).toBe('untouched');
  });

  test('a link to a folder and then a file in it: nothing outside is written', async () => {
    const outside = await temporaryFolder();
    for (const target of [outside, `${outside}/new`]) {
      const archive = rawZip(
        { name: 'first.fit', content: 'harmless' },
        { name: 'x', content: target, mode: SYMLINK },
        { name: 'x/evil', content: 'written' },
      );
      expect(await refusal(archive)).toMatchObject({ code: 'FILE_UNSAFE' });
    }
    expect(await readdir(outside)).toEqual([]);
  });

  test.each([
    '/tmp/evil.fit',
    'C:/evil.fit',
    '\\evil.fit',
    '../evil.fit',
    'legs/../../evil.fit',
    'legs\\..\\..\\evil.fit',
  ])('the name %s', async (name) => {
    const { folder, entries } = await unpack(rawZip({ name, content: 'evil' }));
    expect(await failure(entries)).toMatchObject({ code: 'FILE_UNSAFE' });
    expect(await filesBelow(folder)).toEqual(['download.zip']);
  });

  test('more than 50 entries', async () => {
    const many = Array.from({ length: 51 }, (_, index) => ({ name: `${index}.fit`, content: 'x' }));
    expect(await refusal(rawZip(...many))).toMatchObject({
      code: 'FILE_UNSAFE',
      message: expect.stringContaining('more than 50 entries'),
    });
  });

  test('more than 100 MB of content, declared by one entry or by all together', async () => {
    const MB = 1024 * 1024;
    const one = rawZip({ name: 'a.fit', content: 'x', declared: 100 * MB + 1 });
    expect(await refusal(one)).toMatchObject({ code: 'FILE_UNSAFE', message: expect.stringContaining('100 MB') });
    const two = rawZip(
      { name: 'a.fit', content: Buffer.alloc(MB) },
      { name: 'b.fit', content: 'x', declared: 99 * MB + 1 },
    );
    expect(await refusal(two)).toMatchObject({ code: 'FILE_UNSAFE', message: expect.stringContaining('100 MB') });
  });

  test('a zip that is cut short', async () => {
    const whole = await fixture('original-download.zip');
    expect(await refusal(whole.subarray(0, whole.length / 2))).toMatchObject({ code: 'FILE_BROKEN' });
  });

  test('a zip whose content is damaged', async () => {
    const damaged = Buffer.from(await fixture('original-download.zip'));
    damaged.fill(0xff, 2_000, 12_000);
    expect(await refusal(damaged)).toMatchObject({ code: 'FILE_BROKEN' });
  });

  test('an entry that unpacks to more than it declares', async () => {
    const archive = rawZip({ name: 'a.fit', content: Buffer.alloc(1024 * 1024), declared: 10 });
    expect(await refusal(archive)).toMatchObject({ code: 'FILE_BROKEN' });
  });

  test('something that is no zip', async () => {
    expect(await refusal(Buffer.from('no zip'))).toMatchObject({ code: 'FILE_BROKEN' });
  });
});
