import { describe, expect, it } from 'vitest';
import { parseInputShapes } from '../../src/cli/input-shapes.ts';
import { thrown } from '../support/errors.ts';

describe('--input-shape', () => {
  it('gives one input or several their shapes', () => {
    expect([...parseInputShapes()]).toEqual([]);
    expect([...parseInputShapes(['1,49,10,1'])]).toEqual([['', [1, 49, 10, 1]]]);
    expect([...parseInputShapes(['a=1x3', 'b:0=2'])]).toEqual([
      ['a', [1, 3]],
      ['b:0', [2]],
    ]);
    expect([...parseInputShapes(['x=y=4'])]).toEqual([['x=y', [4]]]);
  });

  it.each(['', '1,,2', '1,0', 'a', 'a=', '1.5', '-1', '1,2,', '99999999999999999999'])(
    'refuses %j',
    (text) => {
      expect(thrown('usage', () => parseInputShapes([text])).where).toBe('--input-shape');
    },
  );

  it('refuses two shapes for one input', () => {
    expect(thrown('usage', () => parseInputShapes(['1', '2'])).message).toMatch(/twice/);
    expect(thrown('usage', () => parseInputShapes(['a=1', 'a=2'])).message).toContain('"a"');
  });
});
