import { describe, expect, it } from 'vitest';
import { microSpeechFeatures, toInt8, toReal } from '../../../src/data/audio/micro-speech/index.ts';
import { SIGNAL_NAMES, signal, vectors } from './signals.ts';

const EXPECTED = vectors();

describe('the micro_speech front end', () => {
  it.each(SIGNAL_NAMES)("gives TFLM's bytes for the signal %s", (name) => {
    const { shape, data } = EXPECTED.get(`micro_speech/${name}`)!;
    const features = toInt8(microSpeechFeatures(signal(name), shape[0]!));
    expect(features).toEqual(data);
  });

  it('begins each sound anew', () => {
    const first = microSpeechFeatures(signal('noise'), 10);
    microSpeechFeatures(signal('square'), 10);
    expect(microSpeechFeatures(signal('noise'), 10)).toEqual(first);
  });

  it('gives the real values that networks are trained with', () => {
    expect(toReal(Int16Array.of(0, 256, 666))).toEqual(Float32Array.of(0, 10, 666 / Math.fround(25.6)));
  });
});
