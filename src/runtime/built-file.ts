const SOURCES = new URL('../', import.meta.url).href;

/** Whether a module is one of the service's, which the build holds; a test's or a script's own is never built. */
const isBuilt = (file: URL): boolean => file.href.startsWith(SOURCES);

/** Arguments for Node where what it loads for the module at `file` is TypeScript. */
export const loaderFor = (file: URL): string[] => (isBuilt(file) ? [] : ['--import', 'tsx']);

/**
 * Address of what a thread or process is to load for the module at `file` (a URL without its suffix, so that the same
 * line works from the sources and from the build): from the sources too the built one, since a loader for TypeScript
 * in each thread took more time than all that the tests do in them.
 */
export function builtFile(file: URL): string {
  if (!import.meta.url.endsWith('.ts')) return `${file.href}.js`;
  if (!isBuilt(file)) return `${file.href}.ts`;
  return new URL(`../../dist/${file.href.slice(SOURCES.length)}.js`, import.meta.url).href;
}
