/** Custom operators that TFLM has itself: with the runtime tflm they need no header. */
import { describe, expect, it } from 'vitest';
import { buildProject } from '../../src/build/index.ts';
import { requireCustomHeaders } from '../../src/emit/index.ts';
import { flashProject } from '../../src/flash/index.ts';
import { describeScheme } from '../../src/graph/scheme.ts';
import { openDevice } from '../../src/link/index.ts';
import { estimateTflmArena } from '../../src/memory/index.ts';
import { quantizeGraph } from '../../src/quantize/index.ts';
import { simplify } from '../../src/simplify/index.ts';
import { type Detection, detectionNetwork, OPTIONS } from '../support/detection-network.ts';
import { hasCompiler } from '../support/fake-firmware.ts';
import { rendered, text, written } from './support/projects.ts';

const NAME = 'TFLite_Detection_PostProcess';

/** A function that gives the first numbers of each input. */
const CODE = `#include "tflq_custom.h"

static int TFLite_Detection_PostProcess_invoke(const tflq_custom_call *call) {
  for (int32_t i = 0; i < call->input_count; i++) {
    ((float *)call->output_data[1])[i] = ((const float *)call->input_data[i])[0];
  }
  return call->inputs[0].type == TFLQ_CUSTOM_FLOAT32 ? 0 : 1;
}
`;
const header = { name: NAME, file: 'detection.h', bytes: Buffer.from(CODE) };

describe('the runtime tflm', () => {
  it('registers and compiles TFLM’s own kernel', async () => {
    const project = await rendered(detectionNetwork(), { runtime: 'tflm' });
    const cc = text(project, 'tflq/net.cc');
    expect(cc).toContain('MicroMutableOpResolver<2>');
    expect(cc).toContain('resolver.AddDetectionPostprocess() == kTfLiteOk');
    expect(cc).not.toContain('AddCustom');
    expect(text(project, 'tflq/tflm.mk')).toContain('TFLM_OPERATORS = DEQUANTIZE DETECTION_POSTPROCESS\n');
    expect(project.manifest.customOps).toBeUndefined();
  });

  it('takes the user’s code where it is given', async () => {
    const project = await rendered(detectionNetwork(), { runtime: 'tflm', customOps: [header] });
    const cc = text(project, 'tflq/net.cc');
    expect(cc).toContain(`resolver.AddCustom("${NAME}", ${NAME}_registration()) == kTfLiteOk`);
    expect(cc).not.toContain('AddDetectionPostprocess');
    expect(text(project, 'tflq/tflm.mk')).toContain('TFLM_OPERATORS = DEQUANTIZE\n');
  });

  it('has room in the arena for what the kernel sorts', () => {
    const graph = detectionNetwork();
    const other = { ...graph, ops: graph.ops.map((op) => ({ ...op, type: op.type.replace(NAME, 'Other') })) };
    // 11 buffers of 6 boxes: 6 + 4 · 6 · (4 + 3 + 1 + 1 + 3 + 3 + 1 + 3 + 3 + 3) bytes, each rounded up to 16.
    expect(estimateTflmArena(graph) - estimateTflmArena(other)).toBeGreaterThan(606);
  });

  const wide = { shape: [1, 6, 3], dtype: 'int8' } as const;
  const cases: [string, Detection, RegExp][] = [
    ['integers', { tensors: { 1: wide } }, /int8 \("scores"\); TFLM computes it with float32 alone/],
    ['fewer inputs', { op: { inputs: [0, 1] } }, /has 2 inputs; it takes 3/],
    ['fewer outputs', { op: { outputs: [3, 4, 5] } }, /has 3 outputs; it makes 4/],
    ['anchors of other boxes', { tensors: { 2: { shape: [5, 4] } } }, /\[1, 6, 3\] and \[5, 4\]; it takes/],
    ['no options', { op: { attrs: {} } }, /options of operator 2 .* are no map/],
    ['options without classes', { options: { max_detections: 3 } }, /no option max_classes_per_detection/],
    ['no detections', { options: { ...OPTIONS, max_detections: 0 } }, /an option max_detections of 0/],
    [
      'other classes',
      { options: { ...OPTIONS, num_classes: 1 } },
      /scores of 3 classes; .* num_classes is 1/,
    ],
    ['outputs of open shapes', { tensors: { 3: { shape: [] } } }, /room for 0 detections; .* up to 3/],
    [
      'more boxes than room',
      { options: { ...OPTIONS, max_detections: 4 } },
      /room for 3 detections; .* up to 4/,
    ],
    [
      'several classes a box',
      { options: { ...OPTIONS, max_classes_per_detection: 2 } },
      /room for 3 detections; .* up to 12/,
    ],
    [
      'less scratch memory than it writes',
      { options: { ...OPTIONS, max_detections: 1, use_regular_nms: 1 } },
      /beyond its scratch memory/,
    ],
  ];
  it.each(cases)('refuses %s', (_what, change, message) => {
    expect(() => requireCustomHeaders(detectionNetwork(change), [], 'tflm')).toThrow(
      expect.objectContaining({ kind: 'model', message: expect.stringMatching(message) }),
    );
  });
});

describe('the runtime c', () => {
  it('asks for code, or for TFLM', () => {
    expect(() => requireCustomHeaders(detectionNetwork(), [], 'c')).toThrow(
      expect.objectContaining({
        kind: 'model',
        message: `operator 2 is the custom operator "${NAME}", whose code is not given`,
        hint: expect.stringMatching(/--custom-op TFLite_\S+=\S+\.h, or take --runtime tflm, which has it/),
      }),
    );
  });

  it.skipIf(!hasCompiler)('gives the code real numbers', async () => {
    const project = await rendered(detectionNetwork(), { customOps: [header] });
    const dir = await written(project);
    await buildProject(dir, project.manifest);
    await flashProject(dir, project.manifest);
    const device = await openDevice(dir, project.manifest);
    try {
      const inputs = [new Uint8Array(24).fill(20), new Uint8Array(18).fill(64)];
      const { outputs } = await device.infer(inputs);
      const first = new Float32Array(Uint8Array.from(outputs[1]!).buffer);
      expect([...first]).toEqual([Math.fround(20 * Math.fround(0.05)), 0.5, 1]);
    } finally {
      await device.close();
    }
  });
});

describe('a network of integers with real numbers at a custom operator', () => {
  it('is one that is quantized already, and stays as it is', async () => {
    const graph = detectionNetwork();
    expect(describeScheme(graph)).toBe('int8');
    expect(await simplify(graph)).toEqual(graph);
  });

  it('is not, where the operator is all that is there', () => {
    const graph = detectionNetwork();
    const alone = { ...graph, ops: [graph.ops[2]!], inputs: [0, 1] };
    expect(describeScheme(alone)).toBe('float');
    expect(() => quantizeGraph(alone, { ranges: new Map(), samples: 0 })).toThrow(
      /cannot be computed or quantized/,
    );
  });
});
