import { describe, expect, it } from 'vitest';
import { loadBoards } from '../../src/boards/index.ts';
import { reluNetwork } from './support/networks.ts';
import { rendered } from './support/projects.ts';

describe('a project of sources only', () => {
  it.each([
    ['c', ['tflq/kernels/relu_s8.h', 'tflq/net.c', 'tflq/net.h']],
    ['tflm', ['tflq/net.cc', 'tflq/net.h', 'tflq/net_model.cc', 'tflq/net_model.h']],
  ] as const)('has them at the same place for every board: %s', async (runtime, sources) => {
    const boards = (await loadBoards()).filter(({ parameter }) => parameter === undefined);
    for (const board of boards) {
      const project = await rendered(reluNetwork(4), { board: board.id, runtime, sourcesOnly: true });
      const paths = [...project.files.keys()].filter((path) => !path.startsWith('tflq/kernels/tflq_'));
      expect(paths, board.id).toEqual(['model/net.tflite', ...sources, 'tflq.json']);
      expect(project.manifest.owned).toEqual(['tflq', 'model']);
      expect(project.userFiles.size).toBe(0);
    }
  });
});
