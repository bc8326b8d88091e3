/**
 * The chips that the ROM bootloader may say it runs on, by product id (ST AN2606, "Bootloader device-dependent
 * parameters"), and how their flash is divided (the chips' reference manuals, "Flash memory organization").
 */

/** Parts of equal size, as the flash has them one after the other. */
type Run = readonly [count: number, bytes: number];

/** A kind of chip. */
export interface Stm32Chip {
  /** For people. */
  readonly name: string;
  /** Beginnings of the names of the chips that it may be; x stands for any character. */
  readonly names: readonly string[];
  /**
   * The pages or sectors from the flash's beginning, numbered from 0, as far as their numbers are sure. Empty where
   * an option byte decides how large they are: such a chip is erased whole.
   */
  readonly layout: readonly Run[];
}

const KB = 1024;

/** More pages than any chip has: whether they are there, the board's memory.flash says. */
const ALL = 1 << 16;

const pages = (bytes: number): readonly Run[] => [[ALL, bytes]];

/** Only the numbers of the smallest first bank that such a chip may have are sure. */
const bank = (bytes: number, size: number): readonly Run[] => [[size / bytes, bytes]];

/** Sectors of STM32F2 and F4: four small ones, one of four times the size, then those of eight times. */
const sectors = (small: number, large: number): readonly Run[] => [
  [4, small],
  [1, 4 * small],
  [large, 8 * small],
];

const chip = (name: string, names: string, layout: readonly Run[]): Stm32Chip => ({
  name,
  names: names.split(' ').map((part) => `STM32${part}`),
  layout,
});

/** By product id. */
export const STM32_CHIPS: ReadonlyMap<number, Stm32Chip> = new Map([
  [0x410, chip('STM32F10x medium-density', 'F101x8 F101xB F102x8 F102xB F103x8 F103xB', pages(KB))],
  [0x411, chip('STM32F2', 'F205 F207 F215 F217', sectors(16 * KB, 7))],
  [0x412, chip('STM32F10x low-density', 'F101x4 F101x6 F102x4 F102x6 F103x4 F103x6', pages(KB))],
  [0x413, chip('STM32F405/F407/F415/F417', 'F405 F407 F415 F417', sectors(16 * KB, 7))],
  [0x414, chip('STM32F10x high-density', 'F101xC F101xD F101xE F103xC F103xD F103xE', pages(2 * KB))],
  [0x415, chip('STM32L47x/L48x', 'L471 L475 L476 L486', bank(2 * KB, 128 * KB))],
  [
    0x416,
    chip('STM32L1 category 1', 'L100x6 L100x8 L100xB L151x6 L151x8 L151xB L152x6 L152x8 L152xB', pages(256)),
  ],
  [0x417, chip('STM32L05x/L06x', 'L051 L052 L053 L062 L063', pages(128))],
  [0x418, chip('STM32F105/F107', 'F105 F107', pages(2 * KB))],
  [0x419, chip('STM32F42x/F43x', 'F427 F429 F437 F439', sectors(16 * KB, 3))],
  [0x420, chip('STM32F100 medium-density', 'F100x4 F100x6 F100x8 F100xB', pages(KB))],
  [0x421, chip('STM32F446', 'F446', sectors(16 * KB, 3))],
  [0x422, chip('STM32F302xB/F303xB/F358', 'F302xB F302xC F303xB F303xC F358', pages(2 * KB))],
  [0x423, chip('STM32F401xB/xC', 'F401xB F401xC', sectors(16 * KB, 1))],
  [0x425, chip('STM32L031/L041', 'L031 L041', pages(128))],
  [0x427, chip('STM32L1 category 3', 'L100xC L151xC L152xC L162xC', pages(256))],
  [0x428, chip('STM32F100 high-density', 'F100xC F100xD F100xE', pages(2 * KB))],
  [
    0x429,
    chip('STM32L1 category 2', 'L100x6 L100x8 L100xB L151x6 L151x8 L151xB L152x6 L152x8 L152xB', pages(256)),
  ],
  [0x430, chip('STM32F10x XL-density', 'F101xF F101xG F103xF F103xG', pages(2 * KB))],
  [0x431, chip('STM32F411', 'F411', sectors(16 * KB, 3))],
  [0x432, chip('STM32F37x', 'F373 F378', pages(2 * KB))],
  [0x433, chip('STM32F401xD/xE', 'F401xD F401xE', sectors(16 * KB, 3))],
  [0x434, chip('STM32F469/F479', 'F469 F479', sectors(16 * KB, 3))],
  [0x435, chip('STM32L43x/L44x', 'L431 L432 L433 L442 L443', pages(2 * KB))],
  [0x436, chip('STM32L1 category 4', 'L151xC L151xD L152xC L152xD L162xC L162xD', pages(256))],
  [0x437, chip('STM32L1 category 5', 'L151xE L152xE L162xE', pages(256))],
  [0x438, chip('STM32F303x6/F334/F328', 'F303x6 F303x8 F328 F334', pages(2 * KB))],
  [0x439, chip('STM32F301/F302x6/F318', 'F301 F302x6 F302x8 F318', pages(2 * KB))],
  [0x440, chip('STM32F030x8/F05x', 'F030x8 F051 F058', pages(KB))],
  [0x441, chip('STM32F412', 'F412', sectors(16 * KB, 7))],
  [0x442, chip('STM32F030xC/F09x', 'F030xC F091 F098', pages(2 * KB))],
  [0x443, chip('STM32C011', 'C011', pages(2 * KB))],
  [0x444, chip('STM32F030x4/F030x6/F03x', 'F030x4 F030x6 F031 F038', pages(KB))],
  [0x445, chip('STM32F04x/F070x6', 'F042 F048 F070x6', pages(KB))],
  [0x446, chip('STM32F302xE/F303xE/F398', 'F302xD F302xE F303xD F303xE F398', pages(2 * KB))],
  [0x447, chip('STM32L07x/L08x', 'L071 L072 L073 L081 L082 L083', pages(128))],
  [0x448, chip('STM32F07x/F070xB', 'F070xB F071 F072 F078', pages(2 * KB))],
  [0x449, chip('STM32F74x/F75x', 'F745 F746 F750 F756', sectors(32 * KB, 3))],
  [0x450, chip('STM32H74x/H75x', 'H742 H743 H745 H747 H750 H753 H755 H757', bank(128 * KB, 512 * KB))],
  [0x451, chip('STM32F76x/F77x', 'F765 F767 F768 F769 F777 F778 F779', [])],
  [0x452, chip('STM32F72x/F73x', 'F722 F723 F730 F732 F733', sectors(16 * KB, 3))],
  [0x453, chip('STM32C031', 'C031', pages(2 * KB))],
  [0x455, chip('STM32U535/U545', 'U535 U545', bank(8 * KB, 64 * KB))],
  [0x456, chip('STM32G05x/G061', 'G050 G051 G061', pages(2 * KB))],
  [0x457, chip('STM32L01x/L02x', 'L010 L011 L021', pages(128))],
  [0x458, chip('STM32F410', 'F410', sectors(16 * KB, 0))],
  [0x460, chip('STM32G07x/G081', 'G070 G071 G081', pages(2 * KB))],
  [0x461, chip('STM32L496/L4A6', 'L496 L4A6', bank(2 * KB, 256 * KB))],
  [0x462, chip('STM32L45x/L46x', 'L451 L452 L462', pages(2 * KB))],
  [0x463, chip('STM32F413/F423', 'F413 F423', sectors(16 * KB, 11))],
  [0x464, chip('STM32L412/L422', 'L412 L422', pages(2 * KB))],
  [0x466, chip('STM32G03x/G041', 'G030 G031 G041', pages(2 * KB))],
  [0x467, chip('STM32G0Bx/G0C1', 'G0B0 G0B1 G0C1', [])],
  [0x468, chip('STM32G431/G441', 'G431 G441', pages(2 * KB))],
  [0x469, chip('STM32G47x/G48x', 'G471 G473 G474 G483 G484', [])],
  [0x470, chip('STM32L4Rx/L4Sx', 'L4R5 L4R7 L4R9 L4S5 L4S7 L4S9', [])],
  [0x471, chip('STM32L4P5/L4Q5', 'L4P5 L4Q5', [])],
  [0x472, chip('STM32L552/L562', 'L552 L562', [])],
  [0x474, chip('STM32H503', 'H503', bank(8 * KB, 64 * KB))],
  [0x476, chip('STM32U5Fx/U5Gx', 'U5F7 U5F9 U5G7 U5G9', bank(8 * KB, 1024 * KB))],
  [0x479, chip('STM32G491/G4A1', 'G491 G4A1', pages(2 * KB))],
  [0x480, chip('STM32H7Ax/H7B3', 'H7A3 H7B0 H7B3', bank(8 * KB, 512 * KB))],
  [0x481, chip('STM32U59x/U5Ax', 'U595 U599 U5A5 U5A9', bank(8 * KB, 1024 * KB))],
  [0x482, chip('STM32U575/U585', 'U575 U585', bank(8 * KB, 512 * KB))],
  [0x483, chip('STM32H72x/H73x', 'H723 H725 H730 H733 H735', pages(128 * KB))],
  [0x484, chip('STM32H56x/H573', 'H562 H563 H573', bank(8 * KB, 512 * KB))],
  [0x493, chip('STM32C071', 'C071', pages(2 * KB))],
  [0x494, chip('STM32WB1x', 'WB10 WB15', pages(2 * KB))],
  [0x495, chip('STM32WB3x/WB5x', 'WB30 WB35 WB50 WB55', pages(4 * KB))],
  [0x497, chip('STM32WL', 'WLE4 WLE5 WL54 WL55', pages(2 * KB))],
]);

/** A name of the table as a pattern for the beginnings of names. */
function beginsWith(pattern: string, name: string): boolean {
  return new RegExp(`^${pattern.replaceAll('x', '.')}`, 'i').test(name);
}

/**
 * Whether a chip may be the one that a board's file names. A name that the table does not know may be any that is not
 * in the table either.
 */
export function isChip(id: number, name: string): boolean {
  const fits = ({ names }: Stm32Chip): boolean => names.some((pattern) => beginsWith(pattern, name));
  const found = STM32_CHIPS.get(id);
  return found === undefined ? ![...STM32_CHIPS.values()].some(fits) : fits(found);
}

/** A page or sector. */
export interface Page {
  readonly number: number;
  readonly bytes: number;
}

/**
 * The pages that cover parts of the flash, in order.
 *
 * @param starts where the parts begin, from the flash's beginning
 * @param bytes of each part
 * @returns undefined where the layout does not say: the chip has to be erased whole
 */
export function pagesOf(
  layout: readonly Run[],
  starts: readonly number[],
  bytes: number,
): Page[] | undefined {
  const found = new Map<number, Page>();
  for (const start of starts) {
    let number = 0;
    let covered = 0;
    for (const [count, size] of layout) {
      const from = Math.max(0, Math.floor((start - covered) / size));
      const to = Math.min(count, Math.ceil((start + bytes - covered) / size));
      for (let page = from; page < to; page++)
        found.set(number + page, { number: number + page, bytes: size });
      number += count;
      covered += count * size;
    }
    if (start < 0 || start + bytes > covered) return undefined;
  }
  return [...found.values()].sort((a, b) => a.number - b.number);
}
