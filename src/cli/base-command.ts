/** What all commands share: flags, progress, Ctrl-C, and how an error reaches the user. */
import { Command, Flags } from '@oclif/core';
import { type Progress, silent } from '../common/progress.ts';
import { watchInterrupt } from './interrupt.ts';
import { exitCodeOf, formatError, toUserError } from './user-error.ts';

export abstract class BaseCommand extends Command {
  static override baseFlags = {
    quiet: Flags.boolean({ char: 'q', description: 'print nothing but errors', helpGroup: 'GLOBAL' }),
  };

  #interrupt: ReturnType<typeof watchInterrupt> | undefined;

  /** Aborted by Ctrl-C and by SIGTERM. */
  protected get signal(): AbortSignal {
    this.#interrupt ??= watchInterrupt();
    return this.#interrupt.signal;
  }

  /** What stages tell of their progress to: the terminal, unless it is unwanted there. */
  protected async progress(flags: { json: boolean | string | undefined; quiet: boolean }): Promise<Progress> {
    if (flags.json || flags.quiet) return silent;
    const { terminalProgress } = await import('../report/index.ts');
    return terminalProgress();
  }

  /** Shows what a board prints, on standard error, where it is wanted. */
  protected boardText(isWanted: boolean): ((line: string) => void) | undefined {
    return isWanted ? (line) => process.stderr.write(`board: ${line}\n`) : undefined;
  }

  /** Says something on standard error, where a person reads along. */
  protected note(flags: { json: boolean | string | undefined; quiet: boolean }): (line: string) => void {
    return (line) => {
      if (!flags.json && !flags.quiet) process.stderr.write(`${line}\n`);
    };
  }

  /** Says which port was taken. */
  protected portNote(flags: { json: boolean | string | undefined; quiet: boolean }): (port: string) => void {
    const note = this.note(flags);
    return (port) => note(`port: ${port}`);
  }

  /** Prints a command's result: as JSON, as text, or not at all. */
  protected report(flags: { json: boolean; quiet: boolean }, result: unknown, text: () => string): void {
    if (flags.json) this.log(JSON.stringify(result, null, 2));
    else if (!flags.quiet) this.log(text());
  }

  protected override async catch(thrown: Error & { exitCode?: number }): Promise<never> {
    const error = toUserError(thrown);
    if (this.argv.includes('--json')) {
      const { kind, message, where, hint } = error;
      const code = exitCodeOf(error);
      this.log(JSON.stringify({ error: { kind, message, where, hint, exitCode: code } }, null, 2));
    }
    process.stderr.write(`${formatError(error, thrown)}\n`);
    process.exitCode = exitCodeOf(error);
    return undefined as never;
  }

  protected override async finally(error: Error | undefined): Promise<void> {
    this.#interrupt?.dispose();
    await super.finally(error);
  }
}
