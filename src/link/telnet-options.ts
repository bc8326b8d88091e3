/** Which Telnet options are in force (RFC 854; by RFC 1143's rule, nothing that is settled is answered again). */
import type { Verb } from './telnet.ts';

/** An option's end. */
interface End {
  /** The two verbs by which we ask for it and give it up. */
  readonly yes: Verb;
  readonly no: Verb;
  readonly wanted: ReadonlySet<number>;
  readonly asked: Set<number>;
  readonly on: Set<number>;
}

/** Negotiates the options of a client. */
export class TelnetOptions {
  readonly #send: (verb: Verb, option: number) => void;
  readonly #ours: End;
  readonly #theirs: End;

  /**
   * @param ours options that we do if the server lets us
   * @param theirs options that the server shall do
   */
  constructor(
    ours: readonly number[],
    theirs: readonly number[],
    send: (verb: Verb, option: number) => void,
  ) {
    const end = (yes: Verb, no: Verb, wanted: readonly number[]): End => ({
      yes,
      no,
      wanted: new Set(wanted),
      asked: new Set(),
      on: new Set(),
    });
    this.#send = send;
    this.#ours = end('will', 'wont', ours);
    this.#theirs = end('do', 'dont', theirs);
  }

  /** Asks for all options. */
  ask(): void {
    for (const end of [this.#ours, this.#theirs]) {
      for (const option of end.wanted) {
        end.asked.add(option);
        this.#send(end.yes, option);
      }
    }
  }

  /** Takes what the server says. Returns what it settles about our options; undefined for theirs. */
  receive(verb: Verb, option: number): boolean | undefined {
    const isOurs = verb === 'do' || verb === 'dont';
    const isYes = verb === 'do' || verb === 'will';
    this.#settle(isOurs ? this.#ours : this.#theirs, option, isYes);
    return isOurs ? isYes : undefined;
  }

  #settle({ yes, no, wanted, asked, on }: End, option: number, isYes: boolean): void {
    const wasAsked = asked.delete(option);
    if (isYes && wanted.has(option)) {
      if (!wasAsked && !on.has(option)) this.#send(yes, option);
      on.add(option);
    } else if (isYes) {
      this.#send(no, option);
    } else if (on.delete(option)) {
      this.#send(no, option);
    }
  }
}
