/** The operators of ONNX that can be imported, by operator set and name. */
import type { Convert, Operators } from '../node-import.ts';
import { activations } from './activations.ts';
import { arithmetic } from './arithmetic.ts';
import { blocks } from './blocks.ts';
import { clips } from './clip.ts';
import { convolutions } from './convolution.ts';
import { cutting } from './cutting.ts';
import { grus } from './gru.ts';
import { logic } from './logic.ts';
import { lstms } from './lstm.ts';
import { matrices } from './matrix.ts';
import { normalizations } from './normalization.ts';
import { paddings } from './padding.ts';
import { pools } from './pooling.ts';
import { powers } from './powers.ts';
import { quantizedMicrosoft, quantizedStandard } from './qlinear.ts';
import { quantizations } from './quantization.ts';
import { reductions } from './reductions.ts';
import { refused } from './refused.ts';
import { repeating } from './repeating.ts';
import { resizing } from './resizing.ts';
import { softmaxes } from './softmax.ts';
import { structure } from './structure.ts';
import { transposedConvolutions } from './transposed-convolution.ts';

/** ONNX's own, under its two names. */
const STANDARD: Operators = {
  ...activations,
  ...arithmetic,
  ...blocks,
  ...clips,
  ...convolutions,
  ...cutting,
  ...grus,
  ...logic,
  ...lstms,
  ...matrices,
  ...normalizations,
  ...paddings,
  ...pools,
  ...powers,
  ...quantizations,
  ...quantizedStandard,
  ...reductions,
  ...refused,
  ...repeating,
  ...resizing,
  ...softmaxes,
  ...structure,
  ...transposedConvolutions,
};

/** Those of onnxruntime, which also has ONNX's quantization for more types. */
const MICROSOFT: Operators = {
  ...quantizations,
  ...quantizedMicrosoft,
  DynamicQuantizeLSTM: refused.DynamicQuantizeLSTM!,
  DynamicQuantizeMatMul: refused.DynamicQuantizeMatMul!,
  Gelu: activations.Gelu!,
};

const SETS: ReadonlyMap<string, ReadonlyMap<string, Convert>> = new Map([
  ['', new Map(Object.entries(STANDARD))],
  ['com.microsoft', new Map(Object.entries(MICROSOFT))],
]);

/** The name of an operator set: ONNX's own has two. */
export function domainName(domain: string): string {
  return domain === 'ai.onnx' ? '' : domain;
}

/** What imports that operator; undefined where nothing does. */
export function findOperator(domain: string, type: string): Convert | undefined {
  return SETS.get(domain)?.get(type);
}

/** ONNX's own operators that can be imported, in alphabetical order. */
export function operatorNames(): string[] {
  return Object.keys(STANDARD)
    .filter((name) => !Object.hasOwn(refused, name))
    .sort();
}
