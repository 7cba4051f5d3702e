import { expect } from 'vitest';
import type { CheckResult } from '../../src/api/check-result.ts';

/** What a server answers of a picture that is sent to it. @param query of the address, such as `?wait=live` */
export async function checkAt(address: string, picture: Uint8Array, query = ''): Promise<CheckResult> {
  const form = new FormData();
  form.append('picture', new Blob([new Uint8Array(picture)]));
  const response = await fetch(`${address}/v1/checks${query}`, { method: 'POST', body: form });
  expect(response.status).toBe(200);
  return (await response.json()) as CheckResult;
}
