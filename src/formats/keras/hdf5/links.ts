/** The members of a group, by their names. */
import { readRecords } from './b-tree.ts';
import { type Cursor, damaged, type Hdf5Source, NOWHERE, unsupported } from './cursor.ts';
import { Heap } from './heap.ts';
import { MESSAGE, type Message } from './object-header.ts';

/** Where a name leads. */
export type Link =
  | { readonly kind: 'object'; readonly address: number }
  /** To another name, or into another file: such links are never followed. */
  | { readonly kind: 'soft' | 'external' };

/** Members of a group; a sound file has some hundreds. */
const MOST_LINKS = 50_000;

/** The depth of a tree of names; a sound file has two or three levels. */
const MOST_LEVELS = 16;

const SOFT_CACHE_TYPE = 2;
const LINK_TYPES = { hard: 0, soft: 1, external: 64 } as const;

/** Reads a link message. */
function readLink(cursor: Cursor): [string, Link] {
  const version = cursor.u8();
  if (version !== 1) throw unsupported(`a link of version ${version}`);
  const flags = cursor.u8();
  const type = (flags & 8) !== 0 ? cursor.u8() : LINK_TYPES.hard;
  if ((flags & 4) !== 0) cursor.skip(8);
  if ((flags & 16) !== 0) cursor.skip(1);
  const name = Buffer.from(cursor.bytes(cursor.uint(1 << (flags & 3)))).toString('utf8');
  if (type === LINK_TYPES.hard) return [name, { kind: 'object', address: cursor.address() }];
  if (type === LINK_TYPES.soft) return [name, { kind: 'soft' }];
  if (type === LINK_TYPES.external) return [name, { kind: 'external' }];
  throw unsupported(`a link of type ${type}`);
}

/** The links of a large group, which lie in a heap; a tree says where. */
function readDense(source: Hdf5Source, message: Message, links: Map<string, Link>): void {
  const cursor = message.open();
  cursor.skip(1);
  if ((cursor.u8() & 1) !== 0) cursor.skip(8);
  const address = cursor.address();
  if (address === NOWHERE) return;
  const heap = new Heap(source, address);
  for (const record of readRecords(source, cursor.address())) {
    // The name's hash, and the heap's identifier.
    const at = record.byteOffset - source.bytes.byteOffset + 4;
    const identifier = source.at(at, 'a record of a tree').part(record.length - 4);
    links.set(...readLink(heap.open(identifier)));
    if (links.size > MOST_LINKS) throw damaged('a group has members without an end');
  }
}

/** The names of old groups: a tree whose leaves are tables, with the names in a heap. */
class SymbolTable {
  readonly #source: Hdf5Source;
  readonly #links: Map<string, Link>;
  /** Where the names begin, and how many bytes of them there are. */
  #names = { start: 0, size: 0 };

  constructor(source: Hdf5Source, links: Map<string, Link>) {
    this.#source = source;
    this.#links = links;
  }

  read(message: Message): void {
    const cursor = message.open();
    const tree = cursor.address();
    const heap = this.#source.at(cursor.address(), 'the heap of a group');
    heap.expect('HEAP');
    heap.skip(4);
    const size = heap.length();
    heap.length();
    this.#names = { start: heap.address(), size };
    if (tree !== NOWHERE) this.#node(tree, 0);
  }

  #node(address: number, level: number): void {
    if (level > MOST_LEVELS) throw damaged('a group has a tree without an end');
    const cursor = this.#source.at(address, 'the tree of a group');
    cursor.expect('TREE');
    if (cursor.u8() !== 0) throw damaged('a group has a tree of another kind');
    const height = cursor.u8();
    const entries = cursor.u16();
    cursor.address();
    cursor.address();
    for (let k = 0; k < entries; k++) {
      cursor.length();
      const child = cursor.address();
      if (height > 0) this.#node(child, level + 1);
      else this.#leaf(child);
    }
  }

  #leaf(address: number): void {
    const cursor = this.#source.at(address, 'the members of a group');
    cursor.expect('SNOD');
    cursor.skip(2);
    const entries = cursor.u16();
    for (let k = 0; k < entries; k++) {
      const offset = cursor.length();
      const header = cursor.address();
      const cacheType = cursor.u32();
      cursor.skip(20);
      if (offset >= this.#names.size) throw damaged("a member's name lies outside of its group's heap");
      const name = this.#source.at(this.#names.start + offset, "a member's name").text();
      this.#links.set(
        name,
        cacheType === SOFT_CACHE_TYPE ? { kind: 'soft' } : { kind: 'object', address: header },
      );
      if (this.#links.size > MOST_LINKS) throw damaged('a group has members without an end');
    }
  }
}

/** Reads the members of the group with these messages. */
export function readLinks(source: Hdf5Source, messages: readonly Message[]): ReadonlyMap<string, Link> {
  const links = new Map<string, Link>();
  for (const message of messages) {
    if (message.type === MESSAGE.symbolTable) new SymbolTable(source, links).read(message);
    if (message.type === MESSAGE.linkInfo) readDense(source, message, links);
    if (message.type === MESSAGE.link) links.set(...readLink(message.open()));
  }
  return links;
}
