/** For boards that the tool knows nothing of: their own tools flash them. */
import { TflqError } from '../../common/errors.ts';
import type { FlashMethod } from '../flash-method.ts';

const refuse: FlashMethod = async ({ manifest: { board } }) => {
  throw new TflqError('usage', `tflq-micro does not know how to flash the board ${board.id}`, {
    where: `board ${board.id}, field flash.method`,
    hint: "Flash it with your board's own tools, then run `tflq-micro validate --port PORT`: see docs/boards/generic.md.",
  });
};

export const none: FlashMethod = Object.assign(refuse, { needsImage: false });
