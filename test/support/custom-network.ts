/** A network with a custom operator, and the header of docs/CUSTOM-OPERATORS.md that computes it. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { CustomHeader } from '../../src/emit/index.ts';
import type { Graph } from '../../src/graph/graph.ts';

const QUANT = { scale: [0.5], zeroPoint: [0], axis: 0 };

/** The numbers that Clamp lets through. */
export const [LEAST, MOST] = [-20, 30];

/** int8 [1, 8] → Clamp → RELU. */
export function clampNetwork(name = 'Clamp'): Graph {
  const tensor = (label: string) => ({ name: label, shape: [1, 8], dtype: 'int8' as const, quant: QUANT });
  return {
    name: 'clamped',
    tensors: [tensor('x'), tensor('clamped'), tensor('y')],
    ops: [
      {
        type: `CUSTOM:${name}`,
        inputs: [0],
        outputs: [1],
        attrs: { customOptions: Uint8Array.from([LEAST & 255, MOST]) },
      },
      { type: 'RELU', inputs: [1], outputs: [2], attrs: {} },
    ],
    inputs: [0],
    outputs: [1, 2],
  };
}

/** What it gives. */
export function clampOutputs(x: readonly number[]): number[][] {
  const clamped = x.map((value) => Math.min(Math.max(value, LEAST), MOST));
  return [clamped, clamped.map((value) => Math.max(value, 0))];
}

/** The example in the docs, word for word. */
export function clampHeader(): CustomHeader {
  const page = fileURLToPath(new URL('../../docs/CUSTOM-OPERATORS.md', import.meta.url));
  const [, code] = /```c\n([\s\S]*?)```/.exec(readFileSync(page, 'utf8'))!;
  return { name: 'Clamp', file: 'clamp.h', bytes: Buffer.from(code!, 'utf8') };
}
