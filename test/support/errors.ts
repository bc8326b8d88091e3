/** Assertions on the errors that users see. */
import { expect } from 'vitest';
import { type ErrorKind, TflqError } from '../../src/common/errors.ts';

/** What an action throws; fails where it throws nothing, or something that is no TflqError of the kind. */
export function thrown(kind: ErrorKind, action: () => unknown): TflqError {
  try {
    action();
  } catch (error) {
    return checked(kind, error);
  }
  throw new Error('nothing was thrown');
}

/** The same for a promise. */
export async function rejected(kind: ErrorKind, promise: Promise<unknown>): Promise<TflqError> {
  const outcome = await promise.then(
    () => undefined,
    (error: unknown) => ({ error }),
  );
  if (outcome === undefined) throw new Error('nothing was thrown');
  return checked(kind, outcome.error);
}

function checked(kind: ErrorKind, error: unknown): TflqError {
  if (!(error instanceof TflqError)) throw error;
  expect(error.kind).toBe(kind);
  expect(error.message).not.toMatch(/\n\s+at /);
  return error;
}
