/** Operators that work along one dimension, which their input 1 names: ARG_MAX, ARG_MIN, CUMSUM. */
import { elementCount } from '../../graph/graph.ts';
import { int32Field, type KernelField } from './kernel-call.ts';
import type { OpNode } from './op-node.ts';

/**
 * The dimension, counted from 0.
 *
 * @throws TflqError where input 1 is not one int32 constant, or names a dimension that input 0 does not have
 */
export function oneAxis<A>(node: OpNode<A>): number {
  const rank = node.input(0).shape.length;
  if (node.input(1).dtype !== 'int32')
    throw node.error(`has an axis of type ${node.input(1).dtype}, not int32`);
  const axes = node.constantInput(1);
  if (axes.length !== 1) throw node.error(`has ${axes.length} axes; it takes one`);
  const axis = axes[0]!;
  if (axis < -rank || axis >= rank) throw node.error(`works along axis ${axis} of ${rank} dimensions`);
  return axis < 0 ? axis + rank : axis;
}

/** The fields that begin the parameters of their kernels: how far the dimension's elements lie apart. */
export function oneAxisFields<A>(node: OpNode<A>): KernelField[] {
  const { shape } = node.input(0);
  const axis = oneAxis(node);
  return [
    int32Field('outer', elementCount(shape.slice(0, axis))),
    int32Field('inner', elementCount(shape.slice(axis + 1))),
    int32Field('length', shape[axis]!),
  ];
}
