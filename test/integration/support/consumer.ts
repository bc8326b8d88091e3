/** A firmware of a user's, into whose build a network is brought. It prints what the network gives for one input. */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { integrate } from '../../../src/cli/integrate.ts';
import { readTflite } from '../../../src/formats/tflite/index.ts';
import { bytesOf } from '../../../src/graph/dtype.ts';
import { elementCount, tensorAt } from '../../../src/graph/graph.ts';
import { loadIntegerNetwork } from '../../../src/integer/index.ts';
import { BIN, digits } from '../../e2e/support/cli.ts';
import { newFolder } from '../../support/scratch.ts';

/** How the builds of tests call the program, as a list of CMake's. */
export const PROGRAM = `${process.execPath};${BIN}`;

/** Byte i of the network's input. */
const fill = (i: number): number => ((i * 37) % 256) - 128;

const MAIN = `#include <stdio.h>
#include "digits.h"

int main(void) {
  if (tflq_digits_init() != 0) return 1;
  int8_t *input = (int8_t *)tflq_digits_input(0);
  for (int i = 0; i < TFLQ_DIGITS_INPUT_0_ELEMENTS; i++) input[i] = (int8_t)((i * 37) % 256 - 128);
  if (tflq_digits_invoke() != 0) return 1;
  const int8_t *output = (const int8_t *)tflq_digits_output(0);
  for (int i = 0; i < TFLQ_DIGITS_OUTPUT_0_ELEMENTS; i++) printf("%d ", output[i]);
  printf("\\n");
  return 0;
}
`;

/** A folder of a test's own. A blank in its name: paths of users have them. */
export function scratchFolder(): string {
  return newFolder('tflq user ');
}

/**
 * A project with main.c, models/digits.tflite (float), data/samples.npy and the file of `integrate`.
 *
 * @param files further files by path
 */
export async function consumer(system: string, files: Readonly<Record<string, string>>): Promise<string> {
  const dir = scratchFolder();
  for (const folder of ['models', 'data']) mkdirSync(join(dir, folder));
  cpSync(digits('digits_float32.tflite'), join(dir, 'models', 'digits.tflite'));
  cpSync(digits('digits_representative.npy'), join(dir, 'data', 'samples.npy'));
  for (const [path, text] of Object.entries({ 'main.c': MAIN, ...files }))
    writeFileSync(join(dir, path), text);
  await integrate(system, dir, false);
  return dir;
}

/** What the consumer must print, by the host's kernels. */
export async function expected(modelPath: string): Promise<string> {
  const graph = readTflite(readFileSync(modelPath), modelPath);
  const network = await loadIntegerNetwork(graph);
  const count = elementCount(tensorAt(graph, graph.inputs[0]!).shape);
  const [output] = network.run([Int8Array.from({ length: count }, (_, i) => fill(i))]);
  return `${[...new Int8Array(bytesOf(output!).slice().buffer)].join(' ')} \n`;
}
