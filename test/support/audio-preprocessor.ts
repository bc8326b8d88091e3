/**
 * TFLM's own front end for sounds, examples/micro_speech/models/audio_preprocessor_int8.tflite of a checkout in TFLM_DIR:
 * what it is given here, and what PyPI's tflite-micro gave for it, one run after the other.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomNumbers } from './random.ts';

const SAMPLES = 480;

const file = join(
  process.env.TFLM_DIR ?? '/nowhere',
  'tensorflow/lite/micro/examples/micro_speech/models/audio_preprocessor_int8.tflite',
);

/** Whether the model is there. */
export const hasPreprocessor = existsSync(file);

/** The model's bytes. */
export function preprocessorModel(): Uint8Array {
  return readFileSync(file);
}

/** Frames of noise, tones, silence and clipping, in turn. */
export function preprocessorFrames(count: number): Int16Array[] {
  const random = randomNumbers(11);
  const waves: ((t: number) => number)[] = [
    () => random() * 65536 - 32768,
    () => random() * 100 - 50,
    () => 0,
    // A triangle, not a sine: the same on every machine.
    (t) => 20000 * (1 - Math.abs(((t * 0.031) % 4) - 2)),
    () => -32768,
    () => 32767,
    (t) => 300 * (1 - Math.abs(((t * 0.012) % 4) - 2)) + random() * 40,
    () => (random() + random() + random() - 1.5) * 16000,
  ];
  return Array.from({ length: count }, (_, k) =>
    Int16Array.from({ length: SAMPLES }, (_sample, i) =>
      Math.trunc(waves[k % waves.length]!(k * SAMPLES + i)),
    ),
  );
}

/** The outputs of TFLM for 24 frames, base64 of 40 bytes each. */
export const PREPROCESSOR_GOLDENS: readonly string[] = [
  'fmh+Z35pfmd/Z35qf2l+an9pfmp/aX9qfmh+an5of2l/an9pf2l/aQ==',
  'gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgA==',
  'gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgA==',
  'd/wSXG7/gEFHgD2AgNWAgICAxICAgICAgICAgICAgICAgICAgICAgA==',
  'gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgA==',
  'gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgA==',
  'gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgA==',
  'R1FlUFU/bFM3U2RBVlFTPUdTbFViU2FJVU9mTGhTaFBqVl5NYEZiUg==',
  'UVpvWGRLZl1uVmpLZ1doT21ca1RwW2lZb11rU21UaVluW2lTY1ZpUw==',
  'gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgA==',
  'gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgA==',
  'Z4CAOFnOgNssgAeAgICAgICAgICAgICAgICAgICAgICAgICAgICAgA==',
  'gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgA==',
  'gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgA==',
  'gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgA==',
  'KTtSMTo1UCFbUlIuRjdHHUU6UTBXM088TDdVSFpDXD5ONUY3UD5UOQ==',
  'NUxgSVxGSx5aUF1LUE5lSlxNYCpGRl5IYkxqU2JOZ1FiUGVLWkdiUA==',
  'gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgA==',
  'gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgA==',
  'X4CAKE2AgO4KgM6AgICAgICAgICAgICAgICAgICAgICAgICAgICAgA==',
  'gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgA==',
  'gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgA==',
  'gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgA==',
  'gAhJJhkoRDo/HkYvPw9RNT8gPx45NUYxSzk9LUE8SCpCFD82TDA+NQ==',
];
