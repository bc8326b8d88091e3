/** LOGICAL_OR: whether either of two truth values is true, with broadcasting. */
import { logical } from './support/logical.ts';

export default logical({
  type: 'LOGICAL_OR',
  summary: 'whether either of two truth values is true, with broadcasting',
  types: ['bool'],
  code: 84,
  union: 60,
  least: 1,
  tflmResolver: 'AddLogicalOr',
});
