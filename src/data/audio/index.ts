/** Sounds as samples. */
import { TflqError } from '../../common/errors.ts';
import type { ClassFile, FolderFormat } from '../sample-source.ts';
import { cutClip } from './clip.ts';
import { frontEndOf } from './features.ts';
import type { AudioPreprocessing } from './parameters.ts';
import { Resampler } from './resample.ts';
import { settleAudio } from './settings.ts';
import { readHead, readSound, type Sound } from './sound-file.ts';

/** Sample rates are converted to at most so many times or such a part of themselves. */
const LARGEST_RATIO = 64;

const whyUndecodable = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));

async function load(path: string, mix: AudioPreprocessing['mix']): Promise<Sound> {
  try {
    return await readSound(path, mix);
  } catch (cause) {
    throw new TflqError('data', `the file ${whyUndecodable(cause)}`, {
      where: path,
      hint: 'Remove it, or add --skip-bad to leave out whatever cannot be decoded.',
      cause,
    });
  }
}

/** Gives resamplers to one sample rate; there is one for each that files have. */
function resamplersTo(sampleRate: number): (from: number, path: string) => Resampler {
  const known = new Map<number, Resampler>();
  return (from, path) => {
    if (from > sampleRate * LARGEST_RATIO || from * LARGEST_RATIO < sampleRate) {
      throw new TflqError('data', `the sample rate of ${from} Hz is too far from ${sampleRate} Hz`, {
        where: path,
        hint: 'Remove the file, or give the --sample-rate that the model was trained with.',
      });
    }
    const resampler = known.get(from) ?? new Resampler(from, sampleRate);
    known.set(from, resampler);
    return resampler;
  };
}

/** Refuses files of another sample rate, before any is used. */
async function requireRate(files: readonly ClassFile[], sampleRate: number): Promise<void> {
  let [count, found] = [0, 0];
  let first = '';
  for (const { path } of files) {
    const rate = await readHead(path).then(
      (head) => head.sampleRate,
      () => sampleRate,
    );
    if (rate === sampleRate) continue;
    if (count++ === 0) [first, found] = [path, rate];
  }
  if (count === 0) return;
  throw new TflqError('data', `the file has a sample rate of ${found} Hz instead of ${sampleRate} Hz`, {
    where: first,
    hint:
      `${count} of ${files.length} files are not of ${sampleRate} Hz. Add --resample to convert them` +
      `, or --sample-rate ${found} if that is what the model was trained with.`,
  });
}

/** The kind of files. */
export const audio: FolderFormat = {
  name: 'sounds',
  extensions: ['wav', 'wave'],

  async check(path, isThorough) {
    try {
      await (isThorough ? readSound(path, 'mean') : readHead(path));
      return undefined;
    } catch (cause) {
      return whyUndecodable(cause);
    }
  },

  async open(files, request) {
    const preprocessing = settleAudio(request);
    if (!preprocessing.resample) await requireRate(files, preprocessing.sampleRate);
    const { dtype, compute } = frontEndOf(preprocessing, request.input);
    const resamplerFrom = resamplersTo(preprocessing.sampleRate);
    return {
      count: files.length,
      shape: request.input.shape,
      dtype,
      preprocessing,
      async sample(k) {
        const { path } = files[k]!;
        const { samples, sampleRate } = await load(path, preprocessing.mix);
        return compute(cutClip(samples, preprocessing, resamplerFrom(sampleRate, path)));
      },
    };
  },
};
