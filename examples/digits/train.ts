/**
 * Makes everything in this folder that is not source: draws the digits, trains the network, writes
 * digits_float32.tflite, digits_representative.npy (to calibrate with), digits_x.npy and digits_y.npy. Run it by `npm run train:digits`; it takes some
 * minutes and gives the same bytes each time.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import '@tensorflow/tfjs-backend-cpu';
import { writeNpy } from '../../src/data/index.ts';
import { writeTflite } from '../../src/formats/tflite/index.ts';
import { type DigitSet, drawDigits, SIZE } from './draw.ts';
import { initialWeights, logits, toGraph } from './network.ts';
import { Random } from './random.ts';

const EPOCHS = 14;
/** Epochs at the end that run with a fine learning rate. */
const FINE_EPOCHS = 4;
const BATCH = 50;
/** So many of the training images are kept to calibrate with. */
const REPRESENTATIVE = 100;

/** Images and labels of the samples `order[from]` … as tensors. */
function batchOf(set: DigitSet, order: Int32Array, from: number): [tf.Tensor4D, tf.Tensor1D] {
  const picks = order.subarray(from, from + BATCH);
  const pixels = new Float32Array(picks.length * SIZE * SIZE);
  picks.forEach((pick, i) => {
    pixels.set(set.images.subarray(pick * SIZE * SIZE, (pick + 1) * SIZE * SIZE), i * SIZE * SIZE);
  });
  const labels = tf.tensor1d(
    Int32Array.from(picks, (pick) => set.labels[pick]!),
    'int32',
  );
  return [tf.tensor4d(pixels, [picks.length, SIZE, SIZE, 1]), labels];
}

/** Trains and writes everything into `folder`. */
export async function train(folder: string): Promise<void> {
  await tf.setBackend('cpu');
  const random = new Random(20260);
  const training = drawDigits(8000, random);
  const test = drawDigits(500, random);
  const weights = initialWeights(random);
  let optimizer = tf.train.adam(0.004);
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    if (epoch === EPOCHS - FINE_EPOCHS) optimizer = tf.train.adam(0.0008);
    const order = random.permutation(training.count);
    let total = 0;
    for (let from = 0; from < training.count; from += BATCH) {
      total += tf.tidy(() => {
        const [images, labels] = batchOf(training, order, from);
        const loss = optimizer.minimize(() => {
          const scores = logits(images, weights);
          const logProbabilities = tf.logSoftmax(scores);
          return tf.neg(tf.mean(tf.sum(tf.mul(tf.oneHot(labels, 10), logProbabilities), 1))) as tf.Scalar;
        }, true);
        return loss!.dataSync()[0]!;
      });
    }
    const every = Int32Array.from({ length: test.count }, (_, i) => i);
    let correct = 0;
    for (let from = 0; from < test.count; from += BATCH) {
      correct += tf.tidy(() => {
        const [images, labels] = batchOf(test, every, from);
        return tf
          .sum(tf.cast(tf.equal(tf.argMax(logits(images, weights), 1), labels), 'int32'))
          .dataSync()[0]!;
      });
    }
    console.log(
      `epoch ${epoch + 1}: loss ${((total * BATCH) / training.count).toFixed(4)}, test accuracy ${correct / test.count}`,
    );
  }
  writeFileSync(join(folder, 'digits_float32.tflite'), writeTflite(toGraph(weights)));
  const images = (count: number, data: Uint8Array) =>
    writeNpy({ shape: [count, SIZE, SIZE, 1], dtype: 'uint8', data });
  writeFileSync(
    join(folder, 'digits_representative.npy'),
    images(REPRESENTATIVE, training.images.subarray(0, REPRESENTATIVE * SIZE * SIZE)),
  );
  writeFileSync(join(folder, 'digits_x.npy'), images(test.count, test.images));
  writeFileSync(
    join(folder, 'digits_y.npy'),
    writeNpy({ shape: [test.count], dtype: 'int32', data: test.labels }),
  );
}
