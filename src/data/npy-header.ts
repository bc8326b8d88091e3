/**
 * The header of numpy's .npy files: the magic, a version, a length, and a Python dictionary as text, e.g.
 * `{'descr': '<f4', 'fortran_order': False, 'shape': (100, 49, 10, 1), }`. It is parsed, never evaluated.
 */

/** What the header says. */
export interface NpyHeader {
  /** numpy's type code, e.g. `<f4`. */
  readonly descr: string;
  /** True where the first index runs fastest. */
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
  /** Where the elements begin. */
  readonly dataStart: number;
}

const MAGIC = '\x93NUMPY';

/** numpy's own limit is 10,000 characters; a header of more is no array's. */
const LONGEST_HEADER = 65536;

/** numpy's arrays have at most so many dimensions. */
const MOST_DIMENSIONS = 64;

const ENTRY = /^\s*'(\w+)'\s*:\s*('[^'\\]*'|True|False|\([\d,\s]*\))\s*(,|$)/;

/** True for bytes that begin like a .npy file. */
export function isNpy(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, MAGIC.length)).toString('latin1') === MAGIC;
}

/** The entries of the dictionary as text, by key. */
function parseDictionary(text: string): Map<string, string> {
  const outer = /^\s*\{(.*)\}\s*$/s.exec(text);
  if (outer === null) throw new Error('its header is no dictionary');
  const entries = new Map<string, string>();
  let rest = outer[1]!.trim();
  while (rest !== '') {
    const entry = ENTRY.exec(rest);
    if (entry === null) {
      throw new Error(
        /^'descr'\s*:\s*\[/.test(rest)
          ? 'it holds records of several fields; save each field as an array of its own'
          : 'its header cannot be read',
      );
    }
    entries.set(entry[1]!, entry[2]!);
    rest = rest.slice(entry[0].length).trim();
  }
  return entries;
}

function parseShape(text: string): number[] {
  const parts = text.slice(1, -1).split(',');
  if (parts.at(-1)!.trim() === '') parts.pop();
  if (parts.length > MOST_DIMENSIONS) throw new Error(`its shape has ${parts.length} dimensions`);
  return parts.map((part) => {
    const dim = Number(part);
    if (!/^\s*\d+\s*$/.test(part) || !Number.isSafeInteger(dim)) throw new Error(`its shape is ${text}`);
    return dim;
  });
}

/**
 * Parses the header.
 *
 * @throws Error whose message says, as the end of a sentence about the file, what is wrong
 */
export function parseNpyHeader(bytes: Uint8Array): NpyHeader {
  if (!isNpy(bytes)) throw new Error('it does not begin as a .npy file does');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = bytes[6];
  const lengthBytes = version === 1 ? 2 : 4;
  if (bytes.length < 8 + lengthBytes) throw new Error('it ends within its header');
  if (version !== 1 && version !== 2 && version !== 3) throw new Error(`its format version is ${version}`);
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  const dataStart = 8 + lengthBytes + length;
  if (length > LONGEST_HEADER) throw new Error(`its header claims ${length} bytes`);
  if (dataStart > bytes.length) throw new Error('it ends within its header');

  // Versions 1 and 2 are latin1, 3 is UTF-8; whatever is not ASCII can only be the name of a record's field.
  const entries = parseDictionary(Buffer.from(bytes.subarray(8 + lengthBytes, dataStart)).toString('latin1'));
  const descr = entries.get('descr');
  const order = entries.get('fortran_order');
  const shape = entries.get('shape');
  if (!descr?.startsWith("'") || !(order === 'True' || order === 'False') || !shape?.startsWith('(')) {
    throw new Error("its header lacks 'descr', 'fortran_order' or 'shape'");
  }
  return {
    descr: descr.slice(1, -1),
    fortranOrder: order === 'True',
    shape: parseShape(shape),
    dataStart,
  };
}

/** Writes a header of version 1, laid out as numpy does it: the elements begin at a multiple of 64. */
export function formatNpyHeader(descr: string, shape: readonly number[]): Uint8Array {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const length = Math.ceil((10 + text.length + 1) / 64) * 64 - 10;
  const prefix = Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, length & 0xff, length >> 8]);
  return Buffer.concat([prefix, Buffer.from(`${text.padEnd(length - 1)}\n`, 'latin1')]);
}
