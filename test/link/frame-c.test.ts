/** The harness's C for frames against the tool's TypeScript. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resourcePath } from '../../src/common/resources.ts';
import { FrameDecoder } from '../../src/link/decoder.ts';
import { encodeFrame, type Frame } from '../../src/link/frame.ts';
import { hasCompiler } from '../support/fake-firmware.ts';

const fixture = fileURLToPath(new URL('./fixtures/frame-echo.c', import.meta.url));

describe.skipIf(!hasCompiler)(`frames in C${hasCompiler ? '' : ' (skipped: no C compiler)'}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'tflq-test-'));
  const program = join(folder, 'frame-echo');

  beforeAll(() => {
    const harness = resourcePath('templates', 'harness');
    execFileSync('cc', [
      ...['-std=c99', '-g', '-Wall', '-Wextra', '-Wconversion', '-Wshadow', '-Werror'],
      ...['-fsanitize=address,undefined', '-fno-sanitize-recover=all', '-I', harness, '-o', program],
      fixture,
      join(harness, 'tflq_frame.c'),
    ]);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /** What the program answers; it must end well. */
  function echo(line: Uint8Array, capacity = 4096): Frame[] {
    const frames: Frame[] = [];
    const decoder = new FrameDecoder({
      frame: (frame) => frames.push(frame),
      text: (text) => expect.fail(`text: ${text}`),
      damage: () => expect.fail('damaged'),
    });
    decoder.push(execFileSync(program, [`${capacity}`], { input: line }));
    return frames;
  }

  const frame = fc.record({
    version: fc.nat(255),
    type: fc.nat(255),
    sequence: fc.nat(65535),
    payload: fc.oneof(
      fc.uint8Array({ maxLength: 700 }),
      fc.uint8Array({ maxLength: 30, max: 1 }),
      fc.integer({ min: 240, max: 520 }).map((length) => new Uint8Array(length).fill(3)),
    ),
  });

  it('come back the same', () => {
    fc.assert(
      fc.property(fc.array(frame, { minLength: 30, maxLength: 60 }), (sent) => {
        expect(echo(Buffer.concat(sent.map(encodeFrame)))).toEqual(sent);
      }),
      { numRuns: 15 },
    );
  });

  it('survive garbage between them', () => {
    const piece = fc.tuple(fc.uint8Array({ maxLength: 300 }), frame);
    fc.assert(
      fc.property(fc.array(piece, { minLength: 20, maxLength: 40 }), (pieces) => {
        const line = pieces.flatMap(([garbage, sent]) => [garbage, encodeFrame(sent)]);
        expect(echo(Buffer.concat(line))).toEqual(pieces.map(([, sent]) => sent));
      }),
      { numRuns: 15 },
    );
  });

  it('are dropped when damaged or longer than the buffer', () => {
    const short = { version: 1, type: 2, sequence: 3, payload: new Uint8Array(20).fill(7) };
    const long = { ...short, payload: new Uint8Array(21).fill(7) };
    const damaged = encodeFrame(short);
    damaged[8]! ^= 1;
    expect(
      echo(Buffer.concat([encodeFrame(short), encodeFrame(long), damaged, encodeFrame(short)]), 28),
    ).toEqual([short, short]);
  });
});
