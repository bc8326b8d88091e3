/** At least a fifth of the conformance networks, of every operator, as emitted C on emulated boards. */
import { describe, expect, it } from 'vitest';
import { findBoard } from '../../src/boards/index.ts';
import { missingPrograms } from '../build/support/port-project.ts';
import { newFolder } from '../support/scratch.ts';
import { loadVectors, type Vector, vectorOperators } from '../support/vectors.ts';
import { wrongOnBoard } from './support/board-program.ts';

/** Every so many networks one is taken, the first always. */
const STEP = 5;

/** Networks in one firmware. */
const BATCH = 60;

/**
 * Networks in which GCC 12 for Arm addresses a tensor from a base of 0, at one level of optimization or another, and
 * drops a kernel that does not say TFLQ_WRITTEN: see templates/kernels/tflq_kernel.h.
 */
const ADDRESSED_FROM_ZERO = [
  'PAD: [1,4,4,1] by [0,0,0,0,0,0,1,2]',
  'STRIDED_SLICE: int8 [9] from [-100] to [-2] by [2] {}',
  'STRIDED_SLICE: int8 [9] from [5] to [3] by [-1] {"beginMask":1}',
  'TRANSPOSE: int8 [2,3,4] by [2,0,1]',
  'TRANSPOSE: int8 [1,7,5,8] by [0,3,1,2]',
  'TRANSPOSE: int16 [2,3,4] by [2,0,1]',
  'BATCH_MATMUL: left transposed, right transposed, batches [1] and [1]',
];

/** An operator's networks that TFLM runs. */
const networks = (operator: string): Vector[] =>
  loadVectors(operator)
    .filter(({ refused }) => refused === undefined)
    .map((vector) => ({ ...vector, name: `${operator}: ${vector.name}` }));

const sample = vectorOperators().flatMap((operator) =>
  networks(operator).filter((_vector, k) => k % STEP === 0),
);

const batches = Array.from({ length: Math.ceil(sample.length / BATCH) }, (_, k) => ({
  batch: k + 1,
  vectors: sample.slice(k * BATCH, (k + 1) * BATCH),
}));

const boards = await Promise.all(
  ['mps2-an386', 'riscv32-virt'].map(async (id) => {
    const board = await findBoard(id);
    return { id, board, missing: await missingPrograms(board) };
  }),
);

/** The same network with an expectation that no board can meet. */
function spoilt(vector: Vector): Vector {
  const outputs = vector.outputs.map((sample) =>
    sample.map((bytes) => bytes.map((byte, i) => (i === bytes.length - 1 ? byte ^ 1 : byte))),
  );
  return { ...vector, name: 'spoilt', outputs };
}

describe.each(boards)('$id', ({ board, missing }) => {
  const reason = missing && ` (skipped: no ${missing})`;
  it.skipIf(reason !== '')(`is not believed blindly: one wrong byte is noticed${reason}`, async () => {
    const [first, second, third] = sample;
    const found = await wrongOnBoard([first!, spoilt(second!), third!], board, newFolder('conformance-'));
    expect(found).toEqual(['spoilt']);
  });

  it.skipIf(reason !== '').each(batches)(
    `gives TFLM’s bytes, batch $batch${reason}`,
    { timeout: 300_000 },
    async ({ vectors }) => {
      expect(await wrongOnBoard(vectors, board, newFolder('conformance-'))).toEqual([]);
    },
  );

  it.skipIf(reason !== '').each(['-O1', '-O2', '-O3', '-Os'])(
    `no kernel is taken for one that does nothing, at %s${reason}`,
    { timeout: 300_000 },
    async (optimization) => {
      const operators = new Set(ADDRESSED_FROM_ZERO.map((name) => name.replace(/:.*/, '')));
      const vectors = [...operators]
        .flatMap(networks)
        .filter(({ name }) => ADDRESSED_FROM_ZERO.includes(name));
      expect(vectors).toHaveLength(ADDRESSED_FROM_ZERO.length);
      expect(await wrongOnBoard(vectors, board, newFolder('conformance-'), optimization)).toEqual([]);
    },
  );
});
