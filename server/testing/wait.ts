/** Asks again until there is an answer; what runs after an answer has no other end to wait for. */
export async function waitFor<T>(ask: () => T | undefined, milliseconds = 5000): Promise<T> {
  const end = performance.now() + milliseconds;
  for (;;) {
    const answer = ask();
    if (answer !== undefined) return answer;
    if (performance.now() > end) throw new Error('nothing came in time');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Asks again until it is so. */
export async function until(done: () => Promise<boolean> | boolean): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    if (await done()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('waited for too long');
}
