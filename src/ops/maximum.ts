/** MAXIMUM: the larger of two elements, with broadcasting. */
import { extremum } from './support/extremum.ts';

export default extremum({
  type: 'MAXIMUM',
  summary: 'the larger of two elements, with broadcasting',
  types: ['int8', 'int16', 'int32', 'int64'],
  code: 55,
  largest: true,
  tflmResolver: 'AddMaximum',
});
