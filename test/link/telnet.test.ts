/** Telnet's commands and data, in pieces of any size. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  escapeTelnet,
  negotiation,
  subnegotiation,
  TelnetDecoder,
  type Verb,
} from '../../src/link/telnet.ts';
import { TelnetOptions } from '../../src/link/telnet-options.ts';

type Event = ['data', number[]] | [Verb, number] | ['sub', number, number[]];

/** Events with data that was cut put together again. */
function joined(events: readonly Event[]): Event[] {
  const all: Event[] = [];
  for (const next of events) {
    const last = all.at(-1);
    if (last?.[0] === 'data' && next[0] === 'data')
      all[all.length - 1] = ['data', [...(last[1] as number[]), ...(next[1] as number[])]];
    else all.push(next);
  }
  return all;
}

/** What a decoder makes of bytes that come in pieces. */
function decode(pieces: readonly Uint8Array[]): Event[] {
  const events: Event[] = [];
  const decoder = new TelnetDecoder({
    data: (bytes) => events.push(['data', [...bytes]]),
    negotiation: (verb, option) => events.push([verb, option]),
    subnegotiation: (option, payload) => events.push(['sub', option, [...payload]]),
  });
  for (const piece of pieces) decoder.push(piece);
  return events;
}

const byte = fc.integer({ min: 0, max: 255 });
const bytes = fc.array(fc.oneof(byte, fc.constant(255)), { minLength: 1, maxLength: 40 });
const event: fc.Arbitrary<Event> = fc.oneof(
  bytes.map((data): Event => ['data', data]),
  fc.tuple(fc.constantFrom<Verb>('will', 'wont', 'do', 'dont'), byte),
  fc.tuple(fc.constant('sub' as const), fc.constant(44), bytes),
);

function encode(event: Event): Uint8Array {
  if (event[0] === 'data') return escapeTelnet(Uint8Array.from(event[1] as number[]));
  if (event[0] === 'sub') return subnegotiation(event[1] as number, Uint8Array.from(event[2]!));
  return negotiation(event[0], event[1] as number);
}

describe('Telnet', () => {
  it('gives back what was put in, however it is cut', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 10 }), fc.array(fc.nat(30)), (events, cuts) => {
        const line = Buffer.concat(events.map(encode));
        const pieces: Uint8Array[] = [];
        let at = 0;
        for (const cut of cuts) {
          pieces.push(line.subarray(at, at + cut));
          at += cut;
        }
        pieces.push(line.subarray(at));
        const apart = events.map((each) => joined(decode([encode(each)])));
        expect(apart).toEqual(events.map((each) => [each]));
        expect(joined(decode(pieces))).toEqual(joined(events));
      }),
    );
  });

  it('survives commands that it does not know, and noise', () => {
    const unknown = decode([Uint8Array.of(1, 255, 241, 2, 255, 249, 3)]);
    expect(joined(unknown)).toEqual([['data', [1, 2, 3]]]);
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 200 }), (noise) => {
        decode([Uint8Array.from(noise)]);
      }),
    );
    const endless = decode([Uint8Array.of(255, 250, 44), new Uint8Array(5000).fill(7), Uint8Array.of(9)]);
    expect(joined(endless).map(([kind]) => kind)).toEqual(['data']);
  });
});

describe('options', () => {
  function negotiate(): { options: TelnetOptions; sent: [Verb, number][] } {
    const sent: [Verb, number][] = [];
    const options = new TelnetOptions([0, 44], [0], (verb, option) => sent.push([verb, option]));
    return { options, sent };
  }

  it('are asked for once, and what answers them is not answered', () => {
    const { options, sent } = negotiate();
    options.ask();
    const asked: [Verb, number][] = [
      ['will', 0],
      ['will', 44],
      ['do', 0],
    ];
    expect(sent).toEqual(asked);
    expect(options.receive('do', 44)).toBe(true);
    expect(options.receive('will', 0)).toBeUndefined();
    expect(options.receive('dont', 0)).toBe(false);
    expect(options.receive('do', 44)).toBe(true);
    expect(sent).toEqual(asked);
  });

  it('that are offered unasked are taken where they are wanted, else refused', () => {
    const { options, sent } = negotiate();
    options.receive('do', 0);
    options.receive('will', 1);
    options.receive('do', 24);
    options.receive('dont', 0);
    options.receive('dont', 0);
    expect(sent).toEqual([
      ['will', 0],
      ['dont', 1],
      ['wont', 24],
      ['wont', 0],
    ]);
  });
});
