/** How long the harness's frames are. */
import type { Board } from '../boards/schema.ts';
import { dtypeBytes } from '../graph/dtype.ts';
import { elementCount, type Graph, tensorAt } from '../graph/graph.ts';

/** What the protocol allows at the least (docs/PROTOCOL.md), and what we take at the most: a longer frame is only
 * more likely to be damaged. */
const LEAST = 64;
const MOST = 1024;

/** The part of a board's RAM that one frame may take. */
const SHARE_OF_RAM = 1 / 32;

/** Fields before the inputs' bytes in PROFILE, and before the outputs' in the reply to INVOKE. */
const PROFILE_FIELDS_BYTES = 12;
const INVOKE_REPLY_FIELDS_BYTES = 8;

/** Lengths are rounded up to a multiple of it. */
const GRAIN = 16;

/** A payload's length, and why. */
export interface Payload {
  readonly bytes: number;
  /** For a comment. */
  readonly reason: string;
}

function blockBytes(graph: Graph, indices: readonly number[]): number {
  return indices.reduce((sum, index) => {
    const { shape, dtype } = tensorAt(graph, index);
    return sum + elementCount(shape) * dtypeBytes(dtype);
  }, 0);
}

/** So long that a sample takes one request, where the board has the room for it. */
export function harnessPayload(graph: Graph, board: Board): Payload {
  const sample = Math.max(
    blockBytes(graph, graph.inputs) + PROFILE_FIELDS_BYTES,
    blockBytes(graph, graph.outputs) + INVOKE_REPLY_FIELDS_BYTES,
  );
  const wanted = Math.max(LEAST, Math.ceil(sample / GRAIN) * GRAIN);
  const ram = board.memory?.ram.size ?? Number.POSITIVE_INFINITY;
  const limit = Math.max(LEAST, Math.min(MOST, Math.floor((ram * SHARE_OF_RAM) / GRAIN) * GRAIN));
  return wanted <= limit
    ? { bytes: wanted, reason: 'a sample or its results fit into one frame' }
    : { bytes: limit, reason: 'as long as the board has room for; a sample takes several frames' };
}
