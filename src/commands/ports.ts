import { BaseCommand } from '../cli/base-command.ts';
import { jsonFlag } from '../cli/flags.ts';

export default class Ports extends BaseCommand {
  static override summary = 'List the serial ports, and the boards that may be at them.';
  static override description =
    'Boards are known by the USB ids in their files. A converter (CP2102, CH340 …) is on many boards, so there may be ' +
    'several, or another. Where just one port fits a board, flash, validate and monitor take it by themselves.';

  static override examples = ['<%= config.bin %> ports', '<%= config.bin %> ports --json'];

  static override flags = jsonFlag;

  async run(): Promise<void> {
    const { flags } = await this.parse(Ports);
    const { loadBoards } = await import('../boards/index.ts');
    const { listPorts } = await import('../link/ports.ts');
    const { portsText } = await import('../cli/ports-text.ts');
    const ports = await listPorts(await loadBoards());
    this.report(flags, ports, () => portsText(ports));
  }
}
