/** What has to be installed to build for a board. */
import { frameworkOf } from '../boards/framework.ts';
import { toolchainPackages } from '../boards/toolchain.ts';
import type { Manifest } from '../emit/manifest.ts';
import type { BuildSystem } from './build-system.ts';
import { SYSTEMS } from './systems/index.ts';

/** Programs, and how to get them. */
export interface BuildNeeds {
  readonly programs: readonly string[];
  /** Debian packages that bring them. */
  readonly packages: readonly string[];
  /** How to get them where Debian has none. */
  readonly install: string | undefined;
}

/** The build system of a board's framework. */
export async function systemOf({ board }: Pick<Manifest, 'board'>): Promise<BuildSystem> {
  const { build } = await frameworkOf(board);
  const system = Object.hasOwn(SYSTEMS, build) ? SYSTEMS[build] : undefined;
  if (system === undefined) throw new Error(`there is no build system ${build}`);
  return system;
}

/** What it takes to build a project of this board and this runtime. */
export async function buildNeeds(project: Pick<Manifest, 'board' | 'runtime'>): Promise<BuildNeeds> {
  const system = await systemOf(project);
  // What is to be had elsewhere than from Debian brings the board's compilers along.
  const own = system.install === undefined ? toolchainPackages(project.board, project.runtime) : [];
  const packages = [...own, ...(system.packages ?? [])];
  return {
    programs: system.programs(project),
    packages: [...new Set(packages)],
    install: system.install ?? project.board.toolchain.install,
  };
}
