/** Opens the line to a board and makes sure that it carries the project's network. */
import { TflqError } from '../common/errors.ts';
import { dtypeBytes } from '../graph/dtype.ts';
import { elementCount } from '../graph/graph.ts';
import { Device, type DeviceInfo, type DeviceOptions } from './device.ts';
import type { LinkManifest } from './link-manifest.ts';
import type { SerialSettings, Transport } from './transport.ts';
import { TRANSPORTS } from './transports/index.ts';

/** How to reach a board. */
export interface OpenOptions extends DeviceOptions {
  /** A serial port's path, tcp://host:port, rfc2217://host:port or unix:/path; the board's own way unless given. */
  readonly port?: string | undefined;
  /** Is told which serial port was taken, in words, where none was named and just one fits the board. */
  readonly onChoice?: ((port: string) => void) | undefined;
}

/**
 * Opens the line to a project's board, without a word on it.
 *
 * @param options.serial how a serial port is set; the board's own speed and no parity unless given
 * @throws TflqError as TransportKind.open does
 */
export async function openTransport(
  dir: string,
  manifest: Pick<LinkManifest, 'board'>,
  options: Pick<OpenOptions, 'port' | 'signal' | 'onChoice'> & { serial?: SerialSettings } = {},
): Promise<Transport> {
  const { port, signal, serial, onChoice } = options;
  const kind =
    port === undefined
      ? TRANSPORTS[manifest.board.link.transport]
      : Object.values(TRANSPORTS).find((candidate) => candidate.opens(port));
  if (kind === undefined) throw new Error(`no transport for ${port ?? manifest.board.link.transport}`);
  return kind.open({ dir, manifest, port, serial, onChoice, signal });
}

function checkModel(info: DeviceInfo, { model, name }: LinkManifest, where: string): void {
  const reflash = 'Put this project on it with tflq-micro build && tflq-micro flash.';
  if (!model.sha256.startsWith(info.modelHash)) {
    const other = info.modelName === name ? `another version of ${name}` : JSON.stringify(info.modelName);
    throw new TflqError('firmware', `the board carries ${other}, not this project's ${name}`, {
      where: `${where}: its model is ${info.modelHash.slice(0, 12)}…, the project's ${model.sha256.slice(0, 12)}…`,
      hint: reflash,
    });
  }
}

function initFailure(status: number, where: string): TflqError {
  const hint = 'With the runtime tflm: is the arena large enough, and are all operators registered?';
  const message = `the network's init failed on the board and returned ${status}`;
  return new TflqError('firmware', message, { where, hint });
}

function checkTensors(info: DeviceInfo, { inputs, outputs }: LinkManifest, where: string): void {
  const expected = [inputs, outputs].map((tensors) =>
    tensors.map(({ shape, dtype }) => elementCount(shape) * dtypeBytes(dtype)).join(', '),
  );
  const found = [info.inputs, info.outputs].map((tensors) => tensors.map(({ bytes }) => bytes).join(', '));
  if (expected.join(' / ') === found.join(' / ')) return;
  throw new TflqError(
    'firmware',
    `the board's inputs and outputs take ${found.join(' and ')} bytes, the project's ${expected.join(' and ')}`,
    { where, hint: 'Make, build and flash the project again.' },
  );
}

/**
 * Greets the board at the other end of a line and checks that it carries the project's network. Closes the line
 * where that fails.
 *
 * @throws TflqError('firmware') when the board carries another model, or another version of the protocol
 * @throws TflqError('link') when it does not answer
 * @throws TflqError('interrupted') when the signal ended it
 */
export async function connectDevice(
  transport: Transport,
  manifest: LinkManifest,
  options: DeviceOptions = {},
): Promise<Device> {
  const device = new Device(transport, options);
  try {
    const info = await device.hello();
    checkModel(info, manifest, transport.name);
    if (info.initStatus !== 0) throw await device.explained(initFailure(info.initStatus, transport.name));
    checkTensors(info, manifest, transport.name);
    return device;
  } catch (error) {
    await device.close();
    throw error;
  }
}

/**
 * Opens the line to a project's board: the port that the user named, or the board's own way (an emulator, a child
 * process). Close the device when done with it.
 *
 * @throws as openTransport and connectDevice
 */
export async function openDevice(
  dir: string,
  manifest: LinkManifest,
  options: OpenOptions = {},
): Promise<Device> {
  return connectDevice(await openTransport(dir, manifest, options), manifest, options);
}
