import { Flags } from '@oclif/core';
import { BaseCommand } from '../cli/base-command.ts';
import { portFlags, projectArg } from '../cli/flags.ts';

export default class Monitor extends BaseCommand {
  static override summary = 'Show what a board prints, until Ctrl-C.';
  static override description =
    'Listens to the line that validate talks over, and says nothing on it. Ctrl-C is the usual end, with exit code 0. ' +
    'A line without an end is shown when nothing has followed for a while.';

  static override examples = [
    '<%= config.bin %> monitor',
    '<%= config.bin %> monitor kws-esp32 --timestamps',
    '<%= config.bin %> monitor --port /dev/ttyUSB0 --baud 74880',
    '<%= config.bin %> monitor --port rfc2217://lab:4000 --json',
  ];

  static override args = { dir: projectArg };

  static override flags = {
    ...portFlags,
    board: Flags.string({
      char: 'b',
      helpValue: 'ID',
      description: 'the board, where there is no project of it',
    }),
    baud: Flags.integer({
      min: 1,
      helpValue: 'N',
      description: "bits per second; the board's speed unless given",
    }),
    timestamps: Flags.boolean({
      char: 't',
      description: 'show the seconds since the start before each line',
    }),
    json: Flags.boolean({ description: 'print each line as a JSON object', helpGroup: 'GLOBAL' }),
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Monitor);
    const { monitorBoard } = await import('../cli/monitor-board.ts');
    const format = (text: string, ms: number): string => {
      if (flags.json) return JSON.stringify({ ms: Math.round(ms), text });
      return flags.timestamps ? `${(ms / 1000).toFixed(3).padStart(9)}  ${text}` : text;
    };
    await monitorBoard({
      dir: args.dir,
      board: flags.board,
      port: flags.port,
      baud: flags.baud,
      onChoice: this.portNote(flags),
      onLine: (text, ms) => this.log(format(text, ms)),
      onNoise: (baud) =>
        process.stderr.write(`what comes is no text at ${baud} baud: is that the speed (--baud)?\n`),
      signal: this.signal,
    });
  }
}
