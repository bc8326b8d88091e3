/** Sounds as samples. */
import { TflqError } from '../../common/errors.ts';
import type { ClassFile, FolderFormat } from '../sample-source.ts';
import { frontEndOf } from './features.ts';
import type { AudioPreprocessing } from './parameters.ts';
import { resample } from './resample.ts';
import { settleAudio } from './settings.ts';
import { readHead, readSound, type Sound } from './sound-file.ts';

const whyUndecodable = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));

/** Reads a sound in the wanted sample rate. */
async function load(path: string, { mix, sampleRate }: AudioPreprocessing): Promise<Float64Array> {
  let sound: Sound;
  try {
    sound = await readSound(path, mix);
  } catch (cause) {
    throw new TflqError('data', `the file ${whyUndecodable(cause)}`, {
      where: path,
      hint: 'Remove it, or add --skip-bad to leave out whatever cannot be decoded.',
      cause,
    });
  }
  return resample(sound.samples, sound.sampleRate, sampleRate);
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
    return {
      count: files.length,
      shape: request.input.shape,
      dtype,
      preprocessing,
      sample: async (k) => compute(await load(files[k]!.path, preprocessing)),
    };
  },
};
