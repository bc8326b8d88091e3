import { describe, expect, it } from 'vitest';
import {
  BOOL,
  BYTES,
  DOUBLE,
  decodeProtobuf,
  FLOAT,
  fieldsOf,
  INT32,
  INT64,
  type Message,
  many,
  message,
  one,
  STRING,
  UINT64,
} from '../../../src/formats/support/protobuf.ts';
import { rejected } from '../../support/errors.ts';
import { bytes, encoded, float, integer, nested, text } from '../onnx/model-file.ts';

const INNER = { name: one(STRING, 1), flags: many(BOOL, 2) };
const OUTER = {
  int: one(INT32, 1),
  wide: one(INT64, 2),
  unsigned: one(UINT64, 3),
  text: one(STRING, 4),
  raw: one(BYTES, 5),
  real: one(FLOAT, 6),
  double: one(DOUBLE, 7),
  list: many(INT64, 8),
  inner: many(message(INNER), 9),
};

describe('decodeProtobuf', () => {
  it('reads all kinds of fields, in any order, the last of several where one is meant', async () => {
    const file = encoded(
      text(4, 'first'),
      integer(1, -5),
      integer(2, -(2n ** 62n)),
      integer(3, -1n),
      text(4, 'ünï'),
      bytes(5, Uint8Array.of(1, 2)),
      float(6, 0.5),
      (writer) => writer.tag(7, 1).double(Math.PI),
      nested(9, text(1, 'a'), integer(2, 1), integer(2, 0)),
      nested(9),
    );
    expect(await decodeProtobuf(file, OUTER)).toEqual({
      int: -5,
      wide: -(2 ** 62),
      unsigned: 2 ** 64,
      text: 'ünï',
      raw: Uint8Array.of(1, 2),
      real: 0.5,
      double: Math.PI,
      list: [],
      inner: [
        { name: 'a', flags: [true, false] },
        { name: undefined, flags: [] },
      ],
    });
  });

  it('reads lists packed and one by one, and skips what it does not know', async () => {
    const packed = (writer: import('@bufbuild/protobuf/wire').BinaryWriter) =>
      writer.tag(8, 2).fork().int64(1).int64(-300).join();
    const file = encoded(packed, integer(99, 7), text(77, 'unknown'), float(66, 1), integer(8, 5));
    expect((await decodeProtobuf(file, OUTER)).list).toEqual([1, -300, 5]);
  });

  it.each([
    ['a text that ends beyond the file', Uint8Array.of(0x22, 9, 65)],
    ['a number that never ends', new Uint8Array(20).fill(0xff)],
    ['a field of another wire type', Uint8Array.of(0x0a, 1, 65)],
    ['a packed list that is cut off', Uint8Array.of(0x42, 2, 1, 0x80)],
    ['a float that is cut off', Uint8Array.of(0x35, 0)],
    ['field number 0', Uint8Array.of(0, 0)],
  ])('refuses %s', async (_what, file) => {
    const error = await rejected('model', decodeProtobuf(file, OUTER));
    expect(error.message).toMatch(/^the file is damaged: /);
  });

  it('refuses messages that lie too deep in each other', async () => {
    interface Nested {
      readonly next: Nested | undefined;
    }
    const SELF: Message = {
      next: one(
        message<Nested>(() => SELF),
        1,
      ),
    };
    let file = new Uint8Array();
    for (let depth = 0; depth < 70; depth++) {
      if (depth === 50) expect(await decodeProtobuf(file, SELF)).toBeDefined();
      file = new Uint8Array(encoded(bytes(1, file)));
    }
    const error = await rejected('model', decodeProtobuf(file, SELF));
    expect(error.message).toMatch(/too deep/);
  });
});

describe('fieldsOf', () => {
  it('tells the fields of a message, up to where it is damaged', () => {
    const file = encoded(integer(1, 300), text(7, 'x'.repeat(300)), float(3, 1), integer(2, 1));
    expect([...fieldsOf(file, 10)]).toEqual([
      [1, 0],
      [7, 2],
      [3, 5],
      [2, 0],
    ]);
    expect([...fieldsOf(file, 2)]).toEqual([
      [1, 0],
      [7, 2],
    ]);
    expect([...fieldsOf(Uint8Array.of(0xff, 0xff, 0xff), 10)]).toEqual([]);
  });
});
