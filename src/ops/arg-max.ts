/** ARG_MAX: where along one dimension the largest element is. */
import { defineArg } from './support/arg.ts';

export default defineArg({
  type: 'ARG_MAX',
  summary: 'where along one dimension the largest element is',
  code: 56,
  union: 40,
  tflmResolver: 'AddArgMax',
  kernels: { 'int8 -> int32': 'arg_max_s8', 'float32 -> int32': 'arg_max_f32' },
  find: (tf, x, axis) => tf.argMax(x, axis),
});
