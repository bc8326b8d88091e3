/**
 * Quantizes a float .tflite for compare_with_tensorflow.py:
 *
 *     npx tsx scripts/oracle/quantize.ts MODEL DATA COUNT OUT [RANGES]
 *
 * COUNT samples of DATA calibrate it, or RANGES does, a JSON file of `{"tensor name": [min, max]}`.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { loadArrays, matchSamples } from '../../src/data/index.ts';
import { readModel } from '../../src/formats/index.ts';
import { writeTflite } from '../../src/formats/tflite/index.ts';
import type { Graph } from '../../src/graph/graph.ts';
import { type Calibration, calibrate, quantizeGraph } from '../../src/quantize/index.ts';

async function given(graph: Graph, path: string): Promise<Calibration> {
  const byName = new Map<string, [number, number]>(
    Object.entries(JSON.parse(await readFile(path, 'utf8')) as Record<string, [number, number]>),
  );
  const ranges = graph.tensors.flatMap(({ name }, index) => {
    const range = byName.get(name);
    return range === undefined ? [] : [[index, { min: range[0], max: range[1] }] as const];
  });
  return { ranges: new Map(ranges), samples: 0 };
}

const [model, data, count, out, ranges] = process.argv.slice(2) as [string, string, string, string, string?];
const graph = await readModel(await readFile(model), model);
const calibration =
  ranges === undefined
    ? await calibrate(graph, matchSamples(graph, await loadArrays(data), data), { limit: Number(count) })
    : await given(graph, ranges);
await writeFile(out, writeTflite(quantizeGraph(graph, calibration)));
