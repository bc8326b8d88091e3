/** LOGICAL_AND: whether both of two truth values are true, with broadcasting. */
import { logical } from './support/logical.ts';

export default logical({
  type: 'LOGICAL_AND',
  summary: 'whether both of two truth values are true, with broadcasting',
  types: ['bool'],
  code: 86,
  union: 62,
  least: 2,
  tflmResolver: 'AddLogicalAnd',
});
