/** Makes small 32-bit ELF files of segments, as linkers do. */

/** One segment with one section in it. */
export interface TestSegment {
  readonly physical: number;
  readonly data: Uint8Array;
  /** Where it is when the program runs; the physical address unless given. */
  readonly virtual?: number;
}

const HEADER = 52;
const PROGRAM_HEADER = 32;
const SECTION_HEADER = 40;

/**
 * An executable.
 *
 * @param withHeaders true where the first segment begins with the file's own headers, as GNU ld makes it when there is
 *   room below the first section
 */
export function elfFile(segments: readonly TestSegment[], withHeaders = false): Buffer {
  const names = '\0.seg\0.shstrtab\0';
  const starts: number[] = [];
  let end = HEADER + PROGRAM_HEADER * segments.length;
  for (const { data } of segments) {
    starts.push(end);
    end += data.length;
  }
  const sections = end + names.length;
  const file = Buffer.alloc(sections + SECTION_HEADER * (segments.length + 2));
  file.write('\x7fELF\x01\x01\x01', 'latin1');
  file.writeUInt32LE(HEADER, 0x1c);
  file.writeUInt32LE(sections, 0x20);
  file.writeUInt16LE(PROGRAM_HEADER, 0x2a);
  file.writeUInt16LE(segments.length, 0x2c);
  file.writeUInt16LE(SECTION_HEADER, 0x2e);
  file.writeUInt16LE(segments.length + 2, 0x30);
  file.writeUInt16LE(segments.length + 1, 0x32);
  file.write(names, end, 'latin1');

  const section = (index: number, fields: readonly number[]): void => {
    for (const [k, value] of fields.entries())
      file.writeUInt32LE(value, sections + SECTION_HEADER * index + 4 * k);
  };
  for (const [index, { physical, data, virtual = physical }] of segments.entries()) {
    const start = starts[index]!;
    const before = withHeaders && index === 0 ? start : 0;
    const header = HEADER + PROGRAM_HEADER * index;
    const size = data.length + before;
    for (const [k, value] of [
      1,
      start - before,
      virtual - before,
      physical - before,
      size,
      size,
      5,
      4,
    ].entries())
      file.writeUInt32LE(value, header + 4 * k);
    file.set(data, start);
    section(index + 1, [1, 1, 2, virtual, start, data.length]);
  }
  section(segments.length + 1, [6, 3, 0, 0, end, names.length]);
  return file;
}
