/** One record of a FIT file that says something: no definition, which only tells how others are to be read. */
export interface FitRecord {
  /** The definition that it is read by, as it stands in the file. */
  readonly definition: Uint8Array;
  /** As it stands in the file, its header with it. */
  readonly bytes: Uint8Array;
  /** Definition and record belong together by this number. */
  readonly localMessage: number;
}

interface Definition {
  /** Number of the message (Garmin's FIT profile, `mesg_num`). */
  readonly message: number;
  readonly bytes: Uint8Array;
  /** Of a record that is read by it, its header with it. */
  readonly length: number;
}

/** Bits of a record's header (Garmin's FIT protocol, record format). */
const COMPRESSED_TIMESTAMP = 0x80;
const IS_DEFINITION = 0x40;
const HAS_DEVELOPER_FIELDS = 0x20;
/** Bytes at the end of a file. */
export const CHECK_SUM = 2;
/** Of a definition, before its fields: header, reserved, byte order, message, how many fields. */
const FIXED_PART = 6;
/** Number, size and type. */
const FIELD = 3;

/**
 * The records of some messages, by number: goes through one FIT file by the lengths of its records, whatever they hold.
 * @throws RangeError when they do not fit into the file
 */
export function* recordsOf(file: Uint8Array, wanted: ReadonlySet<number>): Generator<FitRecord> {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const definitions = new Map<number, Definition>();
  const end = file.length - CHECK_SUM;
  for (let at = view.getUint8(0); at < end; ) {
    const header = view.getUint8(at);
    const isCompressed = (header & COMPRESSED_TIMESTAMP) !== 0;
    const localMessage = isCompressed ? (header >> 5) & 0x03 : header & 0x0f;
    if (!isCompressed && (header & IS_DEFINITION) !== 0) {
      const definition = definitionAt(view, at);
      definitions.set(localMessage, definition);
      at += definition.bytes.length;
    } else {
      const definition = definitions.get(localMessage);
      if (!definition || at + definition.length > end) throw new RangeError('a record has no end');
      const next = at + definition.length;
      if (wanted.has(definition.message)) {
        yield { definition: definition.bytes, bytes: file.subarray(at, next), localMessage };
      }
      at = next;
    }
  }
}

function definitionAt(view: DataView, at: number): Definition {
  const isLittleEndian = view.getUint8(at + 2) === 0;
  const message = view.getUint16(at + 3, isLittleEndian);
  const own = fieldsAt(view, at + FIXED_PART - 1);
  const hasOthers = (view.getUint8(at) & HAS_DEVELOPER_FIELDS) !== 0;
  const others = hasOthers ? fieldsAt(view, own.end) : { size: 0, end: own.end };
  const bytes = new Uint8Array(view.buffer, view.byteOffset + at, others.end - at);
  return { message, bytes, length: 1 + own.size + others.size };
}

/** What the fields of a record take up, and where their list ends. */
function fieldsAt(view: DataView, at: number): { readonly size: number; readonly end: number } {
  const end = at + 1 + view.getUint8(at) * FIELD;
  let size = 0;
  for (let field = at + 1; field < end; field += FIELD) size += view.getUint8(field + 1);
  return { size, end };
}
