/** VAR_HANDLE: names a resource variable. Its output is the variable itself: see support/resource-variables.ts. */
import { ANY_TYPES } from './support/moved-types.ts';
import { defineOp } from './support/op-def.ts';
import type { VariableName } from './support/resource-variables.ts';

export default defineOp<VariableName>({
  type: 'VAR_HANDLE',
  summary: 'a variable, by its name',
  types: ANY_TYPES,
  shapes(node) {
    if (!node.output().isHandle) throw node.error('has an output that is no handle to a variable');
    return [node.output().shape];
  },
  float: () => [],
  quantization: { input: () => ({ as: 'plain' }), output: { as: 'plain' } },
  tflite: {
    code: 142,
    options: {
      union: 111,
      fields: {
        container: { slot: 0, type: 'string', default: '' },
        sharedName: { slot: 1, type: 'string', default: '' },
      },
    },
    version: () => 1,
  },
  tflmResolver: 'AddVarHandle',
  tflmBuffers: () => ({ data: 4, scratch: [] }),
  macs: () => 0,
  kernels: () => [],
});
