/** The program: what bin/run.js calls. */
import { Config, run, settings } from '@oclif/core';
import { exitCodeOf, formatError, toUserError } from './user-error.ts';

/**
 * Runs a command line. Sets the process's exit code.
 *
 * @param argv without node and the script
 * @param url of the script, from which oclif finds the package
 */
export async function runCli(argv: string[], url: string): Promise<void> {
  // The package holds no TypeScript, and must not look for any where NODE_ENV says development.
  settings.enableAutoTranspile = false;
  const config = await Config.load(url);
  try {
    await run(argv, config);
  } catch (thrown) {
    const { oclif } = thrown as { oclif?: { exit?: number } };
    // --help and --version end that way.
    if (oclif?.exit === 0) return;
    const error = toUserError(thrown as Error, config.commandIDs);
    process.stderr.write(`${formatError(error, thrown as Error)}\n`);
    process.exitCode = exitCodeOf(error);
  }
}
