/** What a board file (boards/*.yaml) says, checked by a schema whose messages name the field. */
import * as z from 'zod';

/** Names of folders and files of ours: nothing that could lead out of templates/. */
const templateName = z.string().regex(/^[a-z0-9][a-z0-9_-]*$/, 'must be lower-case letters, digits, - and _');

/** A line that is written into comments and reports of every language that we emit. */
const text = z.string().regex(/^[^\p{Cc}\\*]+$/u, 'must be one line without \\ and *');

/** One word of a compiler's command line, as it stands in a Makefile. */
const flag = z.string().regex(/^[\w=+.,:/@-]+$/, 'must be one flag without blanks, quotes and $');

/** What `sudo apt-get install` is told to install. */
const debianPackage = z.string().regex(/^[a-z0-9][a-z0-9+.-]+$/, 'must be the name of a Debian package');

/** Four hexadecimal digits, as USB ids are written. */
const usbId = z.string().regex(/^[0-9a-f]{4}$/, "must be four hexadecimal digits in quotes, e.g. '303a'");

/** A name as a programming tool knows it: part of its command line, hence no blanks and no leading dash. */
const word = z.string().regex(/^[A-Za-z0-9][\w.+/-]*$/, 'must be one word of letters, digits and _ . + / -');

/** A file that a tool looks up in its own folders. */
const toolFile = z
  .string()
  .regex(/^(?!.*\.\.)[A-Za-z0-9][\w./-]*\.cfg$/, "must be a file of OpenOCD's, e.g. target/stm32l4x.cfg");

const region = z.strictObject({
  /** First address; of no importance where the framework brings its own linker script. */
  origin: z.int().nonnegative().default(0),
  /** Bytes. */
  size: z.int().positive(),
});

/** How firmware gets onto the board, and the facts that the ways to do it ask for (docs/FLASHING.md). */
const flash = z.strictObject({
  /** File in src/flash/methods. */
  method: templateName,
  /** Further methods that `flash --method` may choose. */
  methods: z.array(templateName).optional(),
  /** The chip as the programming tools name it: J-Link, probe-rs, nrfutil, avrdude. E.g. STM32L4R5ZI. */
  chip: word.optional(),
  /** OpenOCD's files, in the order of its -f options, e.g. [interface/stlink.cfg, target/stm32l4x.cfg]. */
  openocd: z.array(toolFile).min(1).optional(),
  /** The UF2 family id, e.g. '0xe48bff56' (RP2040). */
  family: z
    .string()
    .regex(/^0x[0-9a-f]{8}$/, "must be eight lower-case hexadecimal digits in quotes, e.g. '0xe48bff56'")
    .optional(),
  /** Board-ID in INFO_UF2.TXT on the bootloader's drive, e.g. RPI-RP2. */
  drive: text.optional(),
  /** Where programs begin, counted from the start of the flash; the method's usual place where absent (esptool, bossac). */
  offset: z.int().nonnegative().optional(),
  /** The programmer as avrdude names it, e.g. jtag2updi. */
  programmer: word.optional(),
  /** Bits per second to the bootloader; each method has its usual one. */
  baud: z.int().positive().optional(),
  /** True where opening the serial port at 1200 bit/s starts the bootloader. */
  touch: z.boolean().optional(),
  /** USB ids of the bootloader, where they are not those of the program. */
  usb: z.array(z.strictObject({ vid: usbId, pid: usbId.optional() })).optional(),
  /** How to start the bootloader by hand, as a sentence: 'Hold BOOTSEL while you plug in the board.' */
  press: text.optional(),
});

const fields = z.strictObject({
  /** The name given to --board. */
  id: templateName,
  /** For people. */
  name: text,
  chip: text,
  /** Where the facts in this file come from. */
  sources: z.array(text).min(1),
  core: z.strictObject({
    /** E.g. cortex-m4f, rv32imc, host. */
    name: text,
    /** Compiler and linker flags that select the core. */
    flags: z.array(flag).default([]),
    /** Further flags for linking only; they follow `flags`. */
    linkFlags: z.array(flag).default([]),
    /** Bits of a pointer; the host's own where absent. */
    pointerBits: z.literal(32).or(z.literal(64)).default(32),
  }),
  /** Null on the host, where memory is not the question. */
  memory: z
    .strictObject({
      flash: region,
      ram: region,
      /** Bytes of RAM that the linker script keeps free for the stack at the least. */
      stack: z.int().positive().default(2048),
      /** Bytes of external RAM, where there is any. */
      psram: z.int().positive().optional(),
    })
    .nullable(),
  clockHz: z.int().positive().nullable(),
  /** Folder in templates/frameworks: how a project for this board is laid out and built. */
  framework: templateName,
  /** Further frameworks that --framework may choose. */
  frameworks: z.array(templateName).default([]),
  /**
   * What frameworks and platforms ask of a board, by name: see `settings` in templates/frameworks/NAME/framework.yaml
   * and templates/platforms/NAME/platform.yaml.
   */
  settings: z
    .record(templateName, z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])))
    .default({}),
  /** For boards that stand for many: the setting, e.g. zephyr.board, that `--board ID:VALUE` gives. */
  parameter: z
    .string()
    .regex(/^[a-z0-9_-]+\.[a-z0-9_]+$/, 'must be FRAMEWORK.SETTING')
    .optional(),
  /** The runtime unless --runtime says otherwise. */
  runtime: z.enum(['c', 'tflm']).default('c'),
  /** USB ids by which its serial port is known. */
  usb: z.array(z.strictObject({ vid: usbId, pid: usbId.optional() })).default([]),
  /**
   * Folders in templates/startup, where the board needs them: linker script, vector table, what runs before
   * main. Shared by all boards of a core.
   */
  startup: z.array(templateName).default([]),
  /** Folder in templates/platforms: port.c, the board's UART and timer; the framework's own where it has one. */
  platform: templateName.optional(),
  /** Where the framework does not bring its own. */
  toolchain: z
    .strictObject({
      /** Prefix of gcc and friends, e.g. `arm-none-eabi-`; empty for the host's own. */
      prefix: z.string().regex(/^[\w./+-]*$/, 'must be a prefix of a program name, e.g. arm-none-eabi-'),
      /** Debian packages that bring it. */
      packages: z.array(debianPackage),
      /** Those that C++, hence the runtime tflm, needs besides. */
      cxxPackages: z.array(debianPackage).default([]),
      /** How to get the compilers where Debian has none, as one or two sentences. */
      install: text.optional(),
    })
    .default({ prefix: '', packages: [], cxxPackages: [] }),
  flash,
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
      /** Debian packages that bring it. */
      packages: z.array(debianPackage),
    })
    .optional(),
  timer: z.strictObject({
    /** What a latency is reported in: `instructions (QEMU)` on emulated boards, `us` on real ones and the host. */
    unit: z.enum(['instructions (QEMU)', 'us']),
    /** Ticks of the port's counter per reported unit. */
    ticksPerUnit: z.number().positive(),
  }),
});

/** The schema of a board file: each field by itself, then what fields ask of each other. */
export const boardSchema = fields.superRefine((board, context) => {
  const need = (path: PropertyKey[], message: string): void => {
    context.addIssue({ code: 'custom', path, message });
  };
  if (board.startup.length > 0 && board.memory === null)
    need(['memory'], 'must be given where `startup` is, since the linker script is made from it');
  if (board.link.transport === 'emulator' && board.emulator === undefined)
    need(['emulator'], "must be given where link.transport is 'emulator'");
  for (const placeholder of ['{image}', '{serial}'])
    if (board.emulator !== undefined && !board.emulator.args.some((arg) => arg.includes(placeholder)))
      need(['emulator', 'args'], `must hold ${placeholder}`);
});

/** A board, as its file describes it. */
export type Board = z.infer<typeof boardSchema>;
