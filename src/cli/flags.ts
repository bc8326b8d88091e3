/** Flags that several commands share. */
import { Args, Flags } from '@oclif/core';
import { TflqError } from '../common/errors.ts';
import type { IoType } from '../quantize/index.ts';

/** So many samples calibrate unless the user says otherwise. */
const CALIBRATION_SAMPLES = 100;

const IO_TYPES: readonly IoType[] = ['int8', 'float32', 'int16', 'uint8'];

/** A number from 0 to 1. */
const fraction = Flags.custom<number>({
  helpValue: '0…1',
  parse: async (text, _context, { name }) => {
    const value = Number(text);
    if (text.trim() !== '' && value >= 0 && value <= 1) return value;
    throw new TflqError('usage', `--${name} takes a number from 0 to 1, not ${JSON.stringify(text)}`, {
      hint: `For example --${name} 0.9`,
    });
  },
});

/** The result as JSON. `validate` and `run`, which can also write it to a file, have a flag of their own. */
export const jsonFlag = {
  json: Flags.boolean({ description: 'print the result as JSON and nothing else', helpGroup: 'GLOBAL' }),
};

/** The argument of commands that take a model. */
export const modelArg = Args.string({
  name: 'model',
  required: true,
  description:
    'a model: .tflite, Keras .h5 or .keras, ONNX, TF.js model.json, SavedModel folder, frozen .pb (docs/FORMATS.md)',
});

/** How a model file is read. */
export const modelFlags = {
  'input-shape': Flags.string({
    multiple: true,
    multipleNonGreedy: true,
    helpValue: '[NAME=]1,49,10,1',
    description: 'the shape of an input that the model leaves open; an open batch is 1 by itself',
  }),
};

/** How a float model is quantized. */
export const quantizeFlags = {
  'calibration-samples': Flags.integer({
    min: 1,
    default: CALIBRATION_SAMPLES,
    helpValue: 'N',
    description:
      'calibrate with N samples at the most: the first, or of a folder or with --split, some at random',
  }),
  io: Flags.option({ options: IO_TYPES })({
    default: 'int8',
    description: "the type of the network's inputs and outputs",
  }),
  'per-tensor': Flags.boolean({
    description: 'one weight scale a tensor instead of one a channel, for old runtimes; costs accuracy',
  }),
};

/** What `gen` makes of a model. */
export const projectFlags = {
  board: Flags.string({
    char: 'b',
    required: true,
    helpValue: 'ID',
    description: 'a board (see tflq-micro boards), or the path of a board file',
  }),
  framework: Flags.string({
    helpValue: 'NAME',
    description: "one of the board's frameworks, e.g. make; its first unless given",
  }),
  runtime: Flags.option({ options: ['c', 'tflm'] as const })({
    description:
      "plain C without an interpreter, or TensorFlow Lite Micro; the board's usual one unless given",
  }),
  name: Flags.string({
    helpValue: 'NAME',
    description: "the network's name in the C code; the model file's unless given",
  }),
  out: Flags.string({
    char: 'o',
    helpValue: 'DIR',
    description: "the project's folder; NAME-BOARD unless given",
  }),
  'tflm-dir': Flags.string({
    helpValue: 'DIR',
    description: 'a checkout of tflite-micro, for --runtime tflm',
  }),
  'custom-op': Flags.string({
    multiple: true,
    multipleNonGreedy: true,
    helpValue: 'NAME=HEADER',
    description: 'the C header that computes a custom operator of the model (docs/CUSTOM-OPERATORS.md)',
  }),
  force: Flags.boolean({
    description: 'overwrite files that were edited, and use a folder that is not empty',
  }),
};

const port = {
  char: 'p',
  helpValue: 'PORT',
  description:
    "serial port, tcp://host:port, rfc2217://host:port or unix:/path; unless given, the board's own way, or the one " +
    'serial port that fits it',
} as const;

/** How a board is reached. */
export const portFlags = {
  port: Flags.string(port),
};

/** What `validate` feeds and demands. */
export const validateFlags = {
  port: Flags.string({
    ...port,
    multiple: true,
    multipleNonGreedy: true,
    description: `${port.description}; several share the samples between boards of one kind`,
  }),
  labels: Flags.string({
    char: 'l',
    helpValue: 'FILE',
    description: 'the class of each sample (.npy, .npz, .csv); folders of classes need none',
  }),
  limit: Flags.integer({
    min: 1,
    helpValue: 'N',
    description: 'use N samples: the first, or of a folder or with --split, some at random',
  }),
  'min-accuracy': fraction({ description: 'fail below this share of right answers' }),
  'min-agreement': fraction({
    description: "fail below this share of samples whose every byte equals the host's; 1 unless given",
  }),
  'max-latency': Flags.string({
    helpValue: 'T',
    description: 'fail above this median latency, e.g. 8M (instructions) or 12ms',
  }),
  timeout: Flags.integer({
    min: 1,
    default: 30,
    helpValue: 'S',
    description: 'give an inference up after S seconds',
  }),
  'show-text': Flags.boolean({ description: 'show what the board prints between frames' }),
  junit: Flags.string({ helpValue: 'FILE', description: 'write the checks as JUnit XML' }),
  json: Flags.string({
    helpValue: '[FILE]',
    description: 'write the report as JSON to a file, or alone to standard output',
    helpGroup: 'GLOBAL',
  }),
};

/** The argument of commands that work on a project. */
export const projectArg = Args.string({
  name: 'dir',
  description: "the project's folder; this one, or the only project in it, unless given",
});
