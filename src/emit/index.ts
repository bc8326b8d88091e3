/** From a quantized network to a firmware project. */
export { type CheckResult, checkProject, outdated } from './check.ts';
export { type CustomHeader, customHint, requireCustomHeaders, safeHeaderName } from './custom-ops.ts';
export { checkFit, type Fit, requireFit } from './fit.ts';
export { toModelName } from './identifiers.ts';
export { MANIFEST_FILE, type Manifest, type Runtime, readManifest } from './manifest.ts';
export { type ProjectRequest, type RenderedProject, renderProject } from './project.ts';
export { type WriteResult, writeProject } from './write.ts';
