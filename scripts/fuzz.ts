/**
 * Damaged files of each format: none may crash the program, take longer than a second, or over 1 GB.
 *
 *     npm run fuzz -- [FORMAT...] [--count N] [--seed S]
 */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Report } from './fuzz/child.ts';
import { dataSeeds, modelSeeds } from './fuzz/seeds.ts';

const TIME_LIMIT_MS = 1000;
const MEMORY_LIMIT = 2 ** 30;

/** The child compiles its modules when it starts. */
const START_LIMIT_MS = 60_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { count: { type: 'string', default: '10000' }, seed: { type: 'string', default: '1' } },
});
const count = Number(values.count);

/** What became of one format's files. */
class Tally {
  accepted = 0;
  refused = 0;
  peak = 0;
  slowest = 0;
  readonly failures: string[] = [];
}

/** Starts a child that goes on with file `first`. */
function start(format: string, first: number): ChildProcess {
  const child = fileURLToPath(new URL('fuzz/child.ts', import.meta.url));
  return fork(child, [format, values.seed, String(count - first), String(first)], {
    execArgv: ['--import', 'tsx', '--max-old-space-size=1024'],
  });
}

/** Runs a child until it ends or has to be ended; gives the file to go on with. */
function watch(child: ChildProcess, first: number, tally: Tally): Promise<number> {
  return new Promise((resolve) => {
    let current = first;
    let began = 0;
    let alarm: NodeJS.Timeout | undefined;
    const fail = (what: string): void => {
      tally.failures.push(`file ${current}: ${what}`);
      child.removeAllListeners();
      child.kill('SIGKILL');
      clearTimeout(alarm);
      resolve(current + 1);
    };
    const arm = (limit: number): void => {
      clearTimeout(alarm);
      alarm = setTimeout(() => fail(`takes over ${limit / 1000} s`), limit);
    };
    arm(START_LIMIT_MS);
    child.on('message', (report: Report) => {
      if ('begin' in report) {
        [current, began] = [report.begin, performance.now()];
        return arm(2 * TIME_LIMIT_MS);
      }
      arm(START_LIMIT_MS);
      const taken = performance.now() - began;
      tally.slowest = Math.max(tally.slowest, taken);
      tally.peak = Math.max(tally.peak, report.rss);
      if (report.outcome === 'bug') tally.failures.push(`file ${current}: ${report.text}`);
      else tally[report.outcome] += 1;
      if (taken > TIME_LIMIT_MS) tally.failures.push(`file ${current}: took ${taken.toFixed(0)} ms`);
      if (report.rss > MEMORY_LIMIT) fail(`takes ${(report.rss / 2 ** 20).toFixed(0)} MiB`);
      current = report.end + 1;
    });
    child.once('exit', (code, signal) => {
      clearTimeout(alarm);
      if (code === 0) return resolve(count);
      fail(`ended the process (${signal ?? code})`);
    });
  });
}

const known = [...new Set([...modelSeeds(), ...dataSeeds()].map(({ format }) => format))];
const wanted = positionals.length > 0 ? positionals : known;
for (const format of wanted) {
  if (!known.includes(format)) throw new Error(`no seeds of ${format}; there are: ${known.join(', ')}`);
  const tally = new Tally();
  for (let next = 0; next < count; ) next = await watch(start(format, next), next, tally);
  console.log(
    `${format}: ${count} files, ${tally.accepted} accepted, ${tally.refused} refused, ${tally.failures.length} failed; ` +
      `slowest ${tally.slowest.toFixed(0)} ms, peak ${(tally.peak / 2 ** 20).toFixed(0)} MiB`,
  );
  for (const failure of tally.failures.slice(0, 20)) console.log(`  ${failure}`);
  if (tally.failures.length > 0) process.exitCode = 1;
}
