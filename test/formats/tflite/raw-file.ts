/** Files that our writer would never write: built table by table, so that a test can put anything anywhere. */
import { FlatBuilder, type FlatField } from '../../../src/formats/tflite/flat-builder.ts';
import {
  BUFFER,
  MODEL,
  OPERATOR,
  OPERATOR_CODE,
  SUBGRAPH,
  TENSOR,
} from '../../../src/formats/tflite/schema.ts';

/** Adds fields to a table; they win over those of the same slot. */
export type Extra = (builder: FlatBuilder) => FlatField[];

/** What is unusual about a file. */
export interface RawParts {
  readonly model?: Extra;
  readonly code?: Extra;
  readonly operator?: Extra;
  /** Fields of tensor 0 (the input) or 2 (a constant of two float32). */
  readonly input?: Extra;
  readonly constant?: Extra;
  /** Fields of buffer 1, the constant's. */
  readonly buffer?: Extra;
  /** Buffer 1 as a whole: returns the table's offset. */
  readonly bufferTable?: (builder: FlatBuilder) => number;
  readonly subgraphs?: number;
}

/** An offset field. */
export function offset(slot: number, value: number): FlatField {
  return { slot, type: 'offset', value };
}

/** An int32 field. */
export function int32(slot: number, value: number): FlatField {
  return { slot, type: 'int32', value, default: 0 };
}

/** An int8 field. */
export function int8(slot: number, value: number): FlatField {
  return { slot, type: 'int8', value, default: 0 };
}

/** x [1, 2] → ADD (with a constant, [2]) → y [1, 2], all float32, with the parts in place of the usual ones. */
export function rawFile(parts: RawParts = {}): Uint8Array {
  const builder = new FlatBuilder();
  const table = (usual: FlatField[], extra?: Extra): number => {
    const own = extra?.(builder) ?? [];
    return builder.table([...usual.filter(({ slot }) => own.every((field) => field.slot !== slot)), ...own]);
  };
  const tensor = (name: string, shape: number[], buffer: number, extra?: Extra): number => {
    const fields = [
      offset(TENSOR.shape, builder.int32s(shape)),
      int32(TENSOR.buffer, buffer),
      offset(TENSOR.name, builder.createString(name)),
    ];
    return table(fields, extra);
  };
  const tensors = builder.tables([
    tensor('x', [1, 2], 0, parts.input),
    tensor('y', [1, 2], 0),
    tensor('constant', [2], 1, parts.constant),
  ]);
  const usualOperator = [
    offset(OPERATOR.inputs, builder.int32s([0, 2])),
    offset(OPERATOR.outputs, builder.int32s([1])),
  ];
  const operators = builder.tables([table(usualOperator, parts.operator)]);
  const [inputs, outputs] = [builder.int32s([0]), builder.int32s([1])];
  const subgraph = builder.table([
    offset(SUBGRAPH.tensors, tensors),
    offset(SUBGRAPH.inputs, inputs),
    offset(SUBGRAPH.outputs, outputs),
    offset(SUBGRAPH.operators, operators),
  ]);
  const codes = builder.tables([table([int8(OPERATOR_CODE.deprecatedBuiltinCode, 0)], parts.code)]);
  const data = builder.alignedBytes(new Uint8Array(8), 16);
  const buffer = parts.bufferTable?.(builder) ?? table([offset(BUFFER.data, data)], parts.buffer);
  const buffers = builder.tables([builder.table([]), buffer]);
  const model = table(
    [
      int32(MODEL.version, 3),
      offset(MODEL.operatorCodes, codes),
      offset(MODEL.subgraphs, builder.tables(new Array<number>(parts.subgraphs ?? 1).fill(subgraph))),
      offset(MODEL.buffers, buffers),
    ],
    parts.model,
  );
  builder.finish(model, 'TFL3');
  return builder.asUint8Array().slice();
}
