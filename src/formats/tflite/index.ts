/** TensorFlow Lite files. */
import type { ModelFormat } from '../model-format.ts';
import { isTflite, readTflite } from './read.ts';

export { leaveOutAbsentInputs } from './absent-inputs.ts';
export { readFlexMap } from './flexbuffers.ts';
export { readTflite } from './read.ts';
export { writeTflite } from './write.ts';

/** The format, as src/formats/index.ts lists it. */
export const tflite: ModelFormat = {
  name: 'TensorFlow Lite (.tflite)',
  extensions: ['.tflite', '.lite'],
  recognizes: isTflite,
  read: readTflite,
};
