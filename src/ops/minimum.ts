/** MINIMUM: the smaller of two elements, with broadcasting. */
import { extremum } from './support/extremum.ts';

export default extremum({
  type: 'MINIMUM',
  summary: 'the smaller of two elements, with broadcasting',
  types: ['int8', 'int16', 'int32', 'int64'],
  code: 57,
  largest: false,
  tflmResolver: 'AddMinimum',
});
