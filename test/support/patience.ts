/**
 * How long a test waits for what must come, milliseconds. Not a fact about the product: machines that are
 * shared may stand still for seconds, and what comes late in a test is not what it is about. How fast things
 * are is measured by the benches.
 */
export const patienceMs = 60_000;
