/**
 * Custom operators that TFLM has kernels of, and this tool has none: with the runtime tflm they need no code of the user's.
 */
import { elementCount, tensorAt } from '../../graph/graph.ts';
import { checkInputCount } from './input-count.ts';
import type { OpDef } from './op-def.ts';
import type { OpNode } from './op-node.ts';

/** What TFLM's kernel is to be known of. */
export interface TflmCustom extends Required<Pick<OpDef<unknown>, 'tflmResolver' | 'tflmRegister'>> {
  /** What it asks for of TFLM's arena, a bound where that depends on options. */
  readonly tflmBuffers: NonNullable<OpDef<unknown>['tflmBuffers']>;
  /**
   * Refuses what the kernel would refuse on the board, or write beyond its memory with.
   *
   * @param options the numbers among the operator's options
   * @throws TflqError('model')
   */
  check(node: OpNode<unknown>, options: ReadonlyMap<string, number>): void;
}

const WORD = 4;

/** Numbers of one box: two corners. */
const CORNERS = 4;

/** The kernel's structure. */
const DETECTION_DATA = 112;

/** Where the file does not say how many boxes of a class are taken. */
const DETECTIONS_PER_CLASS = 100;

/** The inputs are boxes [1, n, 4 or more], classes' scores [1, n, c] and anchors [n, 4], of real numbers. */
function checkDetectionTensors(node: OpNode<unknown>): void {
  checkInputCount(node, 3, 3);
  if (node.op.outputs.length !== 4) throw node.error(`has ${node.op.outputs.length} outputs; it makes 4`);
  const inputs = [0, 1, 2].map((i) => node.input(i));
  const all = [...inputs, ...node.op.outputs.map((index) => tensorAt(node.graph, index))];
  const other = all.find(({ dtype }) => dtype !== 'float32');
  if (other !== undefined) {
    throw node.error(
      `has a tensor of ${other.dtype} (${JSON.stringify(other.name)}); TFLM computes it with float32 alone`,
      'Export the model with real numbers before and behind this operator.',
    );
  }
  const [boxes, scores, anchors] = inputs.map(({ shape }) => shape) as [number[], number[], number[]];
  const [batch, count, numbers] = boxes;
  const isRight =
    boxes.length === 3 &&
    scores.length === 3 &&
    anchors.length === 2 &&
    [batch, scores[0]].every((size) => size === 1) &&
    [scores[1], anchors[0]].every((size) => size === count) &&
    numbers! >= CORNERS &&
    anchors[1] === CORNERS;
  if (isRight) return;
  throw node.error(
    `has boxes, scores and anchors of [${boxes.join(', ')}], [${scores.join(', ')}] and [${anchors.join(', ')}]; it takes [1, n, 4], [1, n, classes] and [n, 4]`,
  );
}

function option(node: OpNode<unknown>, options: ReadonlyMap<string, number>, key: string): number {
  const value = options.get(key);
  if (value !== undefined && value > 0) return value;
  throw node.error(value === undefined ? `has no option ${key}` : `has an option ${key} of ${value}`);
}

/**
 * TFLM checks neither its outputs' sizes nor those of its scratch buffers. Of several classes a box, it writes class k of
 * its i-th entry at place classes · i + k, counting each class as an entry.
 */
function checkDetection(node: OpNode<unknown>, options: ReadonlyMap<string, number>): void {
  checkDetectionTensors(node);
  const count = node.input(0).shape[1]!;
  const [most, perBox, classes] = ['max_detections', 'max_classes_per_detection', 'num_classes'].map((key) =>
    option(node, options, key),
  ) as [number, number, number];
  const columns = node.input(1).shape[2]!;
  if (columns !== classes && columns !== classes + 1) {
    throw node.error(`has scores of ${columns} classes; its option num_classes is ${classes}`);
  }
  const isRegular = (options.get('use_regular_nms') ?? 0) !== 0;
  const each = Math.min(count, options.get('detections_per_class') ?? DETECTIONS_PER_CLASS);
  if (isRegular && Math.min(most, (classes - 1) * each) + each > most * count) {
    throw node.error('makes TFLM write beyond its scratch memory', 'Raise max_detections, and export again.');
  }
  const written = isRegular ? most : Math.min(most, count) * Math.min(perBox, classes) ** 2;
  const [boxes, kinds, scores, number] = [0, 1, 2, 3].map((i) => elementCount(node.output(i).shape));
  const room = Math.min(Math.floor(boxes! / CORNERS), kinds!, scores!);
  if (written <= room && number! >= 1) return;
  throw node.error(
    `has outputs with room for ${room} detections; TFLM writes up to ${written}`,
    'Export it with outputs of fixed shapes, max_classes_per_detection = 1 and room for max_detections.',
  );
}

/** What TFLM has, by the operators' names in files. */
const TFLM_CUSTOM: ReadonlyMap<string, TflmCustom> = new Map([
  [
    'TFLite_Detection_PostProcess',
    {
      tflmResolver: 'AddDetectionPostprocess',
      tflmRegister: 'DETECTION_POSTPROCESS',
      check: checkDetection,
      tflmBuffers(node) {
        // Tensors that the kernel refuses may be what the user's code takes.
        const count = node.optionalInput(0)?.shape[1] ?? 1;
        const classes = node.optionalInput(1)?.shape[2] ?? 1;
        const boxes = node.op.outputs[0];
        const most =
          boxes === undefined ? 1 : Math.ceil(elementCount(tensorAt(node.graph, boxes).shape) / CORNERS);
        const words = [
          ...[CORNERS, classes, 1, 1, most, most, 1, most],
          ...[Math.max(classes, most), Math.min(count, most)],
        ];
        return { data: DETECTION_DATA, scratch: [count, ...words.map((each) => WORD * each * count)] };
      },
    },
  ],
]);

/** TFLM's own kernel of the custom operator of that name, or undefined where it has none. */
export function tflmCustom(name: string): TflmCustom | undefined {
  return TFLM_CUSTOM.get(name);
}
