/** The numbers of Telnet's Com Port Control Option (RFC 2217). */

/** The option's own number, and those of the two other options that the client asks for. */
export const OPTION = { binary: 0, suppressGoAhead: 3, comPort: 44 } as const;

/** What a client orders. */
export const ORDER = {
  setBaud: 1,
  setDataSize: 2,
  setParity: 3,
  setStopSize: 4,
  setControl: 5,
  purge: 12,
} as const;

/** The name of an order. */
export type Order = keyof typeof ORDER;

/** What a server tells by itself. */
export const NOTICE = { suspend: 108, resume: 109 } as const;

/** A reply has the number of its order, and this. */
export const REPLY_OFFSET = 100;

/** Values of SET-PARITY. */
export const PARITY = { none: 1, odd: 2, even: 3 } as const;

/** Values of SET-CONTROL. */
export const CONTROL = { noFlowControl: 1, dtrOn: 8, dtrOff: 9, rtsOn: 11, rtsOff: 12 } as const;

/** Value of PURGE-DATA: what was received and what is to be sent. */
export const PURGE_BOTH = 3;
