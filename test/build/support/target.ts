/** Runs fixtures/port-check.c on its board and talks to it. */
import { type ChildProcess, spawn } from 'node:child_process';
import type { Board } from '../../../src/boards/schema.ts';

/** Longer than the slowest board takes for the longest answer, on a busy machine. */
const PATIENCE_MS = 60_000;

/** A running firmware with its serial line. */
export class Target {
  readonly #child: ChildProcess;
  #received = Buffer.alloc(0);
  #arrived: () => void = () => {};
  #stderr = '';

  constructor(board: Board, image: string) {
    const [program, args] =
      board.emulator === undefined
        ? [image, []]
        : [
            board.emulator.program,
            board.emulator.args.map((arg) => arg.replace('{image}', image).replace('{serial}', 'stdio')),
          ];
    this.#child = spawn(program, args, { stdio: 'pipe' });
    this.#child.stdout!.on('data', (chunk: Buffer) => {
      this.#received = Buffer.concat([this.#received, chunk]);
      this.#arrived();
    });
    this.#child.stderr!.on('data', (chunk: Buffer) => {
      this.#stderr += chunk.toString();
    });
    this.#child.once('exit', () => this.#arrived());
  }

  /** What the emulator complained of. */
  get complaints(): string {
    return this.#stderr;
  }

  /** The next `count` bytes from the board. */
  async read(count: number): Promise<Buffer> {
    const deadline = Date.now() + PATIENCE_MS;
    while (this.#received.length < count) {
      const left = deadline - Date.now();
      if (left <= 0 || this.#child.exitCode !== null)
        throw new Error(`${this.#received.length} of ${count} bytes, then nothing. ${this.#stderr}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.#arrived = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    const bytes = this.#received.subarray(0, count);
    this.#received = this.#received.subarray(count);
    return bytes;
  }

  /** What the board says up to and with a mark. */
  async readUntil(mark: string): Promise<string> {
    let text = '';
    while (!text.endsWith(mark)) text += (await this.read(1)).toString('latin1');
    return text;
  }

  write(command: string, ...numbers: number[]): void {
    const bytes = Buffer.alloc(4 * numbers.length);
    numbers.forEach((number, index) => {
      bytes.writeUInt32LE(number, 4 * index);
    });
    this.writeBytes(Buffer.concat([Buffer.from(command), bytes]));
  }

  writeBytes(bytes: Uint8Array): void {
    this.#child.stdin!.write(bytes);
  }

  /** Sends a command and reads one number. */
  async ask(command: string, ...numbers: number[]): Promise<number> {
    this.write(command, ...numbers);
    return (await this.read(4)).readUInt32LE();
  }

  async close(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.kill('SIGKILL');
    await ended;
  }
}
