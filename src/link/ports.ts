/** Which board is at which serial port, as far as USB ids tell. */
import type { Board } from '../boards/schema.ts';
import { TflqError } from '../common/errors.ts';
import { type SystemPort, systemPorts } from './system-ports.ts';

/** A serial port, and what may be at it. */
export interface PortInfo extends SystemPort {
  /** The ids of the boards that have such USB ids. Converters are in many: it is one of these, or none of them. */
  readonly boards: readonly string[];
}

/** True where a port has USB ids of the board: its program's, or its bootloader's. */
function mayBe({ vendorId, productId }: SystemPort, { usb, flash }: Board): boolean {
  return [...usb, ...(flash.usb ?? [])].some(
    ({ vid, pid }) => vid === vendorId && (pid === undefined || pid === productId),
  );
}

/** What a port is called: its path, and what it says of itself. */
export function portLabel({ path, vendorId, productId, manufacturer }: SystemPort): string {
  const facts = [manufacturer, vendorId === null ? null : `${vendorId}:${productId}`];
  const known = facts.filter((fact) => fact !== null);
  return known.length === 0 ? path : `${path} (${known.join(', ')})`;
}

/**
 * The serial ports of this machine, each with the boards that it may be.
 *
 * @param boards the boards to look among
 * @throws TflqError('tool') where the system cannot be asked
 */
export async function listPorts(boards: readonly Board[]): Promise<PortInfo[]> {
  return (await systemPorts()).map((port) => ({
    ...port,
    boards: boards.filter((board) => mayBe(port, board)).map(({ id }) => id),
  }));
}

/** The ports at which a board may be. One whose file knows no USB ids may be at any USB port. */
function candidates(ports: readonly SystemPort[], board: Board): SystemPort[] {
  const isKnown = board.usb.length > 0 || board.flash.usb !== undefined;
  return ports.filter((port) => (isKnown ? mayBe(port, board) : port.vendorId !== null));
}

/**
 * The serial port at which a board is, where just one may be it.
 *
 * @throws TflqError('link') that lists what there is, where none or several fit
 */
export async function choosePort(board: Board): Promise<SystemPort> {
  const ports = await systemPorts().catch(() => []);
  const fitting = candidates(ports, board);
  if (fitting.length === 1) return fitting[0]!;
  const several = fitting.length > 1;
  const present = several ? fitting : ports.filter(({ vendorId }) => vendorId !== null);
  const list = present.map(portLabel).join(', ');
  const there = several
    ? `It may be any of these: ${list}.`
    : present.length === 0
      ? 'No USB serial port was found: is the board plugged in, with a cable that carries data?'
      : `There are: ${list}.`;
  throw new TflqError(
    'link',
    several
      ? `there are ${fitting.length} serial ports at which ${board.id} may be`
      : `there is no serial port at which ${board.id} is known to be`,
    { where: '--port', hint: `${there} Name it with --port.` },
  );
}
