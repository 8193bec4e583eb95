import type { Documents } from '../../sync/ports.ts';
import type { FirstRead } from './first-read.ts';
import { documentKey } from './keys.ts';
import { changedMeanwhile, damaged } from './store-errors.ts';
import type { Row, Table } from './table.ts';

/** Documents as rows of JSON. */
export function dynamoDocuments(table: Table, firstRead: () => FirstRead | null): Documents {
  return {
    async read(name) {
      const key = documentKey(name);
      const early = firstRead()?.take(key);
      const row = early === undefined ? await table.get(key) : early;
      return row && { value: parse(row), version: row.version };
    },
    async write(name, value, expected) {
      const row = { key: documentKey(name), text: JSON.stringify(value), version: expected + 1 };
      firstRead()?.forget(row.key);
      if ((await table.put({ row, condition: { version: expected } })) !== null) throw changedMeanwhile(name);
      return expected + 1;
    },
    async delete(name) {
      firstRead()?.forget(documentKey(name));
      await table.delete(documentKey(name));
    },
  };
}

function parse({ key, text }: Row): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw damaged(key);
  }
}
