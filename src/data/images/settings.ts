/** From what the user said, and what the network takes, to all parameters of images. */
import { TflqError } from '../../common/errors.ts';
import type { Tensor } from '../../graph/graph.ts';
import type { ImagePreprocessing, ImageSettings } from '../preprocessing.ts';
import type { FolderRequest } from '../sample-source.ts';

/** As image_dataset_from_directory of Keras has it, but for its lack of smoothing. */
const DEFAULTS = {
  resize: 'stretch',
  interpolation: 'linear',
  crop: 1,
  grey: false,
  channelOrder: 'rgb',
  channelsFirst: false,
  mean: [0],
  scale: [1],
} as const satisfies ImageSettings;

/** What an input takes. */
interface Size {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
}

/** The size of the images that an input takes, e.g. [1, 96, 96, 3] or [1, 28, 28]. */
function inputSize({ shape }: Tensor, channelsFirst: boolean): Size {
  const sample = shape[0] === 1 ? shape.slice(1) : shape;
  const sides = sample.length === 2 ? [...sample, 1] : sample;
  const [height = 0, width = 0, channels] = channelsFirst ? [sides[1], sides[2], sides[0]] : sides;
  if (sides.length === 3 && (channels === 1 || channels === 3)) return { width, height, channels };
  const seemsFirst = !channelsFirst && sides.length === 3 && (sides[0] === 1 || sides[0] === 3);
  throw new TflqError('data', `the model's input takes [${shape.join(', ')}], which is no image`, {
    where: '--data',
    hint: seemsFirst
      ? 'Add --channels-first where that is [samples, channels, height, width].'
      : 'Images need an input of [1, height, width, 1 or 3]. Other data goes into a .npy file.',
  });
}

function checkPerChannel(flag: string, values: readonly number[], channels: number): void {
  if (values.length === 1 || values.length === channels) return;
  throw new TflqError('usage', `there are ${values.length} numbers for ${channels} channels`, {
    where: flag,
    hint: 'Give one number, or one a channel, with commas between.',
  });
}

/** Those that the project has otherwise, in words. */
function differences(given: ImageSettings, project: ImageSettings): string[] {
  return Object.entries(given).flatMap(([key, value]) => {
    const [now, then] = [value, project[key as keyof ImageSettings]].map((one) => JSON.stringify(one));
    return now === then ? [] : [`${key} ${now} instead of ${then}`];
  });
}

/**
 * All parameters: the user's, else the project's, else the defaults.
 *
 * @throws TflqError('data') where the network takes no images, 'usage' where there are too many numbers for its channels
 */
export function settleImages({ input, settings, preprocessing, note }: FolderRequest): ImagePreprocessing {
  const entries = Object.entries(settings?.image ?? {}).filter(([, value]) => value !== undefined);
  const given: ImageSettings = Object.fromEntries(entries);
  const project = preprocessing?.kind === 'image' ? preprocessing : undefined;
  const changed = project === undefined ? [] : differences(given, project);
  if (changed.length > 0)
    note?.(`images are prepared otherwise than the project says: ${changed.join(', ')}`);
  const all = { ...DEFAULTS, ...project, ...given };
  const { width, height, channels } = inputSize(input, all.channelsFirst);
  checkPerChannel('--mean', all.mean, channels);
  checkPerChannel('--scale', all.scale, channels);
  return {
    kind: 'image',
    width,
    height,
    resize: all.resize,
    interpolation: all.interpolation,
    crop: all.crop,
    grey: all.grey || channels === 1,
    channelOrder: all.channelOrder,
    channelsFirst: all.channelsFirst,
    mean: [...all.mean],
    scale: [...all.scale],
  };
}
