/** What `build` made, in words: which part of the memory is taken for what. */
import type { BuildResult } from '../build/index.ts';
import { formatBar, formatBytes, formatTable, styleFor } from '../report/index.ts';

const { bold, accent } = styleFor();

/** Columns of the longest bar. */
const BAR_WIDTH = 24;

/** A kind of memory with its parts; those of no bytes are left out. */
interface Kind {
  readonly title: string;
  readonly bytes: number;
  readonly available: number | null;
  readonly parts: readonly (readonly [label: string, bytes: number])[];
}

function kinds({ sections, flashBytes, ramBytes, flashAvailable, ramAvailable }: BuildResult): Kind[] {
  const { code, constants, weights, initialized, arena, zeroed, stack } = sections;
  return [
    {
      title: 'flash',
      bytes: flashBytes,
      available: flashAvailable,
      parts: [
        ['code', code],
        ['constants', constants],
        ['weights', weights],
        ['initial values', initialized],
      ],
    },
    {
      title: 'RAM',
      bytes: ramBytes + (stack ?? 0),
      available: ramAvailable,
      parts: [
        ['initialized', initialized],
        ['arena', arena],
        ['zeroed', zeroed],
        ['stack, at least', stack ?? 0],
      ],
    },
  ];
}

function share(bytes: number, available: number | null): string {
  return available === null ? '' : `of ${formatBytes(available)} (${Math.ceil((100 * bytes) / available)} %)`;
}

/** The image, and a table of its memory with bars: each is a share of its own kind. */
export function buildText(result: BuildResult): string {
  const rows = kinds(result).flatMap(({ title, bytes, available, parts }) => [
    [title, formatBytes(bytes), share(bytes, available)],
    ...parts
      .filter(([, own]) => own > 0)
      .map(([label, own]) => [`  ${label}`, formatBytes(own), accent(formatBar(own / bytes, BAR_WIDTH))]),
  ]);
  const notes = result.sections.stack === null ? ['  The stack comes on top.'] : [];
  return [bold(result.image), formatTable([], rows, { indent: 2, align: ['left', 'right'] }), ...notes].join(
    '\n',
  );
}
