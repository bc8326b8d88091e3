/** ARG_MIN: where along one dimension the smallest element is. */
import { defineArg } from './support/arg.ts';

export default defineArg({
  type: 'ARG_MIN',
  summary: 'where along one dimension the smallest element is',
  code: 79,
  union: 57,
  tflmResolver: 'AddArgMin',
  kernels: { 'int8 -> int32': 'arg_min_s8', 'float32 -> int32': 'arg_min_f32' },
  find: (tf, x, axis) => tf.argMin(x, axis),
});
