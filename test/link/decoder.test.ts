import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FrameDecoder } from '../../src/link/decoder.ts';
import { encodeFrame, type Frame } from '../../src/link/frame.ts';
import { printableLines } from '../../src/link/text.ts';

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);

function collect() {
  const seen = { frames: [] as Frame[], lines: [] as string[], damaged: 0 };
  const decoder = new FrameDecoder({
    frame: (frame) => seen.frames.push(frame),
    text: (line) => seen.lines.push(line),
    damage: () => {
      seen.damaged++;
    },
  });
  return { seen, decoder };
}

const frame = (sequence: number, payload = Uint8Array.of(1, 0, 2, 10, 13)): Frame => ({
  version: 1,
  type: 0x84,
  sequence,
  payload,
});

const anyFrame = fc
  .tuple(fc.nat(65535), fc.uint8Array({ maxLength: 400 }))
  .map(([sequence, payload]) => frame(sequence, payload));

describe('the decoder', () => {
  it('finds frames in pieces of any size', () => {
    fc.assert(
      fc.property(
        fc.array(anyFrame, { maxLength: 6 }),
        fc.array(fc.integer({ min: 1, max: 50 })),
        (sent, cuts) => {
          const line = Buffer.concat(sent.map(encodeFrame));
          const { seen, decoder } = collect();
          let at = 0;
          for (const size of cuts) {
            decoder.push(line.subarray(at, at + size));
            at += size;
          }
          decoder.push(line.subarray(at));
          expect(seen).toEqual({ frames: sent, lines: [], damaged: 0 });
        },
      ),
    );
  });

  it('passes text on, before, between and after frames', () => {
    const { seen, decoder } = collect();
    decoder.push(ascii('\x1b[0;32mI (29) boot\x1b[0m: v5.1\r\n\r\nready'));
    decoder.push(encodeFrame(frame(1)));
    decoder.push(ascii('printf: grüße\n'));
    decoder.push(encodeFrame(frame(2)));
    decoder.push(ascii('abort() was called'));
    expect(seen.lines).toEqual(['I (29) boot: v5.1', 'ready', 'printf: grüße']);
    decoder.flushText();
    expect(seen.lines.at(-1)).toBe('abort() was called');
    expect(seen.frames.map(({ sequence }) => sequence)).toEqual([1, 2]);
    expect(seen.damaged).toBe(0);
  });

  it('finds the next frame after any garbage', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 300 }),
        fc.array(anyFrame, { minLength: 1, maxLength: 3 }),
        (garbage, sent) => {
          const { seen, decoder } = collect();
          decoder.push(garbage);
          for (const each of sent) decoder.push(encodeFrame(each));
          expect(seen.frames).toEqual(sent);
        },
      ),
    );
  });

  it('never gives a frame that was not sent, whatever happens to bytes', () => {
    const damage = fc.record({
      at: fc.nat(),
      kind: fc.constantFrom('change', 'drop', 'double'),
      to: fc.nat(255),
    });
    fc.assert(
      fc.property(
        fc.array(anyFrame, { minLength: 1, maxLength: 4 }),
        fc.array(damage, { maxLength: 8 }),
        (sent, faults) => {
          const line = [...Buffer.concat(sent.map(encodeFrame))];
          for (const { at, kind, to } of faults) {
            const place = at % line.length;
            line.splice(
              place,
              1,
              ...(kind === 'drop' ? [] : kind === 'change' ? [to] : [line[place]!, line[place]!]),
            );
          }
          const { seen, decoder } = collect();
          decoder.push(Uint8Array.from(line));
          for (const found of seen.frames) expect(sent).toContainEqual(found);
        },
      ),
    );
  });

  it('does not grow with noise that never ends', () => {
    const { seen, decoder } = collect();
    for (let i = 0; i < 400; i++) decoder.push(new Uint8Array(1000).fill(0xc3));
    expect(seen.damaged).toBeGreaterThan(3);
    decoder.push(encodeFrame(frame(5)));
    expect(seen.frames).toHaveLength(1);
  });

  it('keeps a frame that is half there when it is asked for text', () => {
    const { seen, decoder } = collect();
    const line = encodeFrame(frame(9, new Uint8Array(50).fill(200)));
    decoder.push(line.subarray(0, 30));
    decoder.flushText();
    decoder.push(line.subarray(30));
    expect(seen.frames).toHaveLength(1);
  });
});

describe('text', () => {
  it('has no control characters, so that a board cannot move the cursor', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        for (const line of printableLines(bytes) ?? []) expect(line).not.toMatch(/(?!\t)\p{Cc}/u);
      }),
    );
  });
});
