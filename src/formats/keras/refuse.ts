/** What is said of layers that cannot be imported. */

import type { TflqError } from '../../common/errors.ts';
import { nearestNames } from '../../common/nearest.ts';
import type { GraphBuilder } from '../support/graph-builder.ts';
import type { KerasLayer } from './config.ts';
import { layerClasses } from './layers/index.ts';

const ADVICE: Readonly<Record<string, string>> = {
  Lambda: 'A Lambda holds Python code. Replace it by layers of Keras, or do in the data what it does.',
  ThresholdedReLU: 'Train with ReLU in its place.',
  Masking: 'Cut the samples to one length instead.',
  TextVectorization: 'Leave it out of the saved model, and give the network its numbers.',
  StringLookup: 'Leave it out of the saved model, and give the network its numbers.',
  Resizing: 'Resize the data instead.',
  CenterCrop: 'Use Cropping2D in its place.',
  RandomCrop: 'Use Cropping2D in its place.',
  ConvLSTM1D: 'Use convolutions, and an LSTM on what they give.',
  ConvLSTM2D: 'Use convolutions, and an LSTM on what they give.',
  ConvLSTM3D: 'Use convolutions, and an LSTM on what they give.',
  CuDNNLSTM: 'Load the weights into an LSTM layer of today, and save that.',
  CuDNNGRU: 'Load the weights into a GRU layer of today (reset_after=True), and save that.',
  Conv3D: 'TFLite Micro has kernels for one and two dimensions only.',
  MaxPooling3D: 'TFLite Micro has kernels for one and two dimensions only.',
};

/** The error that a layer cannot be imported. */
export function unknownLayer(builder: GraphBuilder, layer: KerasLayer): TflqError {
  const { className } = layer;
  const advice = Object.hasOwn(ADVICE, className) ? ADVICE[className] : undefined;
  if (advice !== undefined) return builder.error('cannot be imported', advice);
  if (className.includes('>')) {
    return builder.error(
      'is of a class that is not part of Keras',
      'Build the model of layers of Keras, or export it as .tflite.',
    );
  }
  const close = className.length < 64 ? nearestNames(className, layerClasses())[0] : undefined;
  return builder.error(
    'cannot be imported',
    close !== undefined
      ? `Is ${close} meant? Otherwise export the model as .tflite.`
      : `Export the model as .tflite, or build it of these layers: ${layerClasses().join(', ')}.`,
  );
}
