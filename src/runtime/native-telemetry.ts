/**
 * Keeps ONNX Runtime from reporting to its maker: since 1.29 its Linux and macOS builds start a telemetry client
 * that nobody asked for (and that overflows a thread's stack on a command line of 17 kB: its regular expressions
 * recurse over it). Must be called in the main thread, before any thread loads the library: a worker's own
 * `process.env` is a copy that native code does not see.
 * Source: the library's `posix/telemetry.cc`, which reads ORT_DISABLE_TELEMETRY.
 */
export function disableNativeTelemetry(): void {
  process.env.ORT_DISABLE_TELEMETRY = '1';
}
