/** Trees of version 2: the records of large groups, which say where in a heap each member is described. */
import { type Cursor, damaged, type Hdf5Source, NOWHERE } from './cursor.ts';

/** A node's signature, version, type and checksum. */
const NODE_OVERHEAD = 10;

const MOST_RECORDS = 50_000;
const MOST_LEVELS = 16;

/** Bytes that hold numbers up to `limit`. */
export function bytesFor(limit: number): number {
  return Math.floor(Math.log2(Math.max(1, limit)) / 8) + 1;
}

/** What is needed to read nodes of one height: 0 is a leaf. */
interface Level {
  /** Records of a node, at most. */
  readonly most: number;
  /** Records of a node and all nodes below it, at most. */
  readonly mostBelow: number;
}

/** What a tree's header says. */
interface Tree {
  readonly source: Hdf5Source;
  readonly recordSize: number;
  readonly levels: readonly Level[];
  readonly records: Uint8Array[];
}

/** Sizes of the nodes of each height. */
function levelsOf(nodeSize: number, recordSize: number, depth: number, addressSize: number): Level[] {
  const leaf = Math.floor((nodeSize - NODE_OVERHEAD) / recordSize);
  const levels = [{ most: leaf, mostBelow: leaf }];
  for (let height = 1; height <= depth; height++) {
    const below = levels[height - 1]!;
    const pointer = addressSize + bytesFor(leaf) + (height > 1 ? bytesFor(below.mostBelow) : 0);
    const most = Math.floor((nodeSize - NODE_OVERHEAD - pointer) / (recordSize + pointer));
    levels.push({ most, mostBelow: (most + 1) * below.mostBelow + most });
  }
  return levels;
}

/** Reads a node of the given height, and those below it. */
function readNode(tree: Tree, address: number, count: number, height: number): void {
  const { source, recordSize, levels, records } = tree;
  const cursor = source.at(address, 'a node of a tree');
  cursor.expect(height === 0 ? 'BTLF' : 'BTIN');
  cursor.skip(2);
  if (count > levels[height]!.most || records.length + count > MOST_RECORDS) {
    throw damaged('a node of a tree has more records than it can hold');
  }
  for (let k = 0; k < count; k++) records.push(cursor.bytes(recordSize));
  if (height === 0) return;
  const children = Array.from({ length: count + 1 }, () => readChild(tree, cursor, height));
  for (const child of children) readNode(tree, child.address, child.count, height - 1);
}

function readChild({ levels }: Tree, cursor: Cursor, height: number): { address: number; count: number } {
  const address = cursor.address();
  const count = cursor.uint(bytesFor(levels[0]!.most));
  if (height > 1) cursor.skip(bytesFor(levels[height - 1]!.mostBelow));
  return { address, count };
}

/** Reads all records of the tree whose header lies at `address`. */
export function readRecords(source: Hdf5Source, address: number): readonly Uint8Array[] {
  if (address === NOWHERE) return [];
  const cursor = source.at(address, 'a tree');
  cursor.expect('BTHD');
  cursor.skip(2);
  const nodeSize = cursor.u32();
  const recordSize = cursor.u16();
  const depth = cursor.u16();
  cursor.skip(2);
  const root = cursor.address();
  const count = cursor.u16();
  if (recordSize < 5 || nodeSize < NODE_OVERHEAD + recordSize || depth > MOST_LEVELS) {
    throw damaged('a tree has sizes that cannot be true');
  }
  const levels = levelsOf(nodeSize, recordSize, depth, source.addressSize);
  const tree = { source, recordSize, levels, records: [] };
  if (root !== NOWHERE) readNode(tree, root, count, depth);
  return tree.records;
}
