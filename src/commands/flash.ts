import { Flags } from '@oclif/core';
import { BaseCommand } from '../cli/base-command.ts';
import { jsonFlag, portFlags, projectArg } from '../cli/flags.ts';

export default class Flash extends BaseCommand {
  static override summary = 'Put a built firmware image onto its board.';
  static override description =
    'Refuses an image that is older than its sources. The emulated boards and the host have a flash too: the file ' +
    'build/flashed.elf, which validate starts.';

  static override examples = ['<%= config.bin %> flash', '<%= config.bin %> flash kws-mps2-an386'];

  static override args = { dir: projectArg };
  static override flags = {
    ...jsonFlag,
    ...portFlags,
    method: Flags.string({
      helpValue: 'NAME',
      description: "one of the board's flash methods, e.g. openocd; its usual one unless given",
    }),
    baud: Flags.integer({
      min: 1200,
      helpValue: 'N',
      description: "bits per second to a serial bootloader; the board's usual speed unless given",
    }),
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Flash);
    const { findProject } = await import('../cli/find-project.ts');
    const { readManifest } = await import('../emit/index.ts');
    const { flashProject } = await import('../flash/index.ts');
    const dir = await findProject(args.dir);
    const result = await flashProject(dir, await readManifest(dir), {
      ...(flags.method === undefined ? {} : { method: flags.method }),
      ...(flags.port === undefined ? {} : { port: flags.port }),
      ...(flags.baud === undefined ? {} : { baud: flags.baud }),
      progress: await this.progress(flags),
      signal: this.signal,
    });
    const { flashText } = await import('../cli/project-text.ts');
    this.report(flags, result, () => flashText(result));
  }
}
