/**
 * The kinds of chips that UF2 files are for, by family id (the UF2 specification's list), and what their bootloaders
 * call themselves in INFO_UF2.TXT.
 */

/** A family. */
export interface Uf2Family {
  readonly name: string;
  /** What Board-ID or Model hold on such a chip. */
  readonly isOn: RegExp;
  /** Bytes that are erased together and have to be written together; only where the bootloader asks for it. */
  readonly sector?: number;
}

/** Blocks that are for whatever address they name, e.g. the one that works around an error of RP2350's ROM. */
export const ABSOLUTE_FAMILY = '0xe48bff57';

/** RP2040's ROM erases a sector with the first of its pages: one without it would not be erased (RP2040-E14). */
const RP2_SECTOR = 4096;

/** By id, as board files give it. */
export const UF2_FAMILIES: ReadonlyMap<string, Uf2Family> = new Map<string, Uf2Family>([
  ['0xe48bff56', { name: 'RP2040', isOn: /RPI-RP2\b|RP2040/, sector: RP2_SECTOR }],
  ['0xe48bff59', { name: 'RP2350 (Arm)', isOn: /RP2350/, sector: RP2_SECTOR }],
  ['0xe48bff5a', { name: 'RP2350 (RISC-V)', isOn: /RP2350/, sector: RP2_SECTOR }],
  ['0xe48bff5b', { name: 'RP2350 (Arm, non-secure)', isOn: /RP2350/, sector: RP2_SECTOR }],
  ['0x68ed2b88', { name: 'SAMD21', isOn: /SAMD21/ }],
  ['0x55114460', { name: 'SAMD51', isOn: /SAM[DE]51/ }],
  ['0xada52840', { name: 'nRF52840', isOn: /nRF52840/i }],
  ['0x621e937a', { name: 'nRF52833', isOn: /nRF52833/i }],
  ['0xbfdd4eee', { name: 'ESP32-S2', isOn: /ESP32-?S2/i }],
  ['0xc47e5767', { name: 'ESP32-S3', isOn: /ESP32-?S3/i }],
]);

/** A family's name for people. */
export function familyName(id: string): string {
  return UF2_FAMILIES.get(id)?.name ?? `family ${id}`;
}

/**
 * Whether a bootloader may be one for a family: false only where it says that it is another's.
 *
 * @param names its Board-ID and Model
 */
export function isFamily(id: string, names: readonly string[]): boolean {
  const fits = ({ isOn }: Uf2Family): boolean => names.some((name) => isOn.test(name));
  const wanted = UF2_FAMILIES.get(id);
  return (wanted !== undefined && fits(wanted)) || ![...UF2_FAMILIES.values()].some(fits);
}
