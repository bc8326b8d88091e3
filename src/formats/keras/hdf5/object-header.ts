/** Object headers: the messages that say what a group or a dataset is. */
import { type Cursor, damaged, type Hdf5Source } from './cursor.ts';

/** Types of messages, as the format numbers them. */
export const MESSAGE = {
  dataspace: 0x01,
  linkInfo: 0x02,
  datatype: 0x03,
  link: 0x06,
  externalFiles: 0x07,
  layout: 0x08,
  filters: 0x0b,
  attribute: 0x0c,
  continuation: 0x10,
  symbolTable: 0x11,
  attributeInfo: 0x15,
} as const;

/** One message. */
export interface Message {
  readonly type: number;
  /** True where the message lies elsewhere in the file, and this is a reference to it. */
  readonly isShared: boolean;
  /** Its body; each use begins at the start. */
  readonly open: () => Cursor;
}

/** Messages of one object; a sound file has some dozens. */
const MOST_MESSAGES = 20_000;

const VERSION_2 = 0x4f; // the O of OHDR

/** A stretch of messages, and how they are laid out in it. */
interface Block {
  readonly cursor: Cursor;
  readonly version: number;
  /** Version 2: whether messages carry their order of creation. */
  readonly isOrdered: boolean;
}

/** The head of one message. */
function readHead(block: Block): { type: number; size: number; flags: number } {
  const { cursor, version, isOrdered } = block;
  const type = version === 1 ? cursor.u16() : cursor.u8();
  const size = cursor.u16();
  const flags = cursor.u8();
  if (version === 1) cursor.skip(3);
  else if (isOrdered) cursor.skip(2);
  return { type, size, flags };
}

function firstBlock(source: Hdf5Source, address: number): Block {
  const cursor = source.at(address, 'an object header');
  if (source.bytes[address] === VERSION_2) return firstBlock2(cursor);
  const version = cursor.u8();
  if (version !== 1) throw damaged(`an object header has the version ${version}`);
  cursor.skip(7);
  const size = cursor.u32();
  cursor.skip(4);
  return { cursor: cursor.part(size), version: 1, isOrdered: false };
}

function firstBlock2(cursor: Cursor): Block {
  cursor.expect('OHDR');
  const version = cursor.u8();
  if (version !== 2) throw damaged(`an object header has the version ${version}`);
  const flags = cursor.u8();
  if ((flags & 0x20) !== 0) cursor.skip(16);
  if ((flags & 0x10) !== 0) cursor.skip(4);
  const size = cursor.uint(1 << (flags & 3));
  return { cursor: cursor.part(size), version: 2, isOrdered: (flags & 4) !== 0 };
}

/** The block that a continuation message tells of. */
function continuation(source: Hdf5Source, message: Cursor, from: Block): Block {
  const address = message.address();
  const length = message.length();
  const cursor = source.at(address, 'a continued object header').part(length);
  if (from.version === 1) return { ...from, cursor };
  cursor.expect('OCHK');
  return { ...from, cursor: cursor.part(Math.max(0, cursor.left - 4)) };
}

/** Reads all messages of the object whose header lies at `address`. */
export function readMessages(source: Hdf5Source, address: number): Message[] {
  const blocks = [firstBlock(source, address)];
  const messages: Message[] = [];
  for (let block = blocks.shift(); block !== undefined; block = blocks.shift()) {
    const headSize = block.version === 1 ? 8 : block.isOrdered ? 6 : 4;
    while (block.cursor.left >= headSize) {
      const { type, size, flags } = readHead(block);
      const body = block.cursor.part(size, 'a message');
      const start = body.position;
      if (type === MESSAGE.continuation) blocks.push(continuation(source, body, block));
      else {
        const open = (): Cursor => source.at(start, 'a message').part(size);
        messages.push({ type, isShared: (flags & 2) !== 0, open });
      }
      if (messages.length > MOST_MESSAGES || blocks.length > MOST_MESSAGES) {
        throw damaged('an object has messages without an end');
      }
    }
  }
  return messages;
}
