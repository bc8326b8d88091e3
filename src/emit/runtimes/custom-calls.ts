/** The call of a custom operator's function in C: what the emitted network says of its tensors (tflq_custom.h). */
import type { DType } from '../../graph/dtype.ts';
import { elementCount, type Graph, type Op, type Tensor, tensorAt } from '../../graph/graph.ts';
import type { CustomHook } from '../../ops/support/kernel-call.ts';
import { arrayRows } from '../c-array.ts';
import { floatLiteral } from '../c-text.ts';
import { customIdentifier } from '../custom-ops.ts';

/** An element type in tflq_custom.h. */
function typeConstant(dtype: DType): string {
  return `TFLQ_CUSTOM_${dtype.toUpperCase()}`;
}

/** An array of a call's; nothing where it would be empty. */
function array(type: string, name: string, values: readonly string[]): string[] {
  return values.length === 0 ? [] : [`  static const ${type} ${name}[] = {${values.join(', ')}};`];
}

/** A tensor's description: the arrays that it needs, and its initializer. */
function describeTensor(
  tensor: Tensor | undefined,
  name: string,
): { readonly arrays: string[]; readonly initializer: string } {
  if (tensor === undefined) return { arrays: [], initializer: '{0}' };
  const { dtype, shape, quant } = tensor;
  const channels = quant !== undefined && quant.scale.length > 1 ? quant.scale : [];
  const fields = [
    `.type = ${typeConstant(dtype)}`,
    `.elements = ${elementCount(shape)}`,
    ...(shape.length === 0 ? [] : [`.rank = ${shape.length}`, `.dims = ${name}_dims`]),
    ...(quant === undefined
      ? []
      : [`.scale = ${floatLiteral(quant.scale[0]!)}`, `.zero_point = ${quant.zeroPoint[0]!}`]),
    ...(channels.length === 0
      ? []
      : [`.channels = ${channels.length}`, `.axis = ${quant!.axis}`, `.channel_scales = ${name}_scales`]),
  ];
  return {
    arrays: [
      ...array('int32_t', `${name}_dims`, shape.map(String)),
      ...array('float', `${name}_scales`, channels.map(floatLiteral)),
    ],
    initializer: `{${fields.join(', ')}}`,
  };
}

/** The tensors of one side. */
function describeSide(
  graph: Graph,
  indices: readonly number[],
  side: 'input' | 'output',
  place: (index: number) => string,
): string[] {
  if (indices.length === 0) return [];
  const described = indices.map((index, i) =>
    describeTensor(index < 0 ? undefined : tensorAt(graph, index), `${side}${i}`),
  );
  const pointer = side === 'input' ? 'const void *const' : 'void *const';
  return [
    ...described.flatMap(({ arrays }) => arrays),
    `  static const tflq_custom_tensor ${side}s[] = {`,
    ...described.map(({ initializer }) => `      ${initializer},`),
    '  };',
    `  static ${pointer} ${side}_data[] = {${indices.map(place).join(', ')}};`,
  ];
}

/**
 * The declarations before the call, and the call.
 *
 * @param place how a tensor's memory is called in C, by its index
 * @returns text that is safe in C
 */
export function printCustomCall(
  graph: Graph,
  op: Op,
  { name, options }: CustomHook,
  place: (index: number) => string,
): { readonly declarations: string; readonly text: string } {
  const bytes = Array.from(options, (byte) => `0x${byte.toString(16).padStart(2, '0')}`);
  const declarations = [
    ...describeSide(graph, op.inputs, 'input', place),
    ...describeSide(graph, op.outputs, 'output', place),
    ...(bytes.length === 0
      ? []
      : [
          '  static const uint8_t options[] = {',
          ...arrayRows(bytes)
            .split('\n')
            .map((row) => `  ${row}`),
          '  };',
        ]),
    '  static const tflq_custom_call call = {',
    ...(op.inputs.length === 0
      ? []
      : [
          `      .input_count = ${op.inputs.length},`,
          '      .inputs = inputs,',
          '      .input_data = input_data,',
        ]),
    ...(op.outputs.length === 0
      ? []
      : [
          `      .output_count = ${op.outputs.length},`,
          '      .outputs = outputs,',
          '      .output_data = output_data,',
        ]),
    ...(bytes.length === 0 ? [] : ['      .options = options,', `      .option_bytes = ${bytes.length},`]),
    '  };',
  ];
  return {
    declarations: declarations.join('\n'),
    text: `  status = ${customIdentifier(name)}_invoke(&call);`,
  };
}
