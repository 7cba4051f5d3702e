import type { Config } from '../runtime/config.ts';
import { examine } from '../service/doctor/examine.ts';
import { print, printJson } from './terminal.ts';

export interface DoctorOptions {
  thorough?: boolean;
  json?: boolean;
}

/** Says what is right and what is wrong with a set-up; exit code 1 where something does not work. */
export async function doctor(
  { thorough = false, json = false }: DoctorOptions,
  config: Config,
): Promise<void> {
  const found = await examine(config, { thorough });
  if (json) printJson(found);
  else print(found.map(({ about, state, says }) => `${state.padEnd(7)}  ${about}: ${says}`));
  if (found.some(({ state }) => state === 'error')) process.exitCode = 1;
}
