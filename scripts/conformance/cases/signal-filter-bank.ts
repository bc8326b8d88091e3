/** SIGNAL_FILTER_BANK: bands beside each other, apart, empty; weights below zero. */
import type { Cases } from '../network.ts';
import { constant16, integersOf, plain, signalGraph, withIntegers } from '../signals.ts';

const cases: Cases = (random) => {
  const one = (channels: number, kind: 'beside' | 'apart' | 'empty', extreme = false) => {
    const widths = Array.from({ length: channels + 1 }, () => random.integer(kind === 'empty' ? 0 : 1, 4));
    const gap = kind === 'apart' ? 3 : 0;
    const starts = widths.map(
      (_width, i) => 1 + widths.slice(0, i).reduce((sum, width) => sum + width + gap, 0),
    );
    const weightStarts = widths.map((_width, i) => widths.slice(0, i).reduce((sum, width) => sum + width, 0));
    const total = Math.max(weightStarts.at(-1)! + widths.at(-1)!, 1);
    const weights = () => constant16([...(integersOf(random, plain('int16', total), extreme) as Int16Array)]);
    const spectrum = plain('uint32', starts.at(-1)! + widths.at(-1)! + 2);
    const inputs = [spectrum, weights(), weights(), ...[starts, weightStarts, widths].map(constant16)];
    const graph = signalGraph('SIGNAL_FILTER_BANK', inputs, [plain('uint64', channels)], { channels });
    return withIntegers(random, `${channels} channels, ${kind}${extreme ? ', extreme' : ''}`, graph);
  };
  return [1, 2, 5, 12].flatMap((channels) => [
    one(channels, 'beside'),
    one(channels, 'apart'),
    one(channels, 'empty'),
    one(channels, 'beside', true),
  ]);
};

export default cases;
