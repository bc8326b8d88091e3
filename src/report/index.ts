/** How results are shown: terminal text, JUnit, progress. */

export { formatBar } from './bar.ts';
export {
  formatBytes,
  formatCount,
  formatExactBytes,
  formatInteger,
  formatLatency,
  formatPercent,
} from './format.ts';
export { junit } from './junit.ts';
export { plain, styleFor } from './style.ts';
export { formatTable } from './table.ts';
export { terminalProgress } from './terminal-progress.ts';
export { harmless } from './text-width.ts';
export { validationText } from './validation-text.ts';
