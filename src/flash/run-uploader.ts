/** Runs the uploader of a framework's own tool, and says in words what it failed of. */
import { spawn } from 'node:child_process';
import { TflqError } from '../common/errors.ts';
import { requirePrograms } from '../common/programs.ts';
import type { Manifest } from '../emit/manifest.ts';

/** What an uploader prints when it fails, what is wrong then, and what to do about it. */
export type Explanation = readonly [pattern: RegExp, message: string, hint: string];

/** What the programmers behind Arduino's and PlatformIO's uploaders say: bossac, dfu-util, esptool, picotool. */
export const UPLOAD_TROUBLE: readonly Explanation[] = [
  [
    /permission denied|EACCES|LIBUSB_ERROR_ACCESS|Cannot open DFU device|unable to open device/i,
    'access to the board is not permitted',
    'On Linux: sudo usermod -a -G dialout "$USER", then log in again; for boards that are flashed over USB also the core\'s udev rules (post_install.sh of Arduino\'s cores, 99-platformio-udev.rules of PlatformIO).',
  ],
  [
    /port is busy|resource busy|EBUSY|could not exclusively lock|Access is denied/i,
    'the port is in use by another program',
    'Close the serial monitor, or whatever else has it open.',
  ],
  [
    /no device found on|No DFU capable USB device|no accessible RP-series|Failed to connect to ESP|No serial data received|SAM-BA operation failed|Wrong boot mode/i,
    "the board's bootloader does not answer",
    "Start it by hand and flash again: press RESET twice in quick succession on Arduino's boards, hold BOOT while you press RESET on an ESP32, hold BOOTSEL while you plug in an RP2040.",
  ],
  [
    /could not open port|no such file or directory: '?\/dev|Cannot open port|No such device|cannot find the file/i,
    'there is no such port',
    'Is the board plugged in? `tflq-micro ports` shows which there are; some boards change theirs while they are flashed.',
  ],
];

/** One upload. */
interface Upload {
  readonly program: string;
  readonly args: readonly string[];
  /** How to get the program, as a sentence. */
  readonly install: string;
  /** The project's folder, in which the program runs. */
  readonly dir: string;
  readonly manifest: Manifest;
  readonly signal: AbortSignal | undefined;
  /** What it may fail of; the first that fits counts. */
  readonly trouble: readonly Explanation[];
  /** What it prints when all went well, where its exit code says too little. */
  readonly proof?: RegExp | undefined;
  /** Receives what it prints, as it comes. */
  readonly onOutput?: ((text: string) => void) | undefined;
}

/** So many of the uploader's own lines are shown where nothing is known of them. */
const SHOWN_LINES = 4;

/** Runs the program in a process group of its own, so that all that it started ends with it. */
function run({
  program,
  args,
  dir,
  signal,
  onOutput,
}: Upload): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: dir,
      env: { ...process.env, LC_ALL: 'C' },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const chunks: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        onOutput?.(chunk.toString('utf8'));
      });
    }
    const abort = (): void => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
      } catch {
        // It ended in the same moment.
      }
    };
    signal?.addEventListener('abort', abort, { once: true });
    if (signal?.aborted) abort();
    child.once('error', (cause) => {
      signal?.removeEventListener('abort', abort);
      reject(new TflqError('tool', `${program} cannot be started`, { where: cause.message, cause }));
    });
    child.once('close', (code) => {
      signal?.removeEventListener('abort', abort);
      resolve({ code, output: Buffer.concat(chunks).toString('utf8') });
    });
  });
}

/**
 * Uploads.
 *
 * @throws TflqError('tool') where the program is missing
 * @throws TflqError('link') where it fails, with what is known of the reason
 * @throws TflqError('interrupted') when the signal ended it: the board then has a part of the firmware, and is flashed
 *   by the same command again
 */
export async function runUploader(upload: Upload): Promise<void> {
  const { program, install, manifest, signal, trouble, proof } = upload;
  await requirePrograms([program], [], `flashing ${manifest.board.id}`, install);
  const { code, output } = await run(upload);
  if (signal?.aborted) {
    throw new TflqError('interrupted', 'flashing was interrupted: the board has a part of the firmware', {
      where: manifest.board.id,
      hint: 'Run `tflq-micro flash` again.',
    });
  }
  if (code === 0 && (proof === undefined || proof.test(output))) return;
  const lines = output.split(/[\r\n]+/).flatMap((line) => (line.trim() === '' ? [] : [`  ${line.trim()}`]));
  const [, message, hint] = trouble.find(([pattern]) => pattern.test(output)) ?? [
    undefined,
    `${program} could not flash ${manifest.board.id}`,
    'Is it the right port, and is the board plugged in?',
  ];
  throw new TflqError('link', [message, ...lines.slice(-SHOWN_LINES)].join('\n'), {
    where: manifest.board.id,
    hint,
  });
}
