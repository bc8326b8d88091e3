/** The harness and what it knows of the network: DIR/tflq/harness. */
import { readFile } from 'node:fs/promises';
import type { Board } from '../boards/schema.ts';
import { resourcePath } from '../common/resources.ts';
import { tensorTypeOf } from '../formats/tflite/schema.ts';
import type { Graph } from '../graph/graph.ts';
import { harnessPayload } from './harness-payload.ts';
import type { Runtime } from './manifest.ts';
import { renderTemplate } from './render.ts';
import { tensorFacts } from './tensor-facts.ts';

/** The same for every network. */
const SOURCES = [
  'tflq_frame.c',
  'tflq_frame.h',
  'tflq_harness.c',
  'tflq_harness.h',
  'tflq_model.h',
  'tflq_port.h',
  'tflq_stack.c',
  'tflq_stack.h',
];

/** A board recognizes its model by that many bytes of the SHA-256 of the quantized .tflite. */
const HASH_BYTES = 16;

/** One network for one board. */
export interface HarnessContext {
  readonly graph: Graph;
  readonly name: string;
  readonly board: Board;
  readonly runtime: Runtime;
  /** SHA-256 of the quantized .tflite. */
  readonly hash: Uint8Array;
}

/** The harness's files by their names. */
export async function harnessFiles(context: HarnessContext): Promise<ReadonlyMap<string, Uint8Array>> {
  const { graph, name, board, runtime, hash } = context;
  const { bytes: payload, reason: payloadReason } = harnessPayload(graph, board);
  const tensors = (indices: readonly number[]) =>
    tensorFacts(graph, indices).map((facts) => ({ ...facts, code: tensorTypeOf(facts.dtype) }));
  const values = {
    name,
    upper: name.toUpperCase(),
    runtime,
    opCount: graph.ops.length,
    payload,
    payloadReason,
    hash: [...hash.subarray(0, HASH_BYTES)],
    inputs: tensors(graph.inputs),
    outputs: tensors(graph.outputs),
  };
  const files = new Map<string, Uint8Array>();
  for (const file of SOURCES) files.set(file, await readFile(resourcePath('templates', 'harness', file)));
  for (const file of ['tflq_harness_config.h', 'tflq_harness_model.c']) {
    files.set(file, await renderTemplate(['network', `${file}.ejs`], values));
  }
  return files;
}
