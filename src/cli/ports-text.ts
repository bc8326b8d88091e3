/** Serial ports in words. */
import type { PortInfo } from '../link/ports.ts';
import { formatTable, harmless, styleFor } from '../report/index.ts';

const { bold, dim } = styleFor();

/** So many boards are named before it is "and N more". */
const MOST_BOARDS = 6;

/** So many ports that are no USB ones are named. */
const MOST_OTHERS = 4;

function boardsOf({ boards }: PortInfo): string {
  if (boards.length === 0) return dim('none that is known');
  const more = boards.length - MOST_BOARDS;
  return more > 0 ? `${boards.slice(0, MOST_BOARDS).join(', ')} and ${more} more` : boards.join(', ');
}

/** Ports of the machine itself: most of them lead nowhere, and none says what is behind it. */
function othersText(others: readonly PortInfo[]): string {
  const paths = others.map(({ path }) => path);
  const more = paths.length - MOST_OTHERS;
  const named = paths.slice(0, MOST_OTHERS).join(', ');
  return dim(`without USB ids: ${named}${more > 0 ? ` and ${more} more` : ''}`);
}

/** One line a port. */
export function portsText(ports: readonly PortInfo[]): string {
  const usb = ports.filter(({ vendorId }) => vendorId !== null);
  const others = ports.filter(({ vendorId }) => vendorId === null);
  const rows = usb.map((port) => [
    bold(port.path),
    `${port.vendorId}:${port.productId}`,
    harmless(port.manufacturer ?? '–', 30),
    boardsOf(port),
  ]);
  const blocks = [
    usb.length === 0
      ? 'No USB serial port was found: is a board plugged in, with a cable that carries data?'
      : formatTable(['port', 'USB id', 'maker', 'may be'], rows, { align: ['left', 'left'] }),
    ...(others.length === 0 ? [] : [othersText(others)]),
  ];
  return blocks.join('\n');
}
