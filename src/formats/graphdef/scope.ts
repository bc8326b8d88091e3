/** The nodes of a graph or of a function's body, by name, and what was made of them so far. */
import { TflqError } from '../../common/errors.ts';
import type { NodeDef } from './graph-def.ts';
import { NOTHING, type Value } from './values.ts';

/** An output of a node. */
export interface OutputRef {
  readonly node: string;
  readonly output: number;
}

/** Nodes of a graph or function; what has more is none for a microcontroller. */
const MOST_NODES = 20_000;

/** Of operators with several named outputs in functions, the names that are counted from 0 on. */
const OUTPUT_NAMES: Readonly<Record<string, readonly string[]>> = {
  FusedBatchNorm: ['y', 'batch_mean', 'batch_variance', 'reserve_space_1', 'reserve_space_2'],
  FusedBatchNormV2: ['y', 'batch_mean', 'batch_variance', 'reserve_space_1', 'reserve_space_2'],
  FusedBatchNormV3: [
    ...['y', 'batch_mean', 'batch_variance', 'reserve_space_1', 'reserve_space_2'],
    'reserve_space_3',
  ],
  Switch: ['output_false', 'output_true'],
  TopKV2: ['values', 'indices'],
};

/** True for what is only to be run before, without a value. */
export function isControl(input: string): boolean {
  return input.startsWith('^');
}

export class Scope {
  /** How many functions are called one within the other here. */
  readonly level: number;
  readonly #nodes: ReadonlyMap<string, NodeDef>;
  readonly #values = new Map<string, readonly Value[]>();

  /** @param args values of a function's arguments; undefined for a whole graph */
  constructor(nodes: readonly NodeDef[], level = 0, args: ReadonlyMap<string, Value> = new Map()) {
    if (nodes.length > MOST_NODES) {
      throw new TflqError('model', `the graph has ${nodes.length} nodes; at most ${MOST_NODES} are taken`);
    }
    this.level = level;
    this.#nodes = new Map(nodes.map((node) => [node.name, node]));
    if (this.#nodes.size !== nodes.length) {
      throw new TflqError('model', 'the graph has two nodes of one name', { hint: 'Export it again.' });
    }
    for (const [name, value] of args) this.#values.set(name, [value]);
  }

  /** The node of that name. */
  node(name: string): NodeDef {
    const node = this.#nodes.get(name);
    if (node !== undefined) return node;
    throw new TflqError('model', `the graph has no node ${JSON.stringify(name)}, which others read`, {
      hint: 'Export the model again.',
    });
  }

  /** True where the node was imported, or is an argument. */
  has(name: string): boolean {
    return this.#values.has(name);
  }

  /** Keeps what a node gives. */
  set(name: string, values: readonly Value[]): void {
    this.#values.set(name, values);
  }

  /** What an output of an imported node is. */
  value({ node, output }: OutputRef): Value {
    const values = this.#values.get(node) ?? [];
    const value = values[output];
    if (value !== undefined) return value;
    if (values[0]?.kind === 'nothing') return NOTHING;
    throw new TflqError(
      'model',
      `node ${JSON.stringify(node)} (${this.#nodes.get(node)?.op ?? 'argument'}) has no output ${output} that can be imported`,
    );
  }

  /** Reads a reference to an output: `node`, `node:1`, and in functions `node:outputs:1`. */
  ref(text: string): OutputRef {
    const parts = text.split(':');
    const node = parts[0] ?? '';
    const output = Number(parts.length === 1 ? 0 : parts.at(-1));
    if (parts.length > 3 || !Number.isSafeInteger(output) || output < 0) {
      throw new TflqError(
        'model',
        `the graph refers to ${JSON.stringify(text)}, which is no output of a node`,
      );
    }
    if (parts.length < 3) return { node, output };
    const names = OUTPUT_NAMES[this.node(node).op];
    return { node, output: output + Math.max(0, names?.indexOf(parts[1]!) ?? 0) };
  }

  /** What a node computes with. */
  refs(node: NodeDef): OutputRef[] {
    return node.inputs.filter((input) => !isControl(input)).map((input) => this.ref(input));
  }
}
