import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TflqError } from '../../../src/common/errors.ts';
import { readFlexMap, writeFlexMap } from '../../../src/formats/tflite/flexbuffers.ts';

/** {cycles_max: 1}, as TensorFlow writes it. */
const CYCLES = Uint8Array.from([...Buffer.from('cycles_max\0'), ...[1, 12, 1, 1, 1, 1, 4, 2, 0x24, 1]]);

const entries = fc.uniqueArray(
  fc.record({
    key: fc.stringMatching(/^[a-zA-Z_]{1,12}$/),
    type: fc.constant('int32' as const),
    value: fc.oneof(fc.integer(), fc.integer({ min: -200, max: 200 })),
  }),
  { selector: ({ key }) => key, maxLength: 12 },
);

describe('FlexBuffers', () => {
  it('are written as TensorFlow writes them', () => {
    expect(writeFlexMap([{ key: 'cycles_max', type: 'int32', value: 1 }])).toEqual(CYCLES);
    expect(readFlexMap(CYCLES, 'x')).toEqual(new Map([['cycles_max', 1]]));
  });

  it('give back what was written', () => {
    fc.assert(
      fc.property(entries, (given) => {
        const expected = new Map(given.map(({ key, value }) => [key, value]));
        expect(readFlexMap(writeFlexMap(given), 'x')).toEqual(expected);
      }),
    );
    const truth = [{ key: 'on', type: 'bool', value: 1 } as const];
    expect(readFlexMap(writeFlexMap(truth), 'x')).toEqual(new Map([['on', 1]]));
  });

  it('that are damaged are refused, or read', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 60 }),
          fc.tuple(entries, fc.nat(), fc.nat(255)).map(([given, at, value]) => {
            const bytes = writeFlexMap(given);
            bytes[at % bytes.length] = value;
            return bytes;
          }),
        ),
        (bytes) => {
          try {
            expect(readFlexMap(bytes, 'operator 0').size).toBeLessThanOrEqual(bytes.length);
          } catch (error) {
            if (!(error instanceof TflqError)) throw error;
            expect(error.message).toContain('operator 0');
          }
        },
      ),
      { numRuns: 3000 },
    );
  });
});
