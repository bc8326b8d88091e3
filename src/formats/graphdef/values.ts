/** What the outputs of nodes stand for while a graph is imported. */
import type { Constant } from '../support/constants/constant.ts';

/** A value that the network computes. */
export interface Computed {
  readonly kind: 'computed';
  /** The tensor's index in the builder. */
  readonly tensor: number;
  /** The node that it comes from, for patterns of several nodes that are one operator. */
  readonly origin?: { readonly op: string; readonly inputs: readonly Value[] };
  /** The image of height 1 that this is, [batch, width, channels] of [batch, 1, width, channels]. */
  readonly image?: number;
  /** There between SpaceToBatchND and BatchToSpaceND. */
  readonly blocks?: Blocks;
}

/** What a dilated convolution is made of where TensorFlow takes the image apart for it. */
export interface Blocks {
  /** The image before it was taken apart. */
  readonly image: number;
  /** Block sizes, which are the dilations. */
  readonly block: readonly number[];
  /** Elements added before and after each spatial dimension. */
  readonly pads: readonly (readonly [number, number])[];
  /** Convolves an image with dilations; there once the blocks were convolved. */
  readonly convolve?: (image: number, dilations: readonly number[]) => number;
}

/** Texts, which only the loading of variables needs. */
export interface Texts {
  readonly kind: 'texts';
  readonly texts: readonly string[];
}

/** A variable, whose elements lie elsewhere. */
export interface Variable {
  readonly kind: 'variable';
  /** The node that makes it. */
  readonly name: string;
}

/** A tensor that is to be found in the saved variables. */
export interface Saved {
  readonly kind: 'saved';
  readonly key: string;
}

/** Random numbers of a training step: uniform in [0, 1) plus `shift`, or 0 and `value` in a mean of `mean`. */
export type Noise =
  | { readonly kind: 'noise'; readonly stage: 'uniform'; readonly shift: number }
  | { readonly kind: 'noise'; readonly stage: 'mask'; readonly mean: number };

/** The output of a branch that is not taken, or of a node that gives none. */
export interface Nothing {
  readonly kind: 'nothing';
}

export type Value = Constant | Computed | Texts | Variable | Saved | Noise | Nothing;

export const NOTHING: Nothing = { kind: 'nothing' };

/** A tensor of the builder as a value. */
export function computed(tensor: number): Computed {
  return { kind: 'computed', tensor };
}

/** 0, 1, 2, … */
export function identity(rank: number): number[] {
  return Array.from({ length: rank }, (_, d) => d);
}
