/** Names in emitted code. */
import { basename } from 'node:path';

/** Longer names make code unreadable, and compilers of C99 promise to tell only so many characters apart. */
const LONGEST = 31;

/**
 * Headers of the C library and of the systems that we build on. The network's header has its name and lies in an
 * include folder: `time.h` would hide the system's.
 */
const SYSTEM_HEADERS = new Set(
  (
    'alloca assert complex ctype dirent dlfcn elf endian errno fcntl features fenv fnmatch float getopt glob grp ' +
    'inttypes iso646 langinfo libgen limits link locale malloc math memory ndbm netdb newlib nl_types paths ' +
    'picolibc poll pthread pwd reent regex regdef resolv sched search semaphore setjmp sgtty signal spawn stdalign ' +
    'stdarg stdatomic stdbool stddef stdfix stdint stdio stdlib stdnoreturn string strings stropts syslog tar ' +
    'termios tgmath threads time uchar ulimit unctrl unistd unwind utime utmp values varargs wait wchar wctype ' +
    'wordexp xlocale'
  ).split(' '),
);

/** What the harness and its port call their own functions and macros: tflq_port_init, TFLQ_HARNESS_OP_COUNT. */
const OUR_NAMES = new Set(['harness', 'port']);

/**
 * The name under which a network appears in code, files and macros.
 *
 * @param text a file's name or path, or what the user gave as --name
 * @returns an identifier in lower case, at most 31 characters, that begins with a letter
 */
export function toModelName(text: string): string {
  const stem = basename(text.replaceAll('\\', '/')).replace(/\.(tflite|onnx|h5|keras|json|pb)$/i, '');
  let name = stem
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .replace(/^(tflq_)+/, '')
    .slice(0, LONGEST)
    .replace(/_+$/, '');
  if (name === '' || name === 'tflq') name = 'network';
  if (/^[0-9]/.test(name)) name = `n${name}`.slice(0, LONGEST).replace(/_+$/, '');
  return SYSTEM_HEADERS.has(name) || OUR_NAMES.has(name) ? `${name}_network` : name;
}
