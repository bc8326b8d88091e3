/** Files that users take for models and that are none of the formats: what they are, and what to do instead. */
import { TflqError } from '../common/errors.ts';
import { isZip, zipNames } from '../common/unzip.ts';

/** What is looked at of a file. */
interface Look {
  /** Its beginning, a byte a character. */
  readonly head: string;
  /** The names in it, if it is a zip archive. */
  readonly entries: readonly string[];
  /** Its name, in lower case. */
  readonly name: string;
}

/** A kind of file, and how it is told. */
interface Stranger {
  /** With an article. */
  readonly what: string;
  readonly hint: string;
  is(file: Look): boolean;
}

/** Bytes of the beginning. */
const HEAD = 512;

/** How gzip, bzip2, xz, 7-Zip, Zstandard and RAR files begin. */
const COMPRESSED = ['\x1f\x8b', 'BZh', '\xfd7zXZ', '7z\xbc\xaf', '\x28\xb5\x2f\xfd', 'Rar!'];

const EXPORT = 'torch.onnx.export(model, torch.zeros(1, 3, 32, 32), "model.onnx")';
const DATA = 'That is data: give it by --data, and as the model the file of a network.';
const CONVERTED = 'Give the model that it was converted from, e.g. as ONNX or .tflite.';
const WHOLE =
  'Save the whole network: model.save("model.keras") in Keras, tf.saved_model.save in TensorFlow, or torch.onnx.export in PyTorch.';

/** What a file is by its content, whatever its name. The first that fits is it. */
const BY_CONTENT: readonly Stranger[] = [
  {
    what: 'a pointer of Git LFS to a file that was not fetched',
    hint: 'Fetch it by git lfs pull.',
    is: ({ head }) => head.startsWith('version https://git-lfs.github.com/spec/'),
  },
  {
    what: 'a web page',
    hint: 'Download the file itself, not the page that shows it.',
    is: ({ head }) => /^\s*<(!doctype html|html)\b/i.test(head),
  },
  {
    what: 'a PyTorch file, which cannot be read without its Python code',
    hint: `Export it as ONNX where the network is defined, with a sample of the input's shape: ${EXPORT}`,
    is: ({ head, entries }) =>
      entries.some((entry) => /(^|\/)data\.pkl$/.test(entry)) ||
      head.startsWith('\x80\x02\x8a\x0al\xfc\x9cF\xf9'),
  },
  {
    what: 'an ExecuTorch program',
    hint: `Export the network as ONNX: ${EXPORT}`,
    is: ({ head }) => /^ET\d\d$/.test(head.slice(4, 8)),
  },
  {
    what: 'a safetensors file, which holds weights without the network',
    hint: WHOLE,
    is: ({ head }) => head.slice(4, 10) === '\0\0\0\0{"',
  },
  {
    what: 'data of NumPy',
    hint: DATA,
    is: ({ head, entries }) =>
      head.startsWith('\x93NUMPY') ||
      (entries.length > 0 && entries.every((entry) => entry.endsWith('.npy'))),
  },
  {
    what: 'a pickle of Python, which cannot be read without its Python code',
    hint: WHOLE,
    is: ({ head }) => head.startsWith('\x80') && head.charCodeAt(1) >= 2 && head.charCodeAt(1) <= 5,
  },
  {
    what: 'an image',
    hint: DATA,
    is: ({ head }) => /^(\x89PNG|\xff\xd8\xff|GIF8[79]a|RIFF.{4}WEBP)/s.test(head),
  },
  { what: 'a sound', hint: DATA, is: ({ head }) => /^RIFF.{4}WAVE/s.test(head) },
  {
    what: 'a Core ML model',
    hint: CONVERTED,
    is: ({ entries, name }) =>
      name.endsWith('.mlmodel') || entries.some((entry) => /\.mlpackage\/|\.mlmodel$/.test(entry)),
  },
  {
    what: 'an archive that is no .keras file',
    hint: 'Unpack it, and give the model that is in it.',
    is: ({ entries }) => entries.length > 0 && !entries.some((entry) => entry === 'config.json'),
  },
  {
    what: 'a compressed file',
    hint: 'Unpack it, and give the model that is in it.',
    is: ({ head }) => COMPRESSED.some((magic) => head.startsWith(magic)),
  },
  {
    what: 'an OpenVINO network',
    hint: CONVERTED,
    is: ({ head }) => /^(<\?xml[^>]*>)?\s*<net\s/.test(head),
  },
  { what: 'an ncnn network', hint: CONVERTED, is: ({ head }) => /^7767517\s/.test(head) },
  { what: 'a GGUF file', hint: WHOLE, is: ({ head }) => head.startsWith('GGUF') },
];

/** What a file that is of no known format may be by its name. */
const BY_NAME: readonly Stranger[] = [
  {
    what: 'a PyTorch file, which cannot be read without its Python code',
    hint: `Export it as ONNX where the network is defined, with a sample of the input's shape: ${EXPORT}`,
    is: ({ name }) => /\.(pt|pth|pte)$/.test(name),
  },
  {
    what: 'a checkpoint of TensorFlow, which holds weights without the network',
    hint: WHOLE,
    is: ({ name }) => /(\.ckpt|\.index|\.meta|\.data-\d+-of-\d+|[\\/]checkpoint|^checkpoint)$/.test(name),
  },
  {
    what: 'source code',
    hint: 'Give the model file that it saves or that it was made from.',
    is: ({ name }) => /\.(py|ipynb|c|cc|cpp|h|hpp)$/.test(name),
  },
];

function entriesOf(bytes: Uint8Array): string[] {
  if (!isZip(bytes)) return [];
  try {
    return zipNames(bytes);
  } catch {
    return [];
  }
}

function look(bytes: Uint8Array, fileName: string): Look {
  return {
    head: Buffer.from(bytes.subarray(0, HEAD)).toString('latin1'),
    entries: entriesOf(bytes),
    name: fileName.toLowerCase(),
  };
}

function refusal(kinds: readonly Stranger[], bytes: Uint8Array, where: string): TflqError | undefined {
  const file = look(bytes, where);
  const stranger = kinds.find((kind) => kind.is(file));
  return stranger && new TflqError('model', `this is ${stranger.what}`, { where, hint: stranger.hint });
}

/** What is to be said of a file that by its content is certainly no model that can be read. */
export function strangerByContent(bytes: Uint8Array, fileName: string): TflqError | undefined {
  return refusal(BY_CONTENT, bytes, fileName);
}

/** What is to be said of a file that no format recognizes. */
export function strangerByName(bytes: Uint8Array, fileName: string): TflqError | undefined {
  return refusal(BY_NAME, bytes, fileName);
}
