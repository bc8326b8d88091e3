/**
 * Networks as one C program for the machine itself. It reads the inputs of all their samples from its standard input,
 * in order, and writes the outputs to its standard output. Every tensor is an array of exactly its size, so that
 * sanitizers see each access beside one.
 */
import { elementType } from '../../../src/emit/tensor-facts.ts';
import { elementCount, type Graph } from '../../../src/graph/graph.ts';
import { initialState, stateTensors } from '../../../src/graph/state.ts';
import { OpNode, opDef } from '../../../src/ops/index.ts';
import type { KernelCall, KernelField } from '../../../src/ops/support/kernel-call.ts';

/** A network and how many samples it is to be run on. */
export interface Job {
  readonly graph: Graph;
  readonly samples: number;
  /** True where state stays from one sample to the next. */
  readonly sequence: boolean;
}

/** The kernel calls of a graph. */
export function kernelCalls(graph: Graph): KernelCall[] {
  return graph.ops.flatMap((op, index) => opDef(op.type, index).kernels(new OpNode(graph, op, index)));
}

function tensors(graph: Graph, prefix: string): string[] {
  return graph.tensors.map(({ dtype, shape, data }, t) => {
    const declaration = `${elementType(dtype)} ${prefix}_t${t}[${elementCount(shape) || 1}]`;
    if (data === undefined) return `static ${declaration};`;
    return `static const ${declaration} = {${Array.from(data as ArrayLike<number>).join(',') || 0}};`;
  });
}

function field(value: KernelField, table: string): string {
  if (value.type === 'table') return table;
  // A double literal of a float32 is that float32, exactly.
  return value.type === 'float' ? `(float)${value.value.toExponential()}` : `INT32_C(${value.value})`;
}

function call(
  { kernel, fields, args }: KernelCall,
  prefix: string,
  own: string,
): { data: string[]; code: string } {
  const data = fields.flatMap((each) =>
    each.type === 'table' ? [`static const int32_t ${own}_${each.name}[] = {${each.values.join(',')}};`] : [],
  );
  const values = fields.map((each) => field(each, `${own}_${each.name}`));
  data.push(`static const tflq_${kernel}_params ${own} = {${values.join(', ')}};`);
  const pointers = args.map((arg, a) => {
    if (arg.kind === 'absent') return '0';
    if (arg.kind !== 'scratch') return `${prefix}_t${arg.tensor}`;
    data.push(`static int32_t ${own}_scratch${a}[${Math.ceil(arg.bytes / 4)}];`);
    return `(void *)${own}_scratch${a}`;
  });
  return { data, code: `tflq_${kernel}(${[`&${own}`, ...pointers].join(', ')});` };
}

/** Brings state back to what it began with: definitions, and statements. */
function reset(graph: Graph, prefix: string): { data: string[]; code: string[] } {
  const states = stateTensors(graph).map((t) => ({ t, tensor: graph.tensors[t]! }));
  return {
    data: states.map(({ t, tensor }) => {
      const values = Array.from(initialState(tensor) as ArrayLike<number>).join(',');
      return `static const ${elementType(tensor.dtype)} ${prefix}_t${t}_initial[] = {${values}};`;
    }),
    code: states.map(({ t }) => `memcpy(${prefix}_t${t}, ${prefix}_t${t}_initial, sizeof ${prefix}_t${t});`),
  };
}

function network({ graph, samples, sequence }: Job, prefix: string): string {
  const calls = kernelCalls(graph).map((each, c) => call(each, prefix, `${prefix}_c${c}`));
  const fresh = reset(graph, prefix);
  const transfer = (verb: string, stream: string) => (t: number) =>
    `    ${verb}(${prefix}_t${t}, 1, sizeof ${prefix}_t${t}, ${stream});`;
  return [
    ...tensors(graph, prefix),
    ...calls.flatMap(({ data }) => data),
    ...fresh.data,
    `static void ${prefix}(void) {`,
    ...(sequence ? fresh.code.map((code) => `  ${code}`) : []),
    `  for (int sample = 0; sample < ${samples}; sample++) {`,
    ...(sequence ? [] : fresh.code.map((code) => `    ${code}`)),
    ...graph.inputs.map(transfer('(void)!fread', 'stdin')),
    ...calls.map(({ code }) => `    ${code}`),
    ...graph.outputs.map(transfer('(void)!fwrite', 'stdout')),
    '  }',
    '}',
    '',
  ].join('\n');
}

/** The program's text. It includes the kernels' headers, and so needs their folder in its include path. */
export function nativeProgram(jobs: readonly Job[]): string {
  const kernels = new Set(jobs.flatMap(({ graph }) => kernelCalls(graph).map(({ kernel }) => kernel)));
  return [
    '#include <stdio.h>',
    '#include <string.h>',
    ...[...kernels].sort().map((kernel) => `#include "${kernel}.h"`),
    ...jobs.map((job, k) => network(job, `n${k}`)),
    'int main(void) {',
    ...jobs.map((_job, k) => `  n${k}();`),
    '  return 0;',
    '}',
    '',
  ].join('\n');
}
