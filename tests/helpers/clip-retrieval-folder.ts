/** The folder of clip-retrieval, which .ci/run fetches; null on a machine without it: the test of its client is skipped. */
export const clipRetrievalFolder = process.env.TEST_CLIP_RETRIEVAL_FOLDER || null;
