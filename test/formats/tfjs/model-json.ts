/** Models of TF.js for tests: a model.json and its weights, in memory. */
import { TflqError } from '../../../src/common/errors.ts';
import { tfjs } from '../../../src/formats/tfjs/index.ts';
import type { Graph } from '../../../src/graph/graph.ts';

/** A node of a graph model. */
export interface JsonNode {
  readonly name: string;
  readonly op: string;
  readonly input?: readonly string[];
  readonly attr?: Readonly<Record<string, unknown>>;
}

/** A Placeholder of real numbers. */
export function placeholder(name: string, ...dims: readonly number[]): JsonNode {
  const dim = dims.map((size) => ({ size: String(size) }));
  return { name, op: 'Placeholder', attr: { dtype: { type: 'DT_FLOAT' }, shape: { shape: { dim } } } };
}

/** A Const of integers that is written out. */
export function integers(name: string, ...values: readonly number[]): JsonNode {
  const tensorShape = { dim: [{ size: String(values.length) }] };
  const tensor = { dtype: 'DT_INT32', tensorShape, intVal: values };
  return { name, op: 'Const', attr: { dtype: { type: 'DT_INT32' }, value: { tensor } } };
}

/** A model.json of a graph without weights. */
export function graphModel(nodes: readonly JsonNode[], more: object = {}): object {
  return { format: 'graph-model', modelTopology: { node: nodes, ...more }, weightsManifest: [] };
}

/** A model.json of one Dense layer of 2 inputs and 3 outputs: a kernel and a bias, 36 bytes. */
export function denseModel(weights: readonly object[] = DENSE_WEIGHTS, paths = ['weights.bin']): object {
  const config = {
    name: 'dense',
    units: 3,
    activation: 'linear',
    use_bias: true,
    batch_input_shape: [null, 2],
  };
  return {
    format: 'layers-model',
    modelTopology: {
      class_name: 'Sequential',
      config: [{ class_name: 'Dense', config }],
      keras_version: 'tfjs-layers 4.22.0',
    },
    weightsManifest: [{ paths, weights }],
  };
}

/** What the manifest of that model lists. */
export const DENSE_WEIGHTS = [
  { name: 'dense/kernel', shape: [2, 3], dtype: 'float32' },
  { name: 'dense/bias', shape: [3], dtype: 'float32' },
] as const;

/** Its weights. */
export const DENSE_BYTES = new Uint8Array(Float32Array.from({ length: 9 }, (_, k) => k).buffer);

/** Reads a model.json; its other files are those given. */
export async function read(
  model: object | string,
  files: Readonly<Record<string, Uint8Array>> = { 'weights.bin': DENSE_BYTES },
  inputShapes?: ReadonlyMap<string, readonly number[]>,
): Promise<Graph> {
  const companion = async (name: string): Promise<Uint8Array> => {
    const file = Object.hasOwn(files, name) ? files[name] : undefined;
    if (file === undefined)
      throw new TflqError('model', `the model's file ${JSON.stringify(name)} does not exist`);
    return file;
  };
  const text = typeof model === 'string' ? model : JSON.stringify(model);
  return tfjs.read(Buffer.from(text), 'model.json', { companion, ...(inputShapes && { inputShapes }) });
}
