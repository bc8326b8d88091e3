/** What `doctor` found, in words. */
import { formatTable, harmless, styleFor } from '../report/index.ts';
import type { Diagnosis, Finding } from './doctor.ts';

const { bold, dim, good, bad } = styleFor();

function row({ name, purpose, isThere, isNeeded, detail }: Finding): string[] {
  const mark = isThere ? good('✓') : isNeeded ? bad('✗') : '✗';
  return [mark, isThere || !isNeeded ? name : bold(name), purpose, dim(harmless(detail ?? '', 60))];
}

/** Each way to get what is missing once, with what it brings. */
function hints(findings: readonly Finding[]): string[] {
  const byHint = new Map<string, string[]>();
  for (const { name, hint } of findings)
    if (hint !== null) byHint.set(hint, [...new Set([...(byHint.get(hint) ?? []), name])]);
  return [...byHint].map(([hint, names]) => `${bold(names.join(', '))}\n  ${hint}`);
}

/** One line for each thing, then how to get what is missing. */
export function doctorText({ board, findings, isWell }: Diagnosis): string {
  const missing = hints(findings);
  const verdict = isWell
    ? board === null
      ? 'The tool itself has what it needs. --board ID looks at one board.'
      : `All that ${board} needs is there.`
    : `Something is missing that ${board ?? 'the tool itself'} needs.`;
  return [
    formatTable([], findings.map(row)),
    ...(missing.length === 0 ? [] : [`${dim('To get what is missing:')}\n${missing.join('\n')}`]),
    isWell ? verdict : bad(verdict),
  ].join('\n\n');
}
