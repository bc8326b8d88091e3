/** What a board file (boards/*.yaml) says, checked by a schema whose messages name the field. */
import * as z from 'zod';

const region = z.strictObject({
  /** First address. */
  origin: z.int().nonnegative(),
  /** Bytes. */
  size: z.int().positive(),
});

export const boardSchema = z.strictObject({
  /** The name given to --board. */
  id: z.string().regex(/^[a-z0-9][a-z0-9_-]*$/, 'must be lower-case letters, digits, - and _'),
  /** For people. */
  name: z.string().min(1),
  chip: z.string().min(1),
  /** Where the facts in this file come from. */
  sources: z.array(z.string().min(1)).min(1),
  core: z.strictObject({
    /** E.g. cortex-m4f, rv32imc, host. */
    name: z.string().min(1),
    /** Compiler and linker flags that select the core. */
    flags: z.array(z.string()),
    /** Further flags for linking only. */
    linkFlags: z.array(z.string()).default([]),
    /** Bits of a pointer; the host's own where absent. */
    pointerBits: z.literal(32).or(z.literal(64)).default(32),
  }),
  /** Null on the host, where memory is not the question. */
  memory: z.strictObject({ flash: region, ram: region }).nullable(),
  clockHz: z.int().positive().nullable(),
  /** Folder in templates/frameworks: how a project for this board is laid out and built. */
  framework: z.string().min(1),
  /** Folder in templates/platforms: start-up, linker script, port.c. */
  platform: z.string().min(1),
  toolchain: z.strictObject({
    /** Prefix of gcc and friends, e.g. `arm-none-eabi-`; empty for the host's own. */
    prefix: z.string(),
    /** Debian packages that bring it. */
    packages: z.array(z.string()),
  }),
  flash: z.strictObject({
    /** File in src/flash. */
    method: z.string().min(1),
  }),
  link: z.strictObject({
    /** File in src/link/transports that `validate` uses when no --port is given. */
    transport: z.enum(['serial', 'emulator', 'process']),
    baud: z.int().positive().default(115200),
  }),
  /** Only where the board is an emulated one. */
  emulator: z
    .strictObject({
      program: z.string().min(1),
      /** Arguments; `{image}` stands for the firmware, `{serial}` for the character device of the link. */
      args: z.array(z.string()),
      packages: z.array(z.string()),
    })
    .optional(),
  timer: z.strictObject({
    /** What a latency is reported in: `instructions (QEMU)` on emulated boards, `us` on real ones and the host. */
    unit: z.enum(['instructions (QEMU)', 'us']),
    /** Ticks of the port's counter per reported unit. */
    ticksPerUnit: z.number().positive(),
  }),
});

/** A board, as its file describes it. */
export type Board = z.infer<typeof boardSchema>;
