import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { findBoard } from '../../src/boards/index.ts';
import { buildProject } from '../../src/build/index.ts';
import { loadArrays, matchSamples } from '../../src/data/index.ts';
import { checkFit, requireFit } from '../../src/emit/index.ts';
import { readTflite } from '../../src/formats/tflite/index.ts';
import type { Graph } from '../../src/graph/graph.ts';
import { calibrate, quantizeGraph } from '../../src/quantize/index.ts';
import { missingPrograms } from '../build/support/port-project.ts';
import { network } from '../formats/tflite/network.ts';
import { thrown } from '../support/errors.ts';
import { hasShared, sharedPath } from '../support/shared.ts';
import { loadVectors } from '../support/vectors.ts';
import { reluNetwork } from './support/networks.ts';
import { rendered, written } from './support/projects.ts';

const DIGITS = fileURLToPath(new URL('../../examples/digits/', import.meta.url));

/** The network of examples/digits, quantized. */
async function digits(): Promise<Graph> {
  const graph = readTflite(readFileSync(join(DIGITS, 'digits_float32.tflite')), 'digits');
  const data = join(DIGITS, 'digits_representative.npy');
  return quantizeGraph(graph, await calibrate(graph, matchSamples(graph, await loadArrays(data), data)));
}

function shared(name: string): Graph {
  return readTflite(readFileSync(sharedPath('models', `${name}.tflite`)), name);
}

describe('the fit', () => {
  it('is no question on the host', async () => {
    const fit = checkFit(reluNetwork(2 ** 20), await findBoard('host'), 'c');
    expect(fit).toMatchObject({ flashAvailable: null, ramAvailable: null, fits: true });
  });

  it('counts the arena, the frame, the ticks and the stack', async () => {
    const board = await findBoard('microbit');
    const small = checkFit(reluNetwork(1000), board, 'c');
    const large = checkFit(reluNetwork(3000), board, 'c');
    expect(large.ramBytes - small.ramBytes).toBe(2 * 2000);
    expect(small).toMatchObject({ flashAvailable: 262_144, ramAvailable: 16_384, fits: true });
    expect(small.ramBytes).toBeGreaterThan(2 * 1000 + 512 + 8 + 4 + board.memory!.stack);
  });

  it('refuses what has too little RAM, with both figures and what is lacking', async () => {
    const board = await findBoard('microbit');
    const error = thrown('fit', () => requireFit(reluNetwork(8000), board, 'c'));
    expect(error.message).toMatch(
      /^the network does not fit microbit: too little RAM\. It needs 18,\d{3} bytes of RAM, the board has 16,384; it needs about \d,\d{3} bytes of flash, the board has 262,144$/,
    );
    expect(error.exitCode).toBe(5);
  });

  it('refuses what has too little flash', async () => {
    const board = await findBoard('microbit');
    const graph = network();
    const constant = Int8Array.from({ length: 300_000 }, (_, k) => k % 101);
    const tensor = { ...graph.tensors[4]!, shape: [1, 300_000], quant: undefined, data: constant };
    const large: Graph = {
      ...graph,
      tensors: [
        { name: 'x', shape: [1, 1], dtype: 'int8', quant: { scale: [1], zeroPoint: [0], axis: 0 } },
        { ...tensor, quant: { scale: [1], zeroPoint: [0], axis: 0 } },
        { name: 'y', shape: [1, 300_000], dtype: 'int8', quant: { scale: [1], zeroPoint: [0], axis: 0 } },
      ],
      ops: [
        { type: 'ADD', inputs: [0, 1], outputs: [2], attrs: { activation: 'NONE', potScaleInt16: false } },
      ],
      inputs: [0],
      outputs: [2],
    };
    expect(thrown('fit', () => requireFit(large, board, 'c')).message).toMatch(/too little RAM and flash/);
  });
});

describe.skipIf(!hasShared)(`the fit of real networks${hasShared ? '' : ' (skipped: no ../shared)'}`, () => {
  it.each([
    ['kws_int8', 'microbit', false],
    ['kws_int8', 'netduinoplus2', true],
    ['resnet8_int8', 'netduinoplus2', true],
    ['resnet8_int8', 'microbit', false],
    ['ad_int8', 'microbit', false],
    ['hello_world_int8', 'microbit', true],
    ['micro_speech_int8', 'microbit', true],
  ])('%s on %s: %s', async (name, board, fits) => {
    expect(checkFit(shared(name), await findBoard(board), 'c').fits).toBe(fits);
  });
});

/** The estimates against what compilers make of it. */
describe.each(['microbit', 'netduinoplus2', 'riscv32-virt'])('the estimate for %s', async (id) => {
  const board = await findBoard(id);
  const missing = await missingPrograms(board);
  const cases: [string, Graph][] = [
    ['many kernels, soft floating point', network()],
    ['one kernel', reluNetwork(100)],
    ['the digits of examples/', await digits()],
    ...['LOG_SOFTMAX', 'UNIDIRECTIONAL_SEQUENCE_LSTM', 'SOFTMAX'].map((operator): [string, Graph] => {
      const [first] = loadVectors(operator);
      return [operator, readTflite(first!.model, operator)];
    }),
  ];
  if (hasShared) {
    const networks = ['hello_world_int8', 'micro_speech_int8', 'kws_int8', 'resnet8_int8'];
    const fitting = networks
      .map((name): [string, Graph] => [name, shared(name)])
      .filter(([, graph]) => checkFit(graph, board, 'c').fits);
    cases.push(...fitting);
  }
  it.skipIf(missing !== '').each(cases)(
    `bounds a build of %s closely${missing && ` (skipped: no ${missing})`}`,
    async (_name, graph) => {
      const fit = requireFit(graph, board, 'c');
      const project = await rendered(graph, { board: id });
      const built = await buildProject(await written(project), project.manifest);
      const stack = board.memory!.stack;
      expect(fit.flashBytes).toBeGreaterThanOrEqual(built.flashBytes);
      expect(fit.flashBytes - built.flashBytes).toBeLessThan(9000);
      expect(fit.ramBytes - stack).toBeGreaterThanOrEqual(built.ramBytes);
      expect(fit.ramBytes - stack - built.ramBytes).toBeLessThan(64);
    },
  );
});
