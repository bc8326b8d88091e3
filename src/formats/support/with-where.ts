/** Errors of readers, with the file that they are about. */
import { TflqError } from '../../common/errors.ts';

/**
 * Runs a reader; its errors name the file afterwards.
 *
 * @param fileName the model file, for messages
 */
export async function withWhere<T>(fileName: string, read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    if (!(cause instanceof TflqError) || cause.where !== undefined) throw cause;
    throw new TflqError(cause.kind, cause.message, {
      where: fileName,
      cause,
      ...(cause.hint !== undefined && { hint: cause.hint }),
    });
  }
}
