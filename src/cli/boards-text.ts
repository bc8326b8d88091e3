/** Boards in words. */
import type { Board } from '../boards/schema.ts';
import { formatBytes, formatTable, styleFor } from '../report/index.ts';

const { bold, dim } = styleFor();

function size(board: Board, region: 'flash' | 'ram'): string {
  return board.memory === null ? '–' : formatBytes(board.memory[region].size);
}

/** One line a board. */
export function boardsText(boards: readonly Board[]): string {
  const rows = boards.map((board) => [
    board.id,
    board.name,
    board.core.name,
    size(board, 'flash'),
    size(board, 'ram'),
    board.timer.unit,
  ]);
  return [
    formatTable(['board', 'name', 'core', 'flash', 'RAM', 'latency in'], rows),
    '',
    dim('tflq-micro boards ID tells more of one. Your own: --board ./my-board.yaml (docs/BOARDS.md).'),
  ].join('\n');
}

/** All of one board. */
export function boardText(board: Board): string {
  const facts: [string, string][] = [
    ['chip', board.chip],
    ['core', [board.core.name, ...board.core.flags].join(' ')],
    ['flash', size(board, 'flash')],
    ['RAM', size(board, 'ram')],
    ['clock', board.clockHz === null ? '–' : `${board.clockHz / 1e6} MHz`],
    ['frameworks', [board.framework, ...board.frameworks].join(', ')],
    ['runtime', board.runtime],
    ['needs', [...board.toolchain.packages, ...(board.emulator?.packages ?? [])].join(' ') || '–'],
    ['flashed by', board.flash.method],
    [
      'talks over',
      board.link.transport === 'serial' ? `serial, ${board.link.baud} baud` : board.link.transport,
    ],
    ['latency in', board.timer.unit],
    ['sources', board.sources.join('; ')],
  ];
  return [
    `${bold(board.id)}  ${board.name}`,
    ...facts.map(([label, value]) => `  ${label.padEnd(11)}${value}`),
  ].join('\n');
}
