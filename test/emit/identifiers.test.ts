import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toModelName } from '../../src/emit/index.ts';

describe('toModelName', () => {
  it.each([
    ['kws_int8.tflite', 'kws_int8'],
    ['/home/a b/My Model (v2).TFLITE', 'my_model_v2'],
    ['C:\\models\\Größe.onnx', 'gro_e'],
    ['model', 'model'],
    ['Café.h5', 'cafe'],
    ['8bit.tflite', 'n8bit'],
    ['net.v2.tflite', 'net_v2'],
    ['', 'network'],
    ['___.tflite', 'network'],
    ['名前.tflite', 'network'],
    ['tflq_model.tflite', 'model'],
    ['tflq.tflite', 'network'],
    [`${'a'.repeat(40)}.tflite`, 'a'.repeat(31)],
    [`${'a'.repeat(30)}_b.tflite`, 'a'.repeat(30)],
  ])('%j is %s', (text, name) => {
    expect(toModelName(text)).toBe(name);
  });

  it.each(['time.tflite', 'string', 'math.h5', 'stdint', 'unistd', 'signal'])(
    'does not hide a header of the system: %s',
    (text) => {
      expect(toModelName(text)).toMatch(/^[a-z]+_network$/);
    },
  );

  it.each(['port', 'harness'])("does not take the harness's names: %s", (text) => {
    expect(toModelName(text)).toBe(`${text}_network`);
  });

  it('makes an identifier of anything, and leaves identifiers alone', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const name = toModelName(text);
        expect(name).toMatch(/^[a-z][a-z0-9_]{0,38}$/);
        expect(name).not.toMatch(/^tflq|_$/);
        expect(toModelName(name)).toBe(name);
      }),
      { numRuns: 300 },
    );
  });
});
