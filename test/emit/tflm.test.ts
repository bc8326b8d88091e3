/**
 * What the tflm runtime emits. Its code is compiled, run and compared with TFLM's own goldens where a checkout of TFLM
 * is given by the environment variable TFLM_DIR (docs/TFLM.md); the first such run compiles TFLM, which takes minutes.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildProject } from '../../src/build/index.ts';
import { loadArrays } from '../../src/data/index.ts';
import { type RenderedProject, writeProject } from '../../src/emit/index.ts';
import { flashProject } from '../../src/flash/index.ts';
import { readTflite, writeTflite } from '../../src/formats/tflite/index.ts';
