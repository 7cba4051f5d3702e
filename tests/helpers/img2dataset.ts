/** img2dataset's command, which .ci/run installs; null on a machine without it: the test of what it writes is skipped. */
export const img2datasetCommand = process.env.TEST_IMG2DATASET || null;
