/** A validation as text and as JUnit. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ValidationReport } from '../../src/common/validation-report.ts';
import { junit, plain, styleFor, validationText } from '../../src/report/index.ts';
import { parseXml, type XmlElement } from '../support/xml.ts';

const report: ValidationReport = {
  board: 'mps2-an386',
  name: 'kws',
  runtime: 'c',
  samples: 1000,
  accuracy: 0.903,
  hostAccuracy: 0.904,
  agreement: 0.999,
  mismatches: [{ sample: 3, output: 0, firstByte: 5, board: 128, host: 7 }],
  latency: { unit: 'instructions (QEMU)', min: 1234567, median: 1234569, p95: 1234600, max: 1234700 },
  ops: [
    { index: 0, type: 'CONV_2D', value: 700000, share: 0.625 },
    { index: 1, type: 'FULLY_CONNECTED', value: 419966, share: 0.374 },
    { index: 2, type: 'SOFTMAX', value: 34, share: 0.00003 },
  ],
  ramBytes: 22772,
  stackBytes: 812,
  stackSize: 8192,
  link: { requests: 1006, repeats: 3, damaged: 2, stale: 1 },
  checks: [
    { name: 'agreement', limit: 1, value: 0.999, passed: false },
    { name: 'accuracy', limit: 0.9, value: 0.903, passed: true },
    { name: 'latency', limit: 1_200_000, value: 1234569, passed: false },
  ],
  passed: false,
};

/** As it is on a board that measures time, without labels, with all well. */
const timed: ValidationReport = {
  ...report,
  board: 'host',
  samples: 1,
  accuracy: null,
  hostAccuracy: null,
  agreement: 1,
  mismatches: [],
  latency: { unit: 'us', min: 800, median: 1234.5, p95: 2000, max: 1_500_000 },
  ops: [],
  stackBytes: null,
  stackSize: null,
  link: { requests: 7, repeats: 0, damaged: 0, stale: 0 },
  checks: [{ name: 'agreement', limit: 1, value: 1, passed: true }],
  passed: true,
};

/** As it is where boards shared the samples, and one was lost. */
const shared: ValidationReport = {
  ...timed,
  samples: 12,
  ports: [
    { port: '/dev/ttyACM0', samples: 11, lost: null, link: timed.link },
    { port: 'tcp://lab:1', samples: 1, lost: 'the \u001b[31mport went away', link: timed.link },
  ],
};

describe('a validation as text', () => {
  it('tells what each of several boards did', () => {
    const lines = validationText(shared, plain).split('\n');
    const ports = lines.filter((line) => line.startsWith('  port'));
    expect(ports.map((line) => line.replace(/ +/g, ' '))).toEqual([
      ' port /dev/ttyACM0 11 samples',
      ' port tcp://lab:1 ✗ 1 sample, then lost: the \ufffd[31mport went away',
    ]);
    expect(validationText(timed, plain)).not.toContain('port');
    const properties = junit(shared).match(/<property name="ports[^>]*>/g);
    expect(properties).toHaveLength(5);
    expect(properties![4]).toContain('name="ports.1.lost" value="the');
  });

  it('tells of an emulated board', () => {
    expect(validationText(report, plain)).toBe(`kws on mps2-an386, runtime c, 1,000 samples

  accuracy   90.3 %                         host 90.4 %
  agreement  99.9 %                         of the samples equal the host’s, byte by byte
  latency    1,234,569 instructions (QEMU)  median; min 1,234,567, p95 1,234,600, max 1,234,700
  RAM        22.2 KB (22,772 bytes)         besides the stack
  stack      812 bytes                      at most, of 8.0 KB
  link       1,006 requests                 3 repeated, 2 damaged

     operator         instructions (QEMU)   share
  0  CONV_2D                      700,000  62.5 %  ██████████████████▊
  1  FULLY_CONNECTED              419,966  37.4 %  ███████████▎
  2  SOFTMAX                           34   0.0 %  ▏

  1 of 1,000 samples differs from the host; the first:
  sample 3, output 0: byte 5 is 0x80 on the board, 0x07 on the host

  ✗ agreement 99.9 %, at least 100 %
  ✓ accuracy 90.3 %, at least 90.0 %
  ✗ median latency 1,234,569 instructions (QEMU), at most 1,200,000 instructions (QEMU)`);
  });

  it('tells of a board that measures time, and of nothing that is not known', () => {
    expect(validationText(timed, plain)).toBe(`kws on host, runtime c, 1 sample

  agreement  100 %                   every output byte equals the host’s
  latency    1.23 ms                 median; min 800 µs, p95 2.00 ms, max 1.50 s
  RAM        22.2 KB (22,772 bytes)  besides the stack
  link       7 requests

  ✓ agreement 100 %, at least 100 %`);
  });

  it('never shows what an emulator counts without saying so', () => {
    for (const line of validationText(report, plain).split('\n')) {
      if (/latency/.test(line)) expect(line).toContain('instructions (QEMU)');
      expect(line).not.toMatch(/\d (?:ms|µs|s)\b/);
    }
  });

  it('is the same with colours but for the colours, and harmless with hostile names', () => {
    const text = validationText(report, styleFor({ isTTY: true }, {}));
    expect(text).toContain('\x1b[31m✗\x1b[39m');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours
    expect(text.replace(/\x1b\[\d+m/g, '')).toBe(validationText(report, plain));

    const ops = [{ index: 0, type: '\x1b[2J\nFAKE ✓', value: 1, share: 1 }];
    expect(validationText({ ...report, ops }, plain)).toContain('  0  �[2J�FAKE ✓');
  });
});

describe('a validation as JUnit', () => {
  const suite = (of: ValidationReport): XmlElement => {
    const root = parseXml(junit(of));
    expect(root.name).toBe('testsuites');
    expect(root.children).toHaveLength(1);
    return root.children[0]!;
  };

  it('has a test case a check, and the figures', () => {
    expect(
      junit({ ...timed, checks: [timed.checks[0]!, report.checks[2]!] }),
    ).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites>
  <testsuite name="tflq-micro validate kws on host" tests="2" failures="1" errors="0" skipped="0">
    <properties>
      <property name="samples" value="1"/>
      <property name="agreement" value="1"/>
      <property name="latency.unit" value="us"/>
      <property name="latency.min" value="800"/>
      <property name="latency.median" value="1234.5"/>
      <property name="latency.p95" value="2000"/>
      <property name="latency.max" value="1500000"/>
      <property name="ramBytes" value="22772"/>
      <property name="link.requests" value="7"/>
      <property name="link.repeats" value="0"/>
      <property name="link.damaged" value="0"/>
      <property name="link.stale" value="0"/>
    </properties>
    <testcase classname="tflq-micro.host.kws" name="agreement"/>
    <testcase classname="tflq-micro.host.kws" name="latency">
      <failure message="median latency 1.23 s, at most 1.20 s" type="threshold"></failure>
    </testcase>
  </testsuite>
</testsuites>
`);
  });

  it('tells where bytes differ', () => {
    const cases = suite(report).children.filter(({ name }) => name === 'testcase');
    expect(cases.map(({ attributes }) => attributes.name)).toEqual(['agreement', 'accuracy', 'latency']);
    const [agreement, accuracy] = cases;
    expect(accuracy!.children).toEqual([]);
    expect(agreement!.children[0]!.attributes.message).toBe('agreement 99.9 %, at least 100 %');
    expect(agreement!.children[0]!.text).toContain('sample 3, output 0: byte 5 is 0x80 on the board');
  });

  it('is well-formed whatever names hold, and keeps them', () => {
    const hostile = fc.string({
      unit: fc.oneof(
        fc.constantFrom(
          '<',
          '>',
          '&',
          '"',
          "'",
          ']]>',
          '<!--',
          '\n',
          '\t',
          '\r',
          '\0',
          '\x1b',
          '\ud800',
          '\uffff',
        ),
        fc.string({ unit: 'binary', maxLength: 1 }),
      ),
      maxLength: 20,
    });
    fc.assert(
      fc.property(hostile, hostile, (name, board) => {
        const found = suite({ ...report, name, board });
        const allowed = (text: string): string =>
          [...text]
            .map((character) => {
              const code = character.codePointAt(0)!;
              const isBad = (code < 32 && ![9, 10, 13].includes(code)) || (code >= 0xd800 && code < 0xe000);
              return isBad || code === 0xfffe || code === 0xffff ? '\ufffd' : character;
            })
            .join('');
        expect(found.attributes.name).toBe(`tflq-micro validate ${allowed(name)} on ${allowed(board)}`);
      }),
    );
  });
});
