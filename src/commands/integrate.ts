import { Args, Flags } from '@oclif/core';
import { BaseCommand } from '../cli/base-command.ts';
import { jsonFlag } from '../cli/flags.ts';

export default class Integrate extends BaseCommand {
  static override summary = 'Bring networks into a firmware build that you have already.';
  static override description =
    'Writes a file into your project by which your build makes the C code of a network from its model, whenever ' +
    'the model or its data changes: the CMake function tflq_add_model, or a script for PlatformIO. An older ' +
    'version of the file is brought up to date; one that you edited is kept unless --force is given.';

  static override examples = [
    '<%= config.bin %> integrate cmake',
    '<%= config.bin %> integrate esp-idf -o main',
    '<%= config.bin %> integrate zephyr -o app',
    '<%= config.bin %> integrate platformio',
  ];

  static override args = {
    system: Args.string({
      required: true,
      options: ['cmake', 'esp-idf', 'platformio', 'zephyr'],
      description: 'your build system',
    }),
  };

  static override flags = {
    ...jsonFlag,
    out: Flags.string({
      char: 'o',
      helpValue: 'DIR',
      default: '.',
      description: "the folder in your project: that of the CMakeLists.txt, or platformio.ini's",
    }),
    force: Flags.boolean({ description: 'overwrite the file although it was edited' }),
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Integrate);
    const { integrate, integrateText } = await import('../cli/integrate.ts');
    const result = await integrate(args.system, flags.out, flags.force);
    this.report(flags, result, () => integrateText(result));
  }
}
