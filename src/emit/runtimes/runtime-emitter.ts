/**
 * What a runtime has to offer. One file in this folder implements it for one runtime; src/emit/project.ts does all
 * that is the same for every runtime: the user's header, the harness, the platform, the framework's files.
 *
 * The header (templates/network/network.h.ejs) declares the functions that a runtime's files must define:
 *
 *     int tflq_NAME_init(void);                     0 on success
 *     int tflq_NAME_reset(void);                    state as after init; 0 on success
 *     void *tflq_NAME_input(int index);
 *     int tflq_NAME_invoke(void);                   0 on success
 *     const void *tflq_NAME_output(int index);
 *     uint32_t tflq_NAME_ram_bytes(void);           all that the network needs besides stack
 *     int tflq_NAME_invoke_profiled(uint32_t (*now)(void), uint32_t *ticks);   ticks[TFLQ_NAME_OP_COUNT]
 */
import type { Framework } from '../../boards/framework.ts';
import type { Board } from '../../boards/schema.ts';
import type { Graph } from '../../graph/graph.ts';
import type { CustomHeader } from '../custom-ops.ts';
import type { Runtime } from '../manifest.ts';

/** Where an arena lies: in the chip's own RAM, or in external RAM (src/boards/psram.ts). */
export type ArenaPlace = 'ram' | 'psram';

/** One network for one project. */
export interface RuntimeContext {
  /** Quantized, as far as the runtime asks for it. */
  readonly graph: Graph;
  /** The .tflite file that `graph` was read from. */
  readonly model: Uint8Array;
  /** What toModelName gave: an identifier in lower case, safe in code, paths and macros (in upper case). */
  readonly name: string;
  readonly board: Board;
  readonly arenaIn: ArenaPlace;
  /** Which of our build files compile TFLM for the board's framework, if any. */
  readonly tflmBuild: Framework['tflm'];
  /** The header by which the board's framework finds its library of TFLM; empty where it needs none. */
  readonly tflmHeader: string;
  /** Only the network, for a project of the user's own: nothing that belongs to a build of ours. */
  readonly libOnly: boolean;
  /** The user's checkout of TFLM, if given. A machine's path: it gets into one file of its own, tflq/tflm_dir.mk or .cmake. */
  readonly tflmDir: string | undefined;
  /** The headers of custom operators, all that the network needs; they lie in the folder `custom`. */
  readonly customOps: readonly CustomHeader[];
}

/** What a network takes of a board, by runtime. In bytes. */
export interface RuntimeMemory {
  /** RAM for activations and scratch buffers (c), or the interpreter's arena (tflm). */
  readonly arenaBytes: number;
  /** All static RAM that the runtime takes, the arena among it. */
  readonly ramBytes: number;
  /** Flash for constants: weights, biases, tables (c), or the model file (tflm). */
  readonly weightBytes: number;
  /** Flash for code, an estimate on the high side: kernels and, with tflm, the interpreter. */
  readonly codeBytes: number;
}

/** A runtime. */
export interface RuntimeEmitter {
  /** For people, e.g. in the header: "plain C99". */
  readonly title: string;
  /**
   * What a network takes.
   *
   * @param model the .tflite file of `graph`
   * @param board which may have kernels of its own
   * @throws TflqError('model') where the runtime cannot execute the network
   */
  memory(graph: Graph, model: Uint8Array, board: Board): RuntimeMemory;
  /**
   * The runtime's files by their path in the project, all below `tflq/`; not the header and not the harness.
   *
   * @throws TflqError('model') where the runtime cannot execute the network
   */
  files(context: RuntimeContext): Promise<ReadonlyMap<string, Uint8Array>>;
}

/** The runtimes by the names that --runtime takes. */
export type RuntimeTable = Readonly<Record<Runtime, RuntimeEmitter>>;
