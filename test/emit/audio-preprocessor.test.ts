/** TFLM's audio preprocessor, which is all of the signal library, on the host's kernels and as C on an emulated board. */
import { describe, expect, it } from 'vitest';
import { findBoard } from '../../src/boards/index.ts';
import { buildProject } from '../../src/build/index.ts';
import { flashProject } from '../../src/flash/index.ts';
import { readTflite } from '../../src/formats/tflite/index.ts';
import { bytesOf } from '../../src/graph/dtype.ts';
import { loadIntegerNetwork } from '../../src/integer/index.ts';
import { openDevice } from '../../src/link/index.ts';
import { missingPrograms } from '../build/support/port-project.ts';
import {
  hasPreprocessor,
  PREPROCESSOR_GOLDENS,
  preprocessorFrames,
  preprocessorModel,
} from '../support/audio-preprocessor.ts';
import { rendered, written } from './support/projects.ts';

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const skipped = hasPreprocessor ? '' : ' (skipped: TFLM_DIR is not set)';
const missing = await missingPrograms(await findBoard('mps2-an386'));

describe.skipIf(!hasPreprocessor)(`TFLM's audio preprocessor${skipped}`, () => {
  it('gives TFLM’s bytes on the host', async () => {
    const network = await loadIntegerNetwork(readTflite(preprocessorModel(), 'audio'));
    const frames = preprocessorFrames(PREPROCESSOR_GOLDENS.length);
    expect(frames.map((frame) => base64(bytesOf(network.run([frame])[0]!)))).toEqual(PREPROCESSOR_GOLDENS);
  });

  it.skipIf(missing !== '')(
    `gives the host’s bytes on mps2-an386${missing && ` (skipped: no ${missing})`}`,
    async () => {
      const model = preprocessorModel();
      const graph = readTflite(model, 'audio');
      const network = await loadIntegerNetwork(graph);
      const project = await rendered(graph, { name: 'audio', model, board: 'mps2-an386' });
      const dir = await written(project);
      await buildProject(dir, project.manifest);
      await flashProject(dir, project.manifest);
      const device = await openDevice(dir, project.manifest);
      try {
        for (const frame of preprocessorFrames(8)) {
          network.reset();
          const { outputs } = await device.infer([bytesOf(frame)]);
          expect(outputs.map(base64)).toEqual(network.run([frame]).map((data) => base64(bytesOf(data))));
        }
      } finally {
        await device.close();
      }
    },
  );
});
