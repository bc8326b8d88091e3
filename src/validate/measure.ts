/** What is measured after the samples, and what all of it comes to. */
import type { LinkStatistics } from '../common/validation-report.ts';
import type { Manifest } from '../emit/manifest.ts';
import type { Device } from '../link/device.ts';
import { type Feed, type FeedResult, inputBytes } from './feed.ts';
import { latencyStatistics } from './metrics.ts';
import { profileOperators } from './profile.ts';
import { timerOf } from './timer.ts';

/** The stack that the boards used, of that which used most; null where they cannot tell. */
async function measureStack(devices: readonly Device[]) {
  const uses = await Promise.all(devices.map((device) => device.stack()));
  const known = uses.filter((use) => use !== undefined).sort((a, b) => b.usedBytes - a.usedBytes);
  return { stackBytes: known[0]?.usedBytes ?? null, stackSize: known[0]?.sizeBytes ?? null };
}

/** How the lines behaved, together. */
function sumLinks(links: readonly LinkStatistics[]): LinkStatistics {
  const sum = (of: keyof LinkStatistics): number => links.reduce((total, link) => total + link[of], 0);
  return { requests: sum('requests'), repeats: sum('repeats'), damaged: sum('damaged'), stale: sum('stale') };
}

/**
 * All that is measured after the samples: the operators by one sample on one board, then the stack, for all that ran.
 *
 * @param fed what the samples gave
 */
export async function measure(
  { devices, graph, samples }: Feed,
  { board, name, runtime }: Manifest,
  { ticks, living, shares }: FeedResult,
) {
  const device = living[0]!;
  const { ramBytes, tickHz } = device.info;
  const timer = timerOf(board, tickHz);
  const types = graph.ops.map((op) => op.type);
  const ops = await profileOperators(device, await inputBytes(graph, samples, 0), types, timer);
  const stack = await measureStack(living);
  const links = devices.map((each) => each.statistics);
  return {
    board: board.id,
    name,
    runtime,
    latency: latencyStatistics(ticks, timer.ticksPerUnit, timer.unit),
    ops,
    ramBytes,
    ...stack,
    link: sumLinks(links),
    ...(devices.length > 1 && { ports: shares.map((share, i) => ({ ...share, link: links[i]! })) }),
  };
}
