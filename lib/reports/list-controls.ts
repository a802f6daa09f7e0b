/** The reports that can be made, the ready-made ones first. */
import { ownDefinitionsDirectory, readDefinitions } from '@/lib/reports/read-definitions';
import type { Control, Controls } from '@/lib/reports/report-answers';

export async function listControls(): Promise<Controls> {
  const { reports, problems } = await readDefinitions();
  const controls = reports.map(
    ({ id, framework, version, control, title, question, namespaced, builtIn, file }): Control => ({
      id,
      framework,
      version,
      control,
      title,
      question,
      namespaced,
      builtIn,
      file,
    }),
  );
  controls.sort((a, b) => rank(a) - rank(b));
  return { controls, problems, directory: ownDefinitionsDirectory() };
}

function rank({ builtIn, control }: Control): number {
  return builtIn ? (control === null ? 1 : 2) : 0;
}
