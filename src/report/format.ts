/** Figures as people read them. English notation everywhere, whatever the machine's locale. */

const STEPS = ['', ' k', ' M', ' G', ' T'] as const;

/** Three significant digits: 7.70, 12.3, 456. */
function threeDigits(value: number): string {
  return value.toFixed(value < 9.995 ? 2 : value < 99.95 ? 1 : 0);
}

/** A whole number with its digits in groups: 54,012. */
export function formatInteger(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** A count to three digits: 812, 2.70 k, 7.70 M. */
export function formatCount(count: number): string {
  let scaled = count;
  let step = 0;
  while (scaled >= 999.5 && step < STEPS.length - 1) {
    scaled /= 1000;
    step++;
  }
  return step === 0 ? formatInteger(scaled) : `${threeDigits(scaled)}${STEPS[step]}`;
}

/** A size to one decimal, by 1024: 812 bytes, 52.7 KB, 3.8 MB. */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${formatInteger(bytes)} ${bytes === 1 ? 'byte' : 'bytes'}`;
  const kilobytes = bytes / 1024;
  return kilobytes < 1023.95 ? `${kilobytes.toFixed(1)} KB` : `${(kilobytes / 1024).toFixed(1)} MB`;
}

/** A size with its exact bytes: 52.7 KB (54,012 bytes). */
export function formatExactBytes(bytes: number): string {
  return bytes < 1024 ? formatBytes(bytes) : `${formatBytes(bytes)} (${formatInteger(bytes)} bytes)`;
}

/**
 * A share as a percentage: 90.3 %, 100 %. What is not quite all is never rounded to 100 %, nor what is not quite
 * nothing to 0 %: it gets more digits.
 *
 * @param share 0 to 1
 */
export function formatPercent(share: number): string {
  if (share === 0 || share === 1) return `${share * 100} %`;
  let digits = 1;
  let text = (share * 100).toFixed(digits);
  while (digits < 6 && (Number(text) === 100 || Number(text) === 0)) text = (share * 100).toFixed(++digits);
  return `${text} %`;
}

/**
 * A latency with its unit: 812 µs, 12.3 ms, 1.23 s for `us`; otherwise a whole number and the unit as it is,
 * e.g. 1,234,567 instructions (QEMU).
 */
export function formatLatency(value: number, unit: string): string {
  if (unit !== 'us') return `${formatInteger(value)} ${unit}`;
  if (value < 999.5) return `${threeDigits(value)} µs`;
  if (value < 999_500) return `${threeDigits(value / 1e3)} ms`;
  return `${threeDigits(value / 1e6)} s`;
}
