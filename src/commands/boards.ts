import { Args } from '@oclif/core';
import { BaseCommand } from '../cli/base-command.ts';
import { jsonFlag } from '../cli/flags.ts';

export default class Boards extends BaseCommand {
  static override summary = 'List the boards, or show one.';
  static override description =
    'A board is one YAML file. A file of your own works everywhere an id does, by its path (docs/BOARDS.md).';

  static override examples = [
    '<%= config.bin %> boards',
    '<%= config.bin %> boards microbit',
    '<%= config.bin %> boards ./my-board.yaml --json',
  ];

  static override args = {
    id: Args.string({ description: 'a board, or the path of a board file' }),
  };

  static override flags = jsonFlag;

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Boards);
    const { findBoard, loadBoards } = await import('../boards/index.ts');
    const { boardText, boardsText } = await import('../cli/boards-text.ts');
    if (args.id === undefined) {
      const boards = await loadBoards();
      this.report(flags, boards, () => boardsText(boards));
    } else {
      const board = await findBoard(args.id);
      this.report(flags, board, () => boardText(board));
    }
  }
}
