import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatBytes,
  formatCount,
  formatExactBytes,
  formatInteger,
  formatLatency,
  formatPercent,
} from '../../src/report/index.ts';

describe('figures', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1000, '1,000'],
    [54012, '54,012'],
    [1234567890, '1,234,567,890'],
    [1234.5, '1,235'],
    [-1234, '-1,234'],
  ])('%d has its digits in groups', (value, text) => expect(formatInteger(value)).toBe(text));

  it.each([
    [0, '0'],
    [812, '812'],
    [999, '999'],
    [1000, '1.00 k'],
    [2704, '2.70 k'],
    [9994, '9.99 k'],
    [9995, '10.0 k'],
    [9999, '10.0 k'],
    [99_960, '100 k'],
    [999_499, '999 k'],
    [999_500, '1.00 M'],
    [7_699_000, '7.70 M'],
    [12_501_632, '12.5 M'],
    [3e15, '3000 T'],
  ])('%d is counted to three digits', (count, text) => expect(formatCount(count)).toBe(text));

  it.each([
    [0, '0 bytes', '0 bytes'],
    [1, '1 byte', '1 byte'],
    [1023, '1,023 bytes', '1,023 bytes'],
    [1024, '1.0 KB', '1.0 KB (1,024 bytes)'],
    [54012, '52.7 KB', '52.7 KB (54,012 bytes)'],
    [1_048_575, '1.0 MB', '1.0 MB (1,048,575 bytes)'],
    [3_984_588, '3.8 MB', '3.8 MB (3,984,588 bytes)'],
  ])('%d bytes are a size', (bytes, text, exact) => {
    expect(formatBytes(bytes)).toBe(text);
    expect(formatExactBytes(bytes)).toBe(exact);
  });

  it.each([
    [0, '0 %'],
    [1, '100 %'],
    [0.9, '90.0 %'],
    [0.903, '90.3 %'],
    [0.9994, '99.9 %'],
    [0.9999, '99.99 %'],
    [0.99999, '99.999 %'],
    [0.0002, '0.02 %'],
  ])('%d is a percentage', (share, text) => expect(formatPercent(share)).toBe(text));

  it('never says all or nothing where it is not', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 1_000_000 }), fc.nat(), (count, seed) => {
        const text = formatPercent((1 + (seed % (count - 1))) / count);
        expect(Number.parseFloat(text)).toBeGreaterThan(0);
        expect(Number.parseFloat(text)).toBeLessThan(100);
      }),
    );
  });

  it.each([
    [0.2, '0.20 µs'],
    [812, '812 µs'],
    [999.6, '1.00 ms'],
    [12_340, '12.3 ms'],
    [999_600, '1.00 s'],
    [1_234_000, '1.23 s'],
  ])('%d µs is a time', (value, text) => expect(formatLatency(value, 'us')).toBe(text));

  it('names the unit of what an emulator counts', () => {
    expect(formatLatency(1234567, 'instructions (QEMU)')).toBe('1,234,567 instructions (QEMU)');
  });
});
