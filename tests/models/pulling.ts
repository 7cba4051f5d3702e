import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { pullModel } from '../../src/models/pull.ts';
import { modelFolder } from '../../src/models/store.ts';
import { startHub, type Hub } from './hub-server.ts';
import { tinyCard } from './tiny-card.ts';

export const VISION = 'onnx/vision_model.onnx';
export const TEXT = 'onnx/text_model.onnx';

// A pull moves bytes and never looks into them, so that these suffice where the shared model is absent.
const pretend = () =>
  new Map<string, Uint8Array>([
    ['config.json', Buffer.from('{"model_type":"clip"}')],
    ['preprocessor_config.json', Buffer.from('{"size":{"shortest_edge":224}}')],
    [VISION, Uint8Array.from({ length: 300_000 }, (_, i) => (i * 31) % 251)],
    ['tokenizer.json', Buffer.from('{"model":{"type":"BPE"}}')],
    ['tokenizer_config.json', Buffer.from('{"model_max_length":77}')],
    [TEXT, Uint8Array.from({ length: 200_000 }, (_, i) => (i * 17) % 241)],
  ]);

/** A hub and a folder of models for each test of a file: `at` is where they are by now. */
export function pullingInTest() {
  const at = {} as { hub: Hub; modelsDir: string };
  beforeEach(async () => {
    at.hub = await startHub(pretend());
    at.modelsDir = await mkdtemp(join(tmpdir(), 'models-'));
  });
  afterEach(async () => {
    await at.hub.close();
    await rm(at.modelsDir, { recursive: true });
  });
  const pull = (onProgress?: Parameters<typeof pullModel>[3]) =>
    pullModel(tinyCard, at.modelsDir, { endpoint: at.hub.origin }, onProgress);
  const folder = () => modelFolder(tinyCard, at.modelsDir);
  return { at, pull, folder };
}
