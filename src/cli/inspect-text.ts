/** An inspection in words. */
import { formatBytes, formatCount, formatTable, harmless, styleFor } from '../report/index.ts';
import type { BoardFit, Inspection } from './inspect-model.ts';
import { tensorRow } from './quantize-text.ts';

/** Strangers' strings get so many columns. */
const LONGEST_TYPE = 48;
const LONGEST_NEED = 200;

const { bold, dim, good, bad } = styleFor();

function percent(bytes: number, available: number | null): string {
  return available === null
    ? formatBytes(bytes)
    : `${formatBytes(bytes)} of ${formatBytes(available)} (${Math.ceil((100 * bytes) / available)} %)`;
}

function boardRow(fit: BoardFit): string[] {
  return [
    fit.fits ? good('✓') : bad('✗'),
    fit.board,
    percent(fit.flashBytes, fit.flashAvailable),
    percent(fit.ramBytes, fit.ramAvailable),
  ];
}

function costLines({ asInt8, obstacle, scheme }: Inspection): string[] {
  if (asInt8 === null) return ['', bad(`It cannot be emitted: ${obstacle}`)];
  const as = scheme === 'int8' || scheme === 'int16' ? '' : ' as int8';
  return [
    `  weights     ${formatBytes(asInt8.weightBytes)}${as}`,
    `  peak RAM    ${formatBytes(asInt8.peakRamBytes)} of activations and scratch${as}, by the planner`,
    '',
    formatTable(['', 'board', 'flash', 'RAM'], asInt8.boards.map(boardRow)),
  ];
}

/** What custom operators need, each line once. */
function needLines(operators: Inspection['operators']): string[] {
  const needs = new Set(operators.flatMap(({ needs: need }) => (need === undefined ? [] : [need])));
  return needs.size === 0 ? [] : ['', ...[...needs].map((need) => harmless(need, LONGEST_NEED))];
}

/**
 * For a terminal.
 *
 * @param showTensors whether all tensors are listed, not only inputs and outputs
 */
export function inspectText(inspection: Inspection, showTensors: boolean): string {
  const { model, bytes, scheme, operators, macs, parameters } = inspection;
  const rows = operators.map((op) => [
    String(op.index),
    op.isSupported ? harmless(op.type, LONGEST_TYPE) : bad(`${op.type} (not supported)`),
    `${op.dtype} [${op.shape.join(', ')}]`,
    op.macs === 0 ? '' : formatCount(op.macs),
    op.parameters === 0 ? '' : formatCount(op.parameters),
  ]);
  const shown = showTensors ? inspection.tensors : [...inspection.inputs, ...inspection.outputs];
  return [
    `${bold(model)}: ${scheme}, ${operators.length} operators, ${formatBytes(bytes)}`,
    `  MACs        ${formatCount(macs)}`,
    `  parameters  ${formatCount(parameters)}`,
    ...costLines(inspection),
    '',
    formatTable(['#', 'operator', 'output', 'MACs', 'parameters'], rows),
    ...needLines(operators),
    '',
    formatTable(['tensor', 'type', 'observed', 'scale', 'zero point'], shown.map(tensorRow)),
    ...(showTensors ? [] : [dim('Inputs and outputs; --tensors shows all.')]),
  ].join('\n');
}
