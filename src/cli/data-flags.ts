/** Flags that say what data is and how it is prepared. They are the same for all commands that take data. */
import { Flags, type Interfaces } from '@oclif/core';
import { TflqError } from '../common/errors.ts';
import { CHANNEL_ORDERS, INTERPOLATIONS, RAW_TYPES, RESIZES } from '../data/index.ts';
import { audioFlags, audioSettings } from './audio-flags.ts';
import type { DataOptions } from './load-samples.ts';

const DATA = { helpGroup: 'DATA' };
const IMAGES = { helpGroup: 'IMAGES' };

/** A share between 0 and 1. */
const share = Flags.custom<number>({
  helpValue: 'SHARE',
  parse: async (text, _context, { name }) => {
    const value = Number(text);
    if (text.trim() !== '' && value > 0 && value <= 1) return value;
    throw new TflqError(
      'usage',
      `--${name} takes a number above 0 and up to 1, not ${JSON.stringify(text)}`,
      {
        hint: `For example --${name} 0.8`,
      },
    );
  },
});

/** Numbers with commas between. */
const numbers = Flags.custom<number[]>({
  helpValue: 'N[,N,N]',
  parse: async (text, _context, { name }) => {
    const values = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
    if (values.length <= 3 && values.every(Number.isFinite)) return values;
    throw new TflqError(
      'usage',
      `--${name} takes one number, or one a channel, not ${JSON.stringify(text)}`,
      {
        hint: `For example --${name} 127.5 or --${name} 123.7,116.8,103.9`,
      },
    );
  },
});

const imageFlags = {
  resize: Flags.option({ options: RESIZES })({
    ...IMAGES,
    description: 'how another shape becomes that of the input; stretch unless given',
  }),
  interpolation: Flags.option({ options: INTERPOLATIONS })({
    ...IMAGES,
    description: 'how images are resized; linear unless given',
  }),
  crop: share({ ...IMAGES, description: 'keep only the middle, so much of each side, before resizing' }),
  grey: Flags.boolean({
    ...IMAGES,
    allowNo: true,
    description: 'without colours; by itself where the input has one channel',
  }),
  mean: numbers({
    ...IMAGES,
    description:
      'the input is (value - mean) * scale, of pixels 0...255 or of what is computed from sounds; 0 unless given',
  }),
  scale: numbers({ ...IMAGES, description: 'see --mean; 1 unless given' }),
  'channel-order': Flags.option({ options: CHANNEL_ORDERS })({
    ...IMAGES,
    description: 'the order of colours; rgb unless given',
  }),
  'channels-first': Flags.boolean({
    ...IMAGES,
    allowNo: true,
    description: 'the input is [channels, height, width]',
  }),
};

/** What data is, which part of it is used, and how files become samples. */
export const dataFlags = {
  'data-type': Flags.option({ options: RAW_TYPES })({
    ...DATA,
    description: 'the type of the numbers in a raw .bin file',
  }),
  'label-column': Flags.string({
    ...DATA,
    helpValue: 'NAME|N',
    description: 'the column of a .csv file that holds the class, by its name or its place, counted from 1',
  }),
  unlabelled: Flags.boolean({ ...DATA, description: 'sub-folders are no classes', exclusive: ['labels'] }),
  'skip-bad': Flags.boolean({ ...DATA, description: 'leave out files that cannot be decoded' }),
  split: share({
    ...DATA,
    description: 'calibrate with this share of the samples, chosen at random, and test with the others',
  }),
  seed: Flags.integer({
    ...DATA,
    min: 0,
    default: 1,
    helpValue: 'N',
    description: 'decides what is chosen at random',
  }),
  part: Flags.option({ options: ['train', 'test'] as const })({
    ...DATA,
    description: 'use only this part of --split',
    dependsOn: ['split'],
  }),
  ...imageFlags,
  ...audioFlags,
};

/** Turns the flags into what loadSamples takes. */
export function dataOptions(
  flags: Interfaces.InferredFlags<typeof dataFlags>,
  note: (line: string) => void,
): DataOptions {
  if (flags.split === 1) {
    throw new TflqError('usage', 'nothing is left to test with', {
      where: '--split 1',
      hint: 'Give a share below 1, e.g. --split 0.8',
    });
  }
  return {
    settings: {
      image: {
        ...(flags.resize && { resize: flags.resize }),
        ...(flags.interpolation && { interpolation: flags.interpolation }),
        ...(flags.crop !== undefined && { crop: flags.crop }),
        ...(flags.grey !== undefined && { grey: flags.grey }),
        ...(flags.mean && { mean: flags.mean }),
        ...(flags.scale && { scale: flags.scale }),
        ...(flags['channel-order'] && { channelOrder: flags['channel-order'] }),
        ...(flags['channels-first'] !== undefined && { channelsFirst: flags['channels-first'] }),
      },
      audio: audioSettings(flags),
    },
    labelColumn: flags['label-column'],
    dataType: flags['data-type'],
    isUnlabelled: flags.unlabelled,
    skipBad: flags['skip-bad'],
    split: flags.split,
    seed: flags.seed,
    part: flags.part,
    note,
  };
}
