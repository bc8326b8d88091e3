import { BaseCommand } from '../cli/base-command.ts';
import { jsonFlag, projectArg } from '../cli/flags.ts';

export default class Build extends BaseCommand {
  static override summary = 'Build a project that gen made into a firmware image.';
  static override description =
    "Runs the build system of the board's framework (idf.py, west, CMake, make, arduino-cli, pio), keeps a log in " +
    'build/build.log, and says what flash and RAM are taken for.';

  static override examples = ['<%= config.bin %> build', '<%= config.bin %> build kws-mps2-an386 --json'];

  static override args = { dir: projectArg };

  static override flags = jsonFlag;

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Build);
    const { findProject } = await import('../cli/find-project.ts');
    const { readManifest } = await import('../emit/index.ts');
    const { buildProject } = await import('../build/index.ts');
    const dir = await findProject(args.dir);
    const progress = await this.progress(flags);
    const result = await buildProject(dir, await readManifest(dir), { progress, signal: this.signal });
    const { buildText } = await import('../cli/build-text.ts');
    this.report(flags, result, () => buildText(result));
  }
}
