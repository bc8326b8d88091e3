/** The results of `gen`, `build` and `flash` in words. */
import type { FlashResult } from '../flash/index.ts';
import { formatBytes, styleFor } from '../report/index.ts';
import { buildText } from './build-text.ts';
import type { CheckMadeResult, MakeProjectResult } from './make-project.ts';
import type { RunResult } from './run-all.ts';

const { bold, dim } = styleFor();

function need(label: string, bytes: number, available: number | null): string {
  const share =
    available === null ? '' : ` of ${formatBytes(available)} (${Math.ceil((100 * bytes) / available)} %)`;
  return `  ${label} about ${formatBytes(bytes)}${share}`;
}

/** What became of the model on its way into the project. */
function whence({ calibrationSamples }: Pick<MakeProjectResult, 'calibrationSamples'>): string {
  if (calibrationSamples === null) return 'was quantized already, goes in unchanged';
  if (calibrationSamples === 0) return 'quantized to int8 as it says itself';
  return `quantized to int8 with ${calibrationSamples} samples`;
}

/** What `gen` made. */
function makeText(result: MakeProjectResult): string {
  const { project, name, board, runtime, fit, memory, kept } = result;
  const lines = [
    `${bold(project)}: ${name} for ${board}, runtime ${runtime}`,
    `  model      ${whence(result)}`,
    `  weights    ${formatBytes(memory.weightBytes)}, arena ${formatBytes(memory.arenaBytes)}`,
    need('flash     ', fit.flashBytes, fit.flashAvailable),
    need('RAM       ', fit.ramBytes, fit.ramAvailable),
    ...(fit.psramBytes > 0 ? [`  PSRAM      ${formatBytes(fit.psramBytes)}, the arena`] : []),
    `  files      ${result.written.length} written`,
  ];
  if (kept.length > 0) lines.push(dim(`  kept       as you edited them: ${kept.join(', ')}`));
  return lines.join('\n');
}

/** What `gen` made, and what to do with it. */
export function genText(result: MakeProjectResult): string {
  const { project, name, isFirmware } = result;
  const next = isFirmware
    ? `tflq-micro build ${project} && tflq-micro flash ${project} && tflq-micro validate ${project} --data SAMPLES`
    : `take ${project} into your build and include "${name}.h" (docs/INTEGRATION.md).`;
  return [makeText(result), '', `Next: ${next}`].join('\n');
}

/** What `gen --check` found where all is well. */
export function checkText({ project, kept }: CheckMadeResult): string {
  const edited = kept.length > 0 ? dim(` (yours, as you edited them: ${kept.join(', ')})`) : '';
  return `${bold(project)} is up to date${edited}`;
}

/** What `flash` did. */
export function flashText({ target, bytes }: FlashResult): string {
  return `flashed ${formatBytes(bytes)} (ELF file) to ${target}`;
}

/** One stage of `run`. */
export function stageText({ gen, build, flash }: Partial<RunResult>): string {
  return [gen && makeText(gen), build && buildText(build), ...(flash ?? []).map(flashText)]
    .filter((text) => text !== undefined && text !== null)
    .join('\n');
}
