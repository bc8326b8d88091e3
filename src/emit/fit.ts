/** Whether a network fits a board, before anything is written or compiled. */
import { usablePsram } from '../boards/psram.ts';
import type { Board } from '../boards/schema.ts';
import { TflqError } from '../common/errors.ts';
import { writeTflite } from '../formats/tflite/index.ts';
import type { Graph } from '../graph/graph.ts';
import { harnessPayload } from './harness-payload.ts';
import type { Runtime } from './manifest.ts';
import { RUNTIMES } from './runtimes/index.ts';
import type { ArenaPlace, RuntimeMemory } from './runtimes/runtime-emitter.ts';

/** What a firmware needs of a board's memory, and what the board has. In bytes. */
export interface Fit {
  /** Constants, code, and initial values: an estimate, see checkFit. */
  readonly flashBytes: number;
  /** The harness's buffers, the least that the board's file asks for the stack, and the arena if it lies there. */
  readonly ramBytes: number;
  /** The arena, where it does not fit the RAM but the PSRAM; else 0. */
  readonly psramBytes: number;
  /** Null where memory is not the question. */
  readonly flashAvailable: number | null;
  readonly ramAvailable: number | null;
  /** Where the arena lies: in PSRAM only where it must, as that is several times slower. */
  readonly arenaIn: ArenaPlace;
  readonly fits: boolean;
}

/** Code of harness, start-up and port with gcc 12.2 at -O2: 4.0 kB measured for a Cortex-M0, 4.9 kB for rv32imc. */
const HARNESS_CODE_BYTES = 5120;

/** Variables of harness, start-up and port, but for the frame and the operators' ticks: 36 measured. */
const HARNESS_RAM_BYTES = 64;

/** Header and CRC around a frame's payload. */
const FRAME_OVERHEAD_BYTES = 8;

/** The harness keeps a count for each operator. */
const TICKS_BYTES = 4;

/**
 * Holds a network's needs against a board's memory.
 *
 * With the runtime c, RAM is exact but for some ten bytes; how much stack the network needs beyond the least is not
 * known before it runs. Flash is the constants, which are exact, plus an estimate of the code, which is on the high
 * side (test/emit/fit.test.ts holds it to real builds). The linker has the last word.
 *
 * @param model the .tflite file of `graph`; made from it where absent
 * @throws TflqError('model') where the runtime cannot execute the network
 */
export function checkFit(graph: Graph, board: Board, runtime: Runtime, model = writeTflite(graph)): Fit {
  return fitOf(RUNTIMES[runtime].memory(graph, model, board), graph, board);
}

/**
 * The same for a network whose needs are known.
 *
 * @param memory what the runtime said of `graph`
 */
export function fitOf(memory: RuntimeMemory, graph: Graph, board: Board): Fit {
  const frame = harnessPayload(graph, board).bytes + FRAME_OVERHEAD_BYTES;
  const stack = board.memory?.stack ?? 0;
  const flashBytes = memory.weightBytes + memory.codeBytes + HARNESS_CODE_BYTES;
  const all = memory.ramBytes + frame + TICKS_BYTES * graph.ops.length + HARNESS_RAM_BYTES + stack;
  const flashAvailable = board.memory?.flash.size ?? null;
  const ramAvailable = board.memory?.ram.size ?? null;
  const external =
    !isWithin(all, ramAvailable) &&
    memory.arenaBytes <= usablePsram(board) &&
    isWithin(all - memory.arenaBytes, ramAvailable);
  const psramBytes = external ? memory.arenaBytes : 0;
  const ramBytes = all - psramBytes;
  const fits = isWithin(flashBytes, flashAvailable) && isWithin(ramBytes, ramAvailable);
  const arenaIn = external ? 'psram' : 'ram';
  return { flashBytes, ramBytes, psramBytes, flashAvailable, ramAvailable, arenaIn, fits };
}

function isWithin(bytes: number, available: number | null): boolean {
  return available === null || bytes <= available;
}

function figure(bytes: number | null): string {
  return (bytes ?? 0).toLocaleString('en-US');
}

/**
 * The same, for those who cannot go on without.
 *
 * @throws TflqError('fit') with the figures
 */
export function requireFit(graph: Graph, board: Board, runtime: Runtime, model?: Uint8Array): Fit {
  const fit = checkFit(graph, board, runtime, model);
  if (fit.fits) return fit;
  const { flashBytes, ramBytes, flashAvailable, ramAvailable } = fit;
  const psram = usablePsram(board);
  const short = [
    ...(isWithin(ramBytes, ramAvailable) ? [] : ['RAM']),
    ...(isWithin(flashBytes, flashAvailable) ? [] : ['flash']),
  ].join(' and ');
  throw new TflqError(
    'fit',
    `the network does not fit ${board.id}: too little ${short}. It needs ${figure(ramBytes)} bytes of RAM, the board has ` +
      `${figure(ramAvailable)}${psram > 0 ? `, and ${figure(psram)} of PSRAM for its arena` : ''}; it needs about ${figure(flashBytes)} bytes of flash, the board has ${figure(flashAvailable)}`,
    {
      where: `board ${board.id}, runtime ${runtime}`,
      hint: '`tflq-micro inspect MODEL` lists the boards that it fits. Take one of those, or a smaller network.',
    },
  );
}
