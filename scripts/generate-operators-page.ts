/** Writes docs/OPERATORS.md from src/ops: `npm run docs:operators`. A test fails when the page is stale. */
import { writeFileSync } from 'node:fs';
import { operatorFacts, operatorsPage } from '../src/cli/ops-text.ts';

writeFileSync(new URL('../docs/OPERATORS.md', import.meta.url), operatorsPage(operatorFacts()));
