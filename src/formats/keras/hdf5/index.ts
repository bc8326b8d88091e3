/**
 * A reader of HDF5 files, as far as models need it: groups, attributes of text, datasets of numbers, in one piece or
 * in chunks, compressed by gzip or not. Written from the HDF5 File Format Specification. It opens no other file,
 * follows no links to elsewhere, and bounds all it does by the file's own size; the HDF5 library proper, compiled to
 * WebAssembly, breaks on damaged files in ways that outlast the file.
 */
import { TflqError } from '../../../common/errors.ts';
import { elementCount } from '../../../graph/graph.ts';
import { Attributes } from './attributes.ts';
import { damaged, Hdf5Source, unsupported } from './cursor.ts';
import { readFilters } from './filters.ts';
import { readLayout } from './layout.ts';
import { type Link, readLinks } from './links.ts';
import { MESSAGE, type Message, readMessages } from './object-header.ts';
import { readSuperblock } from './superblock.ts';
import { type Datatype, readDataspace, readDatatype } from './types.ts';
import { decodeFloats, LongTexts } from './values.ts';

export { isHdf5 } from './superblock.ts';

/** The most bytes that the datasets of one file may hold together. */
const LARGEST = 2 ** 28;

/** The file and what is shared among its objects. */
interface Context {
  readonly source: Hdf5Source;
  readonly texts: LongTexts;
  /** Objects that were read, by the address of their header. */
  readonly known: Map<number, Hdf5Group | Hdf5Dataset>;
  /** Bytes of datasets that may still be read. */
  budget: number;
}

/** The message of that type, which must lie in the object's own header. */
function own(messages: readonly Message[], type: number, what: string): Message {
  const message = messages.find((candidate) => candidate.type === type);
  if (message === undefined) throw damaged(`a dataset has no ${what}`);
  if (message.isShared) throw unsupported(`a dataset with a shared ${what}`);
  return message;
}

/** An array of numbers. */
export class Hdf5Dataset {
  readonly shape: readonly number[];
  readonly #context: Context;
  readonly #messages: readonly Message[];
  readonly #type: Datatype;

  /** @internal */
  constructor(context: Context, messages: readonly Message[]) {
    this.#context = context;
    this.#messages = messages;
    this.#type = readDatatype(own(messages, MESSAGE.datatype, 'datatype').open());
    this.shape = readDataspace(own(messages, MESSAGE.dataspace, 'dataspace').open()) ?? [0];
  }

  /**
   * Reads all elements as float32.
   *
   * @throws TflqError('model') where they are no numbers, are damaged, or too many
   */
  floats(): Float32Array {
    const { source } = this.#context;
    const count = elementCount(this.shape);
    const bytes = count * this.#type.size;
    this.#context.budget -= Math.max(bytes, 4 * count);
    if (!(this.#context.budget >= 0)) throw unsupported('weights of more than 256 MiB');
    if (this.#messages.some(({ type }) => type === MESSAGE.externalFiles)) {
      throw unsupported(
        'weights that lie in other files',
        'Copy the model into one file of its own (h5repack).',
      );
    }
    const pipeline = this.#messages.find(({ type }) => type === MESSAGE.filters);
    const filters = pipeline === undefined ? [] : readFilters(pipeline.open());
    const extent = { shape: this.shape, elementSize: this.#type.size, bytes, filters };
    const layout = own(this.#messages, MESSAGE.layout, 'layout').open();
    return decodeFloats(this.#type, readLayout(source, layout, extent), count);
  }
}

/** A group: named members, and attributes. */
export class Hdf5Group {
  readonly #context: Context;
  readonly #attributes: Attributes;
  readonly #links: ReadonlyMap<string, Link>;

  /** @internal */
  constructor(context: Context, messages: readonly Message[]) {
    this.#context = context;
    this.#attributes = new Attributes(context.source, messages, context.texts);
    this.#links = readLinks(context.source, messages);
  }

  /** The names of the members, in the file's order. */
  names(): string[] {
    return [...this.#links.keys()];
  }

  /** The attribute of that name as texts; undefined where there is none, or it is no text. */
  texts(name: string): string[] | undefined {
    return this.#attributes.texts(name);
  }

  /**
   * The member of that name, or undefined.
   *
   * @throws TflqError('model') where it is a link to elsewhere: such links are never followed
   */
  member(name: string): Hdf5Group | Hdf5Dataset | undefined {
    const link = this.#links.get(name);
    if (link === undefined) return undefined;
    if (link.kind !== 'object') {
      throw new TflqError(
        'model',
        link.kind === 'external'
          ? `the HDF5 file refers to another file for ${JSON.stringify(name)} (an external link)`
          : `the HDF5 file refers to another place for ${JSON.stringify(name)} (a soft link)`,
        { hint: 'Save the model into one file of its own, or get it from a source that you trust.' },
      );
    }
    const { source, known } = this.#context;
    const found = known.get(link.address);
    if (found !== undefined) return found;
    const messages = readMessages(source, link.address);
    const isDataset = messages.some(({ type }) => type === MESSAGE.layout);
    const made = isDataset
      ? new Hdf5Dataset(this.#context, messages)
      : new Hdf5Group(this.#context, messages);
    known.set(link.address, made);
    return made;
  }

  /** The group at a path of names with slashes between, or undefined. */
  group(path: string): Hdf5Group | undefined {
    const found = this.#at(path);
    return found instanceof Hdf5Group ? found : undefined;
  }

  /** The dataset at a path of names with slashes between, or undefined. */
  dataset(path: string): Hdf5Dataset | undefined {
    const found = this.#at(path);
    return found instanceof Hdf5Dataset ? found : undefined;
  }

  #at(path: string): Hdf5Group | Hdf5Dataset | undefined {
    const names = path.split('/').filter((name) => name !== '');
    let here: Hdf5Group | Hdf5Dataset | undefined = this;
    for (const name of names) here = here instanceof Hdf5Group ? here.member(name) : undefined;
    return here;
  }
}

/**
 * Opens an HDF5 file.
 *
 * @returns its root group
 * @throws TflqError('model') where the file is damaged
 */
export function openHdf5(bytes: Uint8Array): Hdf5Group {
  const source = new Hdf5Source(bytes);
  const root = readSuperblock(source);
  const context: Context = { source, texts: new LongTexts(source), known: new Map(), budget: LARGEST };
  return new Hdf5Group(context, readMessages(source, root));
}
