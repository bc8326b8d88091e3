/** The result of `quantize` in words. */
import { formatBytes, formatTable, styleFor } from '../report/index.ts';
import type { QuantizeFileResult } from './quantize-file.ts';
import type { TensorRange } from './tensor-ranges.ts';

const { bold, dim } = styleFor();

/** Five significant digits are what a person compares. */
function number(value: number | null | undefined): string {
  return value === null || value === undefined ? '' : String(Number(value.toPrecision(5)));
}

/** One row of a table of tensors: name, type, observed range, scale, zero point. */
export function tensorRow({
  name,
  shape,
  dtype,
  observed,
  scale,
  zeroPoint,
  channels,
}: TensorRange): string[] {
  return [
    JSON.stringify(name).slice(1, -1).slice(0, 40),
    `${dtype} [${shape.join(', ')}]`,
    observed === null ? '' : `${number(observed.min)} … ${number(observed.max)}`,
    channels > 1 ? `${number(scale)} and ${channels - 1} more` : number(scale),
    number(zeroPoint),
  ];
}

function calibrated({ calibrationSamples }: QuantizeFileResult): string {
  if (calibrationSamples === 0) return 'not at all: the model brings its quantization';
  return `${calibrationSamples} samples, ranges by minimum and maximum`;
}

/** For a terminal. */
export function quantizeText(result: QuantizeFileResult): string {
  const { before, after } = result.bytes;
  const lines = [
    `${bold(result.output)}`,
    `  scheme     int8, ${result.weights} weights, ${result.io} input and output`,
    `  calibrated ${calibrated(result)}`,
    `  size       ${formatBytes(before)} → ${formatBytes(after)} (${Math.round((100 * after) / before)} %)`,
  ];
  if (result.accuracy !== undefined) {
    const { float, quantized, samples } = result.accuracy;
    const change = (100 * (quantized - float)).toFixed(2);
    lines.push(
      `  accuracy   float ${float.toFixed(4)} → int8 ${quantized.toFixed(4)} (${change.startsWith('-') ? '' : '+'}${change} points, ${samples} samples)`,
    );
  } else lines.push(dim('  accuracy   not measured: give the classes of the samples with --labels'));
  if (result.tensors !== undefined) {
    const header = ['tensor', 'type', 'observed', 'scale', 'zero point'];
    lines.push('', formatTable(header, result.tensors.map(tensorRow)));
  }
  return lines.join('\n');
}
