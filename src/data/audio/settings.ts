/** From what the user said, and what the network takes, to all parameters of sounds. */
import { TflqError } from '../../common/errors.ts';
import { elementCount, type Tensor } from '../../graph/graph.ts';
import type { FolderRequest } from '../sample-source.ts';
import { checkSpectrogram, onlyNumber, requireKnown } from './check-settings.ts';
import { COMMON, hasSpectrogram, PRESETS, usualFftSize } from './defaults.ts';
import { framesIn } from './features.ts';
import { MICRO_SPEECH } from './micro-speech/index.ts';
import type { AudioPreprocessing, AudioSettings, SpectrogramSettings } from './parameters.ts';
import { samplesIn } from './spectrogram.ts';

type FrontEndName = AudioPreprocessing['frontEnd'];

/** What the flags say; --mean and --scale are those of images too. */
function givenBy({ settings }: FolderRequest): AudioSettings {
  const { mean, scale } = settings?.image ?? {};
  const all = {
    ...settings?.audio,
    mean: settings?.audio?.mean ?? onlyNumber(mean, '--mean'),
    scale: settings?.audio?.scale ?? onlyNumber(scale, '--scale'),
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/** Parameters without their nesting. */
function flat({ spectrogram, ...rest }: AudioPreprocessing): Record<string, unknown> {
  return { ...rest, ...spectrogram };
}

/** The project's parameters as settings, where they are of the same front end. */
function projectSettings(project: AudioPreprocessing | undefined, frontEnd: FrontEndName): AudioSettings {
  if (project?.frontEnd !== frontEnd) return {};
  const { kind, clip, spectrogram, ...rest } = project;
  const { dctCount = 0, ...graph } = spectrogram ?? {};
  return { ...rest, ...graph, ...(dctCount > 0 && { dctCount }), clipMs: (1000 * clip) / rest.sampleRate };
}

function refuseInput(input: Tensor, frontEnd: FrontEndName, what: string): never {
  throw new TflqError('data', `the model's input takes [${input.shape.join(', ')}], which is ${what}`, {
    where: '--data',
    hint:
      frontEnd === 'raw'
        ? 'Say what is computed from sounds: --front-end log-mel, mfcc, micro-speech or kws.'
        : 'The input is [frames, numbers of a frame]; see docs/AUDIO.md.',
  });
}

/** The lengths of an input's axes that are longer than 1. */
function axesOf(input: Tensor): readonly number[] {
  return input.shape.filter((dim) => dim !== 1);
}

/** How many frames an input takes, each of `width` numbers. */
function framesOf(input: Tensor, width: number, frontEnd: FrontEndName): number {
  const axes = axesOf(input);
  const frames = elementCount(input.shape) / width;
  if (Number.isInteger(frames) && (axes.length < 2 || (axes.length === 2 && axes[1] === width)))
    return frames;
  return refuseInput(input, frontEnd, `not made of frames of ${width} numbers`);
}

/** The length of a clip in samples: what was said, or just enough for the frames. */
function clipFor(
  settings: AudioSettings,
  { sampleRate, frames, window, stride }: Record<'sampleRate' | 'frames' | 'window' | 'stride', number>,
  isGiven: boolean,
): number {
  const needed = window + (frames - 1) * stride;
  if (settings.clipMs === undefined) return needed;
  const clip = Math.round((settings.clipMs * sampleRate) / 1000);
  const there = framesIn(clip, window, stride);
  if (there === frames) return clip;
  if (!isGiven) return needed;
  throw new TflqError(
    'usage',
    `a clip of ${clip} samples has ${there} frames, but the input takes ${frames}`,
    {
      where: '--clip-ms',
      hint: `Leave it out: ${needed} samples are just enough.`,
    },
  );
}

/** The spectrogram's parameters; its width is the input's where nobody says it. */
function settleSpectrogram(
  said: AudioSettings,
  given: AudioSettings,
  frontEnd: FrontEndName,
  input: Tensor,
  sampleRate: number,
): SpectrogramSettings {
  const preset = PRESETS[frontEnd];
  const all = { ...preset, ...said } as AudioSettings & Omit<SpectrogramSettings, 'fftSize' | 'melUpper'>;
  const [, width] = axesOf(input);
  const hasDct = preset.dctCount !== undefined;
  const isFree = frontEnd === 'mfcc' || frontEnd === 'log-mel';
  const usual = usualFftSize(all.windowMs, sampleRate);
  const changesWindow = given.windowMs !== undefined || given.sampleRate !== undefined;
  return {
    windowMs: all.windowMs,
    strideMs: all.strideMs,
    windowFunction: all.windowFunction,
    fftSize: given.fftSize ?? (changesWindow ? usual : (all.fftSize ?? usual)),
    spectrum: all.spectrum,
    melBins: said.melBins ?? (isFree && !hasDct ? width : undefined) ?? all.melBins,
    melLower: all.melLower,
    melUpper: all.melUpper ?? sampleRate / 2,
    melFormula: all.melFormula,
    log: all.log,
    logFloor: all.logFloor,
    dctCount: hasDct ? (said.dctCount ?? (isFree ? width : undefined) ?? all.dctCount) : 0,
  };
}

/** The frames that an input takes, in samples. */
function settleFrames(
  frontEnd: FrontEndName,
  input: Tensor,
  sampleRate: number,
  spectrogram: SpectrogramSettings | undefined,
): { frames: number; window: number; stride: number } {
  if (spectrogram !== undefined) {
    return {
      frames: framesOf(input, spectrogram.dctCount || spectrogram.melBins, frontEnd),
      window: samplesIn(spectrogram.windowMs, sampleRate),
      stride: samplesIn(spectrogram.strideMs, sampleRate),
    };
  }
  if (frontEnd === 'micro-speech') {
    const { window, stride, channels } = MICRO_SPEECH;
    return { frames: framesOf(input, channels, frontEnd), window, stride };
  }
  if (axesOf(input).length > 1) refuseInput(input, frontEnd, 'no row of samples');
  // Frames of one sample each.
  return { frames: elementCount(input.shape), window: 1, stride: 1 };
}

/**
 * All parameters: the user's, else the project's, else the front end's own.
 *
 * @throws TflqError('data') where the network takes something else, 'usage' where flags contradict each other
 */
export function settleAudio(request: FolderRequest): AudioPreprocessing {
  const { input, preprocessing, note } = request;
  const given = givenBy(request);
  const project = preprocessing?.kind === 'audio' ? preprocessing : undefined;
  const frontEnd = given.frontEnd ?? project?.frontEnd ?? 'raw';
  requireKnown(given, frontEnd);
  const said = { ...projectSettings(project, frontEnd), ...given };
  const all = { ...COMMON, ...PRESETS[frontEnd], ...said };
  const { sampleRate } = all;
  const spectrogram = hasSpectrogram(frontEnd)
    ? settleSpectrogram(said, given, frontEnd, input, sampleRate)
    : undefined;
  if (spectrogram) checkSpectrogram(spectrogram, sampleRate);
  const frames = settleFrames(frontEnd, input, sampleRate, spectrogram);
  const settled: AudioPreprocessing = {
    kind: 'audio',
    frontEnd,
    sampleRate,
    resample: all.resample,
    mix: all.mix,
    clip: clipFor(all, { sampleRate, ...frames }, given.clipMs !== undefined),
    align: all.align,
    level: all.level,
    preEmphasis: all.preEmphasis,
    ...(spectrogram && { spectrogram }),
    mean: all.mean,
    scale: all.scale,
  };
  if (project !== undefined) tellDifferences(flat(settled), flat(project), note);
  return settled;
}

/** Says what is otherwise than the project has it. */
function tellDifferences(
  now: Record<string, unknown>,
  then: Record<string, unknown>,
  note: FolderRequest['note'],
): void {
  const keys = [...new Set([...Object.keys(now), ...Object.keys(then)])];
  const changed = keys.flatMap((key) =>
    now[key] === then[key] ? [] : [`${key} ${now[key] ?? 'none'} instead of ${then[key] ?? 'none'}`],
  );
  if (changed.length > 0)
    note?.(`sounds are prepared otherwise than the project says: ${changed.join(', ')}`);
}
