/** The programs that flash methods drive: what they are started with, and what they print. */

/** What a program is started with, and what the real one prints when it has flashed. */
export interface ToolCase {
  readonly method: string;
  readonly program: string;
  readonly args: readonly (readonly string[])[];
  readonly prints: string;
}

/** One case a program. */
export const CASES: readonly ToolCase[] = [
  {
    method: 'openocd',
    program: 'openocd',
    args: [
      [
        ...['-f', 'interface/stlink.cfg', '-f', 'target/stm32l4x.cfg'],
        ...['-c', 'program {build/firmware.elf} verify reset exit'],
      ],
    ],
    prints: '** Programming Finished **\n** Verify Started **\n** Verified OK **\n** Resetting Target **\n',
  },
  {
    method: 'st-link',
    program: 'STM32_Programmer_CLI',
    args: [['-c', 'port=SWD', 'mode=UR', 'reset=HWrst', '-w', 'build/firmware.elf', '-v', '-rst']],
    prints: 'Download in Progress:\n 100%\n\nDownload verified successfully \n',
  },
  {
    method: 'st-link',
    program: 'st-flash',
    args: [['--connect-under-reset', '--reset', 'write', 'build/flash.bin', '0x08000000']],
    prints: 'Flash written and verified! jolly good!\n',
  },
  {
    method: 'jlink',
    program: 'JLinkExe',
    args: [
      [
        ...['-device', 'STM32L475VG', '-if', 'SWD', '-speed', '4000', '-autoconnect', '1'],
        ...['-NoGui', '1', '-ExitOnError', '1', '-CommandFile', 'build/flash.jlink'],
      ],
    ],
    prints:
      'Connecting to J-Link via USB...O.K.\nDownloading file [build/firmware.elf]...\nJ-Link: Flash\nO.K.\n',
  },
  {
    method: 'probe-rs',
    program: 'probe-rs',
    args: [
      ['download', '--chip', 'STM32L475VG', '--verify', '--non-interactive', 'build/firmware.elf'],
      ['reset', '--chip', 'STM32L475VG', '--non-interactive'],
    ],
    prints: 'Erasing 100%\nProgramming 100%\nFinished in 1.2s\n',
  },
  {
    method: 'picotool',
    program: 'picotool',
    args: [['load', '-f', '-v', '-x', 'build/firmware.elf']],
    prints: 'Loading into Flash: [====]  100%\nVerifying Flash:    [====]  100%\n  OK\n',
  },
  {
    method: 'bossac',
    program: 'bossac',
    args: [
      ['--port=ttyACM3', '--erase', '--write', '--verify', '--offset=0x2000', '--reset', 'build/flash.bin'],
    ],
    prints: 'Write 400 bytes to flash\nVerify 400 bytes of flash\nVerify successful\n',
  },
  {
    method: 'avrdude',
    program: 'avrdude',
    args: [
      [
        ...['-p', 'STM32L475VG', '-c', 'jtag2updi', '-P', '/dev/ttyACM3', '-b', '115200'],
        ...['-U', 'flash:w:build/firmware.elf:e'],
      ],
    ],
    prints: 'avrdude: 400 bytes of flash verified\n',
  },
  {
    method: 'nrfutil',
    program: 'nrfutil',
    args: [
      [
        ...['device', 'program', '--firmware', 'build/flash.hex', '--options'],
        'chip_erase_mode=ERASE_RANGES_TOUCHED_BY_FIRMWARE,verify=VERIFY_READ,reset=RESET_SYSTEM',
      ],
    ],
    prints: '100% Programmed\n',
  },
];
