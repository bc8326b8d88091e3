/**
 * TensorFlow's GraphDef as plain data. It is written in two ways, as a protocol buffer and as JSON (TF.js); both are
 * read into this.
 */

/** A shape; null is an open dimension. Undefined where not even the number of dimensions is known. */
export type OpenShape = readonly (number | null)[] | undefined;

/** A tensor in the file. */
export interface TensorDef {
  /** Number in TensorFlow's DataType. */
  readonly type: number;
  readonly shape: readonly number[];
  /** The elements as they lie in memory, little-endian. */
  readonly content?: Uint8Array;
  /** The elements as numbers where there is no content; bit patterns for halves. The last one is repeated. */
  readonly values: readonly number[];
  /** The elements of a tensor of texts. */
  readonly texts: readonly string[];
}

/** The values of an attribute that is a list. */
export interface AttrList {
  readonly texts: readonly string[];
  readonly ints: readonly number[];
}

/** The value of an attribute: one of these is there. */
export interface AttrDef {
  readonly text?: string | undefined;
  readonly int?: number | undefined;
  readonly float?: number | undefined;
  readonly flag?: boolean | undefined;
  /** Number in TensorFlow's DataType. */
  readonly type?: number | undefined;
  /** In an object, for an unknown shape is a value too. */
  readonly shape?: { readonly dims: OpenShape } | undefined;
  readonly tensor?: TensorDef | undefined;
  readonly list?: AttrList | undefined;
  /** Name of a function. */
  readonly func?: string | undefined;
}

/** An operation. */
export interface NodeDef {
  readonly name: string;
  readonly op: string;
  /** `node`, `node:output`, `^node` (to be run before); in functions `argument` or `node:outputs:number`. */
  readonly inputs: readonly string[];
  readonly attrs: ReadonlyMap<string, AttrDef>;
}

/** A function of the graph's library. */
export interface FunctionDef {
  readonly name: string;
  readonly args: readonly string[];
  /** What each result is, in the order of the results. */
  readonly results: readonly string[];
  readonly nodes: readonly NodeDef[];
}

/** A graph with the functions that it calls. */
export interface GraphDef {
  readonly nodes: readonly NodeDef[];
  readonly functions: readonly FunctionDef[];
}

/** An input or output of the whole, under the name that it is known by outside. */
export interface Port {
  readonly name: string;
  /** The tensor, as a node's input refers to it. */
  readonly tensor: string;
  readonly shape: OpenShape;
}

/** What goes into a graph and comes out of it, where the file says so. */
export interface Signature {
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
}
