/** Embedding: a row of a table for each index. The network's input is then integers. */
import type { LayerTable } from '../layer-call.ts';

/** The layer. */
export const embeddingLayers: LayerTable = {
  Embedding: {
    weights: () => [{ name: 'embeddings' }],
    build(call) {
      if (call.settings.flag('mask_zero', false)) {
        throw call.error(
          'masks the index 0 (mask_zero=True), which later layers would have to know of',
          'Train with mask_zero=False.',
        );
      }
      if (call.builder.tensor(call.input).dtype !== 'int32') {
        throw call.error(
          'is called on a tensor of the network that is no integers',
          'An embedding must stand directly behind an input.',
        );
      }
      const shape = [call.settings.integer('input_dim'), call.settings.integer('output_dim')];
      const table = call.constant('embeddings', shape, () => call.weight('embeddings', shape));
      return call.op('GATHER', [table, call.input], { axis: 0, batchDims: 0 });
    },
  },
};
