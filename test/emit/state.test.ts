/** Networks with state as emitted C: they remember from one run to the next until a reset. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildProject } from '../../src/build/index.ts';
import { flashProject } from '../../src/flash/index.ts';
import { bytesOf } from '../../src/graph/dtype.ts';
import type { Graph } from '../../src/graph/graph.ts';
import { loadIntegerNetwork } from '../../src/integer/index.ts';
import { openDevice } from '../../src/link/index.ts';
import { hasCompiler } from '../support/fake-firmware.ts';
import { lstmNetwork, quantized, svdfNetwork, variableNetwork } from '../support/stateful-network.ts';
import { rendered, text, written } from './support/projects.ts';

const NETWORKS: readonly (readonly [string, () => Promise<Graph>])[] = [
  ['an LSTM', () => quantized(lstmNetwork({ batch: 1, steps: 2, inputs: 3, units: 4 }))],
  ['an SVDF', () => quantized(svdfNetwork())],
  ['a variable', () => quantized(variableNetwork())],
];

/** Three runs, a reset, and one more; writes the output of each. */
const PROGRAM = `
#include "net.h"
#include <stdio.h>
#include <string.h>

static void run(int k) {
  for (int i = 0; i < TFLQ_NET_INPUT_0_ELEMENTS; i++) {
    ((int8_t *)tflq_net_input(0))[i] = (int8_t)(i * 37 + k * 50);
  }
  (void)tflq_net_invoke();
  (void)fwrite(tflq_net_output(0), 1, TFLQ_NET_OUTPUT_0_BYTES, stdout);
}

int main(void) {
  if (tflq_net_init() != 0) {
    return 1;
  }
  run(0);
  run(1);
  run(0);
  if (tflq_net_reset() != 0) {
    return 2;
  }
  run(0);
  return 0;
}
`;

function inputOf(length: number, k: number): Int8Array {
  return Int8Array.from({ length }, (_, i) => i * 37 + k * 50);
}

/** What the host gives for runs with these numbers; 'reset' stands between them. */
async function hostOutputs(graph: Graph, runs: readonly (number | 'reset')[]): Promise<number[][]> {
  const network = await loadIntegerNetwork(graph);
  const { shape } = graph.tensors[graph.inputs[0]!]!;
  const length = shape.reduce((product, dim) => product * dim, 1);
  return runs.flatMap((k) => {
    if (k !== 'reset') return [[...bytesOf(network.run([inputOf(length, k)])[0]!)]];
    network.reset();
    return [];
  });
}

const skipped = hasCompiler ? '' : ' (skipped: no C compiler)';

describe.skipIf(!hasCompiler)(`emitted C with state${skipped}`, () => {
  it.each(NETWORKS)('%s remembers until a reset, as on the host', async (_what, make) => {
    const graph = await make();
    const dir = await written(await rendered(graph));
    const source = join(dir, 'program.c');
    writeFileSync(source, PROGRAM);
    const strict = [
      '-std=c99',
      '-Wall',
      '-Wextra',
      '-Wconversion',
      '-Wshadow',
      '-Werror',
      '-I',
      join(dir, 'tflq'),
    ];
    const program = join(dir, 'program');
    execFileSync('cc', [...strict, '-o', program, source, join(dir, 'tflq', 'net.c')]);
    const expected = await hostOutputs(graph, [0, 1, 0, 'reset', 0]);
    expect(expected[2]).not.toEqual(expected[0]);
    expect([...execFileSync(program)]).toEqual(expected.flat());
  });

  it.each(NETWORKS)('%s begins every sample afresh under the harness', async (_what, make) => {
    const graph = await make();
    const project = await rendered(graph);
    const dir = await written(project);
    await buildProject(dir, project.manifest);
    await flashProject(dir, project.manifest);
    const device = await openDevice(dir, project.manifest);
    try {
      const length = device.info.inputs[0]!.bytes;
      const [first, second] = await hostOutputs(graph, [0, 'reset', 1]);
      for (const [k, expected] of [first, second, first].entries()) {
        const { outputs } = await device.infer([bytesOf(inputOf(length, k % 2))]);
        expect([...outputs[0]!]).toEqual(expected);
      }
      await device.profile([bytesOf(inputOf(length, 1))]);
      expect([...(await device.infer([bytesOf(inputOf(length, 0))])).outputs[0]!]).toEqual(first);
    } finally {
      await device.close();
    }
  });

  it('says what there is to reset', async () => {
    const graph = await NETWORKS[0]![1]();
    const source = text(await rendered(graph), 'tflq/net.c');
    const [, body] = source.match(/int tflq_net_reset\(void\) \{\n(.*?)\n\}/s)!;
    const zero = graph.tensors[graph.outputs[0]!]!.quant!.zeroPoint[0]!;
    expect(body!.match(/TENSOR_\d+\[i\] = -?\d+;/g)!.map((line) => line.split(' ')[2])).toEqual([
      `${zero};`,
      '0;',
    ]);
    const tflm = text(await rendered(graph, { runtime: 'tflm' }), 'tflq/net.cc');
    expect(tflm).toContain('runtime->interpreter.Reset()');
  });

  it('TFLM has a place for variables, knows the operators of subgraphs, and begins anew', async () => {
    const tflm = text(await rendered(await quantized(variableNetwork()), { runtime: 'tflm' }), 'tflq/net.cc');
    expect(tflm).toContain('MicroResourceVariables::Create(allocator, 1)');
    expect(tflm).toContain('resolver.AddAssignVariable() == kTfLiteOk');
    expect(tflm).toMatch(/int tflq_net_reset\(void\) \{[^}]*return tflq_net_init\(\);/);
  });
});
