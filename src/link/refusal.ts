/** A board's refusals, as the rest of the tool and its user see them. */
import { TflqError } from '../common/errors.ts';
import { ERROR_CODE, type ErrorReply, type RequestName } from './messages.ts';

/** A board that refused a request. Never leaves src/link. */
export class RefusedError extends Error {
  readonly reply: ErrorReply;
  constructor(reply: ErrorReply) {
    super(`the board refused a request with error ${reply.code}, ${reply.value}`);
    this.reply = reply;
  }
}

const AGAIN = 'Make, build and flash the project again with this version of the tool.';
const RUNTIME = 'With the runtime tflm: is the arena large enough, and are all operators registered?';

/** A refusal that a user can do something about. */
export function explainRefusal(where: string, name: RequestName, { code, value }: ErrorReply): TflqError {
  if (code === ERROR_CODE.init) {
    const message = `the network could not be initialized on the board (it returned ${value | 0})`;
    return new TflqError('firmware', message, { where, hint: RUNTIME });
  }
  if (code === ERROR_CODE.invoke) {
    const message = `the network failed on the board (its invoke returned ${value | 0})`;
    return new TflqError('firmware', message, { where, hint: RUNTIME });
  }
  const message = `the board refused ${name.toUpperCase()} with error ${code}, ${value}`;
  return new TflqError('firmware', message, {
    where,
    hint: `The firmware and this tool do not fit together. ${AGAIN}`,
  });
}

/** A reply that does not keep to the protocol. */
export function senselessReply(where: string, name: RequestName): TflqError {
  return new TflqError('firmware', `the board's reply to ${name.toUpperCase()} makes no sense`, {
    where,
    hint: AGAIN,
  });
}
