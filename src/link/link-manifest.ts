import type { Manifest } from '../emit/manifest.ts';

/** The part of a project's manifest that the link needs. */
export type LinkManifest = Pick<Manifest, 'name' | 'board' | 'model' | 'inputs' | 'outputs'>;
