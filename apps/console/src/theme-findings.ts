import { type Finding, themeChecks } from '#libs/themes';

const LEVELS = { error: 'erreur', warning: 'avertissement' };

/** Each finding with why it is one and what to do, in French. */
export function explained(findings: Finding[]): object[] {
  const checks = themeChecks();
  return findings.map((finding) => ({ ...finding, ...checks[finding.id]?.fr }));
}

/** One line each; what to do is said once for each check; the verdict comes last. */
export function findingLines(findings: Finding[]): string[] {
  const checks = themeChecks();
  const errors = findings.filter(({ level }) => level === 'error').length;
  const lines = findings.map(({ id, level, file, line, detail }) => {
    return `${file}:${line}  ${LEVELS[level]} ${id}  ${checks[id]?.fr.why} (${detail})`;
  });
  const ids = [...new Set(findings.map(({ id }) => id))].sort();
  const advice = ids.map((id) => `${id}\u00a0: ${checks[id]?.fr.fix}`);
  const blank = advice.length > 0 ? [''] : [];
  return [...lines, ...blank, ...advice, ...blank, verdict(errors, findings.length - errors)];
}

function verdict(errors: number, warnings: number): string {
  const count = (number: number, word: string): string => `${number} ${word}${number > 1 ? 's' : ''}`;
  const counted = `${count(errors, 'erreur')}, ${count(warnings, 'avertissement')}`;
  return `${counted}\u00a0: ce thème ${errors > 0 ? 'ne peut pas' : 'peut'} être installé.`;
}
