/** The folder of the build that is tested; `RELAIS_E2E_PROJECT` names another copy of the project, built there. */
export function builtProject(): string {
  return process.env['RELAIS_E2E_PROJECT'] ?? process.cwd();
}
