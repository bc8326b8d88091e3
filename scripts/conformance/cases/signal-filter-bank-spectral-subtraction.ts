/** SIGNAL_FILTER_BANK_SPECTRAL_SUBTRACTION: micro_speech's options, others, clamping; each over time. */
import type { Cases } from '../network.ts';
import { plain, signalGraph, withIntegers, withSteps } from '../signals.ts';

const SPEECH = {
  smoothing: 409,
  keeping: 15975,
  oddSmoothing: 983,
  oddKeeping: 15401,
  least: 819,
  bits: 14,
  estimateBits: 10,
  clamping: 0,
};

const cases: Cases = (random) => {
  const graph = (channels: number, options: Partial<typeof SPEECH> = {}) => {
    const tensor = plain('uint32', channels);
    const attrs = { ...SPEECH, ...options, channels };
    return signalGraph('SIGNAL_FILTER_BANK_SPECTRAL_SUBTRACTION', [tensor], [tensor, tensor], attrs);
  };
  const all: [string, Partial<typeof SPEECH>][] = [
    ['as micro_speech', {}],
    ['clamping', { clamping: 1 }],
    ['fast', { smoothing: 12000, keeping: 4384, oddSmoothing: 14000, oddKeeping: 2384 }],
    ['fast, clamping', { smoothing: 12000, keeping: 4384, clamping: 1 }],
    ['nothing remains', { least: 0, estimateBits: 0 }],
    ['everything remains', { least: 16384 }],
    ['fine estimates', { estimateBits: 20, bits: 10 }],
  ];
  return [
    ...all.map(([name, options]) => withSteps(random, name, graph(9, options))),
    ...[1, 2, 16].map((channels) => withSteps(random, `${channels} channels`, graph(channels), 4)),
    withIntegers(random, 'reset', graph(5)),
  ];
};

export default cases;
