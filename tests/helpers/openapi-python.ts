/** The Python that has openapi-python-client and requests, which .ci/run installs; null on a machine without it: its test is skipped. */
export const openapiPython = process.env.TEST_OPENAPI_PYTHON || null;
