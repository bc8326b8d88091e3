/**
 * FAKE_QUANT, by which training rounds real numbers to the grid of some integers: as a QUANTIZE to that grid and a
 * DEQUANTIZE, like converters of today write it.
 */
import { TflqError } from '../../common/errors.ts';
import type { Graph, Op, QuantParams, Tensor } from '../../graph/graph.ts';
import { tensorLabel } from '../../graph/tensor-label.ts';
import type { OptionsTable } from '../../ops/support/options-table.ts';

/** The operator's name in the schema. */
export const FAKE_QUANT = 'FAKE_QUANT';

/** Its options. */
interface FakeQuantAttrs {
  readonly min: number;
  readonly max: number;
  readonly numBits: number;
  /** Leaves the smallest integer out, for symmetric weights. */
  readonly narrowRange: boolean;
}

/** Where the file has them. */
export const FAKE_QUANT_OPTIONS: OptionsTable<FakeQuantAttrs> = {
  union: 58,
  fields: {
    min: { slot: 0, type: 'float32', default: 0 },
    max: { slot: 1, type: 'float32', default: 0 },
    numBits: { slot: 2, type: 'int32', default: 0 },
    narrowRange: { slot: 3, type: 'bool', default: false },
  },
};

/** Integers of training begin at 0, int8 begins so much lower. */
const INT8_SHIFT = 128;
/** Widest grid that int8 holds. */
const INT8_BITS = 8;

/**
 * The parameters of the grid in int8: the range is moved so that zero lies on the grid, as TensorFlow's converter does it.
 *
 * @returns undefined where the range holds no zero, or is empty
 */
export function fakeQuantParameters({
  numBits,
  narrowRange,
  ...range
}: FakeQuantAttrs): QuantParams | undefined {
  const [min, max] = [Math.fround(range.min), Math.fround(range.max)];
  if (!(min <= 0 && max >= 0 && max > min)) return undefined;
  const [least, most] = [narrowRange ? 1 : 0, 2 ** numBits - 1];
  const scale = (max - min) / (most - least);
  // From whichever end lies nearer to zero, as the converter computes it.
  const [below, above] = [min / scale, max / scale];
  const zero = least - below < most + above ? least - below : most - above;
  const nudged = zero < least ? least : zero > most ? most : Math.round(zero);
  return { scale: [Math.fround(scale)], zeroPoint: [nudged - INT8_SHIFT], axis: 0 };
}

function parametersOf(graph: Graph, op: Op, k: number): QuantParams {
  const attrs = op.attrs as unknown as FakeQuantAttrs;
  const quant = fakeQuantParameters(attrs);
  if (quant !== undefined && quant.scale[0]! > 0 && Number.isFinite(quant.scale[0]!)) return quant;
  throw new TflqError(
    'model',
    `operator ${k} (${FAKE_QUANT}) holds ${tensorLabel(graph, op.inputs[0] ?? -1)} within ${attrs.min} … ${attrs.max}`,
    { hint: 'Its range must hold zero: train on, or export the model without fake quantization.' },
  );
}

/** Replaces every FAKE_QUANT. Grids finer than int8's are left out. Tensors keep their places; new ones come after them. */
export function replaceFakeQuant(graph: Graph): Graph {
  if (!graph.ops.some(({ type }) => type === FAKE_QUANT)) return graph;
  const tensors: Tensor[] = [...graph.tensors];
  const ops = graph.ops.flatMap((op, k): Op[] => {
    const input = graph.tensors[op.inputs[0] ?? -1];
    if (op.type !== FAKE_QUANT || input === undefined || op.outputs.length !== 1) return [op];
    const { numBits } = op.attrs as unknown as FakeQuantAttrs;
    if (!(numBits >= 2 && numBits <= 16)) {
      throw new TflqError(
        'model',
        `operator ${k} (${FAKE_QUANT}) rounds to ${numBits} bits; 2 to 16 are known`,
      );
    }
    if (numBits > INT8_BITS) return [{ ...op, type: 'QUANTIZE', attrs: {} }];
    const { name, shape } = input;
    const quant = parametersOf(graph, op, k);
    const middle = tensors.push({ name: `${name}/quantized`, shape, dtype: 'int8', quant }) - 1;
    return [
      { type: 'QUANTIZE', inputs: op.inputs, outputs: [middle], attrs: {} },
      { type: 'DEQUANTIZE', inputs: [middle], outputs: op.outputs, attrs: {} },
    ];
  });
  return { ...graph, tensors, ops };
}
