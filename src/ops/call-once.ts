/**
 * CALL_ONCE: runs a subgraph at the first invocation, which gives resource variables their initial values. Those are known
 * from the file (support/resource-variables.ts), so there is nothing to run.
 */
import { defineOp } from './support/op-def.ts';

/** The options of CALL_ONCE. */
interface CallOnceAttrs {
  /** The subgraph's number in the file. */
  readonly initSubgraph: number;
}

export default defineOp<CallOnceAttrs>({
  type: 'CALL_ONCE',
  summary: 'the initial values of variables',
  types: [],
  shapes: () => [],
  float: () => [],
  quantization: { input: () => ({ as: 'plain' }), output: { as: 'plain' } },
  tflite: {
    code: 129,
    options: { union: 103, fields: { initSubgraph: { slot: 0, type: 'int32', default: 0 } } },
    version: () => 1,
  },
  tflmResolver: 'AddCallOnce',
  tflmBuffers: () => ({ data: 8, scratch: [] }),
  macs: () => 0,
  kernels: () => [],
});
