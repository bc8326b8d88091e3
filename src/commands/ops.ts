import { BaseCommand } from '../cli/base-command.ts';
import { jsonFlag } from '../cli/flags.ts';

export default class Ops extends BaseCommand {
  static override summary = 'List the operators, and the types in which they are supported.';
  static override description =
    'Each has an integer kernel that gives the very bytes of TensorFlow Lite Micro. Layers of other formats become these.';

  static override examples = ['<%= config.bin %> ops', '<%= config.bin %> ops --json'];

  static override flags = jsonFlag;

  async run(): Promise<void> {
    const { flags } = await this.parse(Ops);
    const { operatorFacts, operatorsText } = await import('../cli/ops-text.ts');
    const operators = operatorFacts();
    this.report(flags, operators, () => operatorsText(operators));
  }
}
