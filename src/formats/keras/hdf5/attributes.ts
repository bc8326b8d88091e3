/** The attributes of a group: small named values beside its members. */
import { elementCount } from '../../../graph/graph.ts';
import { type Cursor, damaged, type Hdf5Source, unsupported } from './cursor.ts';
import { MESSAGE, type Message } from './object-header.ts';
import { readDataspace, readDatatype } from './types.ts';
import { decodeTexts, type LongTexts } from './values.ts';

/** Finds attributes whose values are texts. Others are not read. */
export class Attributes {
  readonly #source: Hdf5Source;
  readonly #messages: readonly Message[];
  readonly #texts: LongTexts;

  constructor(source: Hdf5Source, messages: readonly Message[], texts: LongTexts) {
    this.#source = source;
    this.#messages = messages.filter(({ type }) => type === MESSAGE.attribute);
    this.#texts = texts;
  }

  /** The texts of the attribute of that name; undefined where there is none, or it holds no text. */
  texts(name: string): string[] | undefined {
    for (const message of this.#messages) {
      const found = this.#read(message, name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #read(message: Message, wanted: string): string[] | undefined {
    if (message.isShared) throw unsupported('a shared attribute');
    const cursor = message.open();
    const version = cursor.u8();
    if (version < 1 || version > 3) throw unsupported(`an attribute of version ${version}`);
    const flags = cursor.u8();
    const [nameSize, typeSize, spaceSize] = [cursor.u16(), cursor.u16(), cursor.u16()];
    if (version === 3) cursor.skip(1);
    // In version 1 each part takes a multiple of 8 bytes.
    const part = (size: number): Cursor => cursor.part(version === 1 ? Math.ceil(size / 8) * 8 : size);
    const name = part(nameSize).text();
    if (name !== wanted) return undefined;
    if (version > 1 && flags !== 0) throw unsupported(`a shared datatype of the attribute ${name}`);
    const type = readDatatype(part(typeSize));
    const shape = readDataspace(part(spaceSize));
    if (shape === undefined) return [];
    if (type.kind !== 'text' && type.kind !== 'long-text') return undefined;
    if (type.kind === 'long-text' && type.size !== 8 + this.#source.addressSize) {
      throw damaged('a text refers to no heap');
    }
    const count = elementCount(shape);
    return decodeTexts(type, cursor.bytes(count * type.size), count, this.#texts);
  }
}
