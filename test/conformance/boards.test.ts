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

const sample = vectorOperators().flatMap((operator) =>
  loadVectors(operator)
    .filter(({ refused }) => refused === undefined)
    .filter((_vector, k) => k % STEP === 0)
    .map((vector): Vector => ({ ...vector, name: `${operator}: ${vector.name}` })),
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
});
