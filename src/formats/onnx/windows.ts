/** Windows of convolutions and pools: ONNX gives their padding in numbers, TFLite as SAME or VALID. */
import type { NodeImport } from './node-import.ts';

/** A window's way along one dimension. */
export interface WindowDim {
  readonly input: number;
  readonly taps: number;
  readonly stride: number;
  readonly dilation: number;
  /** Elements before the input's first. */
  readonly before: number;
  /** Elements after its last that ONNX has; a last window may reach beyond them where the size is rounded up. */
  readonly after: number;
  readonly output: number;
}

/** Elements that a window spans. */
function span({ taps, dilation }: Pick<WindowDim, 'taps' | 'dilation'>): number {
  return (taps - 1) * dilation + 1;
}

/** Elements beyond the input's last one that the windows reach; negative where they leave some out. */
export function reach(dim: WindowDim): number {
  return (dim.output - 1) * dim.stride + span(dim) - dim.input - dim.before;
}

/** True where TFLite's SAME padding gives the very windows. */
function isSame(dim: WindowDim): boolean {
  if (dim.output !== Math.ceil(dim.input / dim.stride)) return false;
  const total = Math.max(0, (dim.output - 1) * dim.stride + span(dim) - dim.input);
  return Math.floor(total / 2) === dim.before;
}

/** TFLite's name for the padding; undefined where it has none. */
export function paddingOf(dims: readonly WindowDim[]): 'SAME' | 'VALID' | undefined {
  if (dims.every((dim) => dim.before === 0 && reach(dim) <= 0)) return 'VALID';
  return dims.every(isSame) ? 'SAME' : undefined;
}

function dimensions(node: NodeImport, name: string, rank: number, whenAbsent: number): readonly number[] {
  const values = node.attributes.ints(name, rank) ?? new Array<number>(rank).fill(whenAbsent);
  const least = name === 'pads' ? 0 : 1;
  if (values.every((value) => Number.isInteger(value) && value >= least && value < 2 ** 24)) return values;
  throw node.error(`has ${values.join(', ')} as its attribute ${name}`);
}

/** The padding along one dimension as `auto_pad` has it; undefined where the numbers say it. */
function automatic(auto: string, input: number, stride: number, size: number): [number, number] | undefined {
  if (auto === 'VALID') return [0, 0];
  if (auto !== 'SAME_UPPER' && auto !== 'SAME_LOWER') return undefined;
  const total = Math.max(0, (Math.ceil(input / stride) - 1) * stride + size - input);
  const less = Math.floor(total / 2);
  return auto === 'SAME_UPPER' ? [less, total - less] : [total - less, less];
}

/**
 * The windows' way along each spatial dimension.
 *
 * @param spatial sizes of the input
 * @param window sizes of the window
 */
export function windowDims(
  node: NodeImport,
  spatial: readonly number[],
  window: readonly number[],
): WindowDim[] {
  const rank = spatial.length;
  const strides = dimensions(node, 'strides', rank, 1);
  const dilations = dimensions(node, 'dilations', rank, 1);
  const pads = node.attributes.has('pads')
    ? dimensions(node, 'pads', 2 * rank, 0)
    : new Array<number>(2 * rank).fill(0);
  const auto = node.attributes.text('auto_pad', 'NOTSET');
  const up = node.attributes.int('ceil_mode', 0) === 1;
  return spatial.map((input, d) => {
    const [taps, stride, dilation] = [window[d]!, strides[d]!, dilations[d]!];
    const size = span({ taps, dilation });
    const [before, after] = automatic(auto, input, stride, size) ?? [pads[d]!, pads[d + rank]!];
    const steps = (input + before + after - size) / stride;
    let output = (up ? Math.ceil(steps) : Math.floor(steps)) + 1;
    if (up && (output - 1) * stride >= input + before) output--;
    if (!(output >= 1) || taps < 1) {
      throw node.error(
        `has a window of ${size} elements, where its input has only ${input + before + after}`,
      );
    }
    return { input, taps, stride, dilation, before, after, output };
  });
}

/** What a PAD must add before and after each spatial dimension for the windows to be VALID. */
export function explicitPads(dims: readonly WindowDim[]): [before: number, after: number][] {
  return dims.map((dim) => [dim.before, Math.max(0, reach(dim))]);
}
