/** Pad, PadV2 and MirrorPad. */
import type { Convert, NodeImport, Operators } from '../node-import.ts';
import { computed } from '../values.ts';

/** The paddings, [dimensions, 2]. */
function paddings(node: NodeImport): number {
  const pads = node.integers(1, 'paddings');
  const rank = node.shape(0).length;
  if (pads.length === 2 * rank && pads.every((pad) => pad >= 0 && pad < 2 ** 24)) {
    return node.numbers('paddings', pads, [rank, 2]);
  }
  throw node.error(`has the paddings ${pads.slice(0, 16).join(', ')} for ${rank} dimensions`);
}

const pad: Convert = (node) => {
  const value = node.type === 'PadV2' ? node.scalar(2, 'a value') : 0;
  const inputs = [node.tensor(0), paddings(node)];
  if (value === 0) return computed(node.op('PAD', inputs));
  return computed(node.op('PADV2', [...inputs, node.reals([value], [], 'value')]));
};

const mirrorPad: Convert = (node) => {
  const mode = node.text('mode', 'REFLECT');
  if (mode !== 'REFLECT' && mode !== 'SYMMETRIC')
    throw node.error(`pads in the mode ${JSON.stringify(mode)}`);
  return computed(node.op('MIRROR_PAD', [node.tensor(0), paddings(node)], { mode }));
};

export const borders: Operators = { MirrorPad: mirrorPad, Pad: pad, PadV2: pad };
