/**
 * ESP-IDF's partition table: entries of 32 bytes (esp_partition_info_t in
 * components/bootloader_support/include/esp_flash_partitions.h), the last of which an MD5 or erased flash follows.
 */

/** A partition. */
interface Partition {
  readonly type: number;
  readonly subtype: number;
  readonly offset: number;
  readonly bytes: number;
}

/** Where the table lies unless a project says otherwise. */
export const TABLE_OFFSET = 0x8000;

const ENTRY_BYTES = 32;
const MAGIC = 0x50aa;
const APP = 0;
const FACTORY = 0;
const FIRST_OTA = 0x10;
const DATA = 1;
const OTA_DATA = 0;

function parsePartitions(table: Uint8Array): Partition[] {
  const view = new DataView(table.buffer, table.byteOffset, table.byteLength);
  const partitions: Partition[] = [];
  for (
    let at = 0;
    at + ENTRY_BYTES <= table.length && view.getUint16(at, true) === MAGIC;
    at += ENTRY_BYTES
  ) {
    partitions.push({
      type: view.getUint8(at + 2),
      subtype: view.getUint8(at + 3),
      offset: view.getUint32(at + 4, true),
      bytes: view.getUint32(at + 8, true),
    });
  }
  return partitions;
}

/** The partition that the bootloader starts when nothing else is chosen; undefined where the table has none. */
export function appPartition(table: Uint8Array): Partition | undefined {
  const apps = parsePartitions(table).filter(({ type }) => type === APP);
  return apps.find(({ subtype }) => subtype === FACTORY) ?? apps.find(({ subtype }) => subtype === FIRST_OTA);
}

/** The partition that chooses the app; erased, it chooses the first one. */
export function otaPartition(table: Uint8Array): Partition | undefined {
  return parsePartitions(table).find(({ type, subtype }) => type === DATA && subtype === OTA_DATA);
}
