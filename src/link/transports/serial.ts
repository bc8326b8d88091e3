/** A serial port of this machine: a UART, a USB adapter, a chip's own USB, a pseudo-terminal. */
import { realpath } from 'node:fs/promises';
import type { SerialPort } from 'serialport';
import type { Board } from '../../boards/schema.ts';
import { TflqError } from '../../common/errors.ts';
import { choosePort, portLabel } from '../ports.ts';
import { streamTransport } from '../stream-transport.ts';
import { loadSerialport, systemPorts } from '../system-ports.ts';
import type { SerialControl, SerialSignals, TransportKind, TransportTarget } from '../transport.ts';

/** With a firmware that hangs, closing waits for bytes which nobody takes: not longer than this. */
const CLOSE_LIMIT_MS = 1000;

/** The ports that there are, in words. */
async function presentPorts(): Promise<string> {
  try {
    const ports = (await systemPorts()).filter(({ vendorId }) => vendorId !== null);
    return ports.length === 0
      ? 'No USB serial port was found.'
      : `There are: ${ports.map(portLabel).join(', ')}.`;
  } catch {
    // Where the list cannot be made, the hint goes without.
    return 'Is the board plugged in?';
  }
}

/** Systems and versions word it differently; serialport passes on only the text. */
const REFUSALS: readonly (readonly [
  pattern: RegExp,
  message: string,
  hint: () => Promise<string> | string,
])[] = [
  [/no such file|file not found|ENOENT|ENXIO|no such device/i, 'there is no such port', presentPorts],
  [
    /cannot lock|EBUSY|busy|access denied/i,
    'the port is in use by another program',
    () => 'Close the serial monitor, or whatever else has it open.',
  ],
  [
    /permission denied|EACCES/i,
    'access to the port is not permitted',
    () => 'On Linux: sudo usermod -a -G dialout "$USER", then log in again.',
  ],
  [/inappropriate ioctl|not a tty|ENOTTY|EINVAL/i, 'this is no serial port', presentPorts],
];

async function refusal(path: string, cause: Error): Promise<TflqError> {
  const [, message, hint] = REFUSALS.find(([pattern]) => pattern.test(cause.message)) ?? [
    undefined,
    'the port cannot be opened',
    () => cause.message,
  ];
  return new TflqError('link', message, { where: path, hint: await hint(), cause });
}

function opened(port: SerialPort): Promise<void> {
  return new Promise((resolve, reject) => {
    port.open((error) => (error ? reject(error) : resolve()));
  });
}

function setSignals(port: SerialPort, { dtr, rts }: SerialSignals): Promise<void> {
  return new Promise((resolve) => {
    port.set({ dtr, rts }, () => resolve());
  });
}

/** The system's list of ports knows; where it cannot be made, nobody does. */
async function usbIds(path: string): ReturnType<SerialControl['usbIds']> {
  try {
    const real = await realpath(path).catch(() => path);
    const port = (await systemPorts()).find((candidate) => [path, real].includes(candidate.path));
    if (port === undefined || port.vendorId === null || port.productId === null) return undefined;
    return { vendor: Number.parseInt(port.vendorId, 16), product: Number.parseInt(port.productId, 16) };
  } catch {
    return undefined;
  }
}

function control(port: SerialPort): SerialControl {
  return {
    setBaud: (baudRate) =>
      new Promise((resolve, reject) => {
        port.update({ baudRate }, (error) => (error ? reject(error) : resolve()));
      }),
    setSignals: (signals) => setSignals(port, signals),
    usbIds: () => usbIds(port.path),
  };
}

function closed(port: SerialPort): Promise<void> {
  return new Promise((resolve) => {
    const alarm = setTimeout(resolve, CLOSE_LIMIT_MS);
    port.close(() => {
      clearTimeout(alarm);
      resolve();
    });
  });
}

async function chosenPort(board: Board, onChoice: TransportTarget['onChoice']): Promise<string> {
  const port = await choosePort(board);
  onChoice?.(portLabel(port));
  return port.path;
}

export const serial: TransportKind = {
  opens: () => true,

  async open({ manifest, port: named, serial: settings, onChoice }) {
    const { board } = manifest;
    const path = named ?? (await chosenPort(board, onChoice));
    const { SerialPort } = await loadSerialport();
    const { baud: baudRate, parity } = settings ?? { baud: board.link.baud, parity: 'none' };
    const port = new SerialPort({ path, baudRate, parity, autoOpen: false });
    try {
      await opened(port);
    } catch (error) {
      throw await refusal(path, error as Error);
    }
    const gone = new Promise<TflqError>((resolve) => {
      const tell = (cause?: Error | null): void =>
        resolve(
          new TflqError('link', 'the port went away', {
            where: path,
            hint: 'Was the board unplugged, or did it restart its USB port?',
            cause,
          }),
        );
      port.on('error', tell);
      port.once('close', tell);
    });
    // A chip's own USB port sends only to a host that says it listens.
    await setSignals(port, { dtr: true, rts: true });
    return streamTransport({
      name: path,
      control: control(port),
      readable: port,
      writable: port,
      gone,
      async release() {
        if (port.isOpen) await closed(port);
      },
    });
  },
};
