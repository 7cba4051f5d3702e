import { kernelInstance } from '../../runtime/kernel-instance.ts';
import { kernelsOf, type KernelExports, type Kernels } from './kernels.ts';

let own: Kernels | null = null;

/** This thread's kernels, compiled when they are first asked for. */
export function kernels(): Kernels {
  own ??= kernelsOf(kernelInstance() as KernelExports);
  return own;
}
