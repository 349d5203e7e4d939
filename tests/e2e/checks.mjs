// Counts what was checked and keeps going after a failure, so that one run tells everything that is wrong.

async function settling(read, settled) {
  const until = Date.now() + 5_000;
  let found = await read();
  while (!settled(found) && Date.now() < until) {
    await new Promise((next) => setTimeout(next, 50));
    found = await read();
  }
  return found;
}

export class Checks {
  #passed = 0;
  #failed = 0;

  that(what, holds, found = '') {
    if (holds) {
      this.#passed += 1;
      console.log(`ok    ${what}`);
    } else {
      this.#failed += 1;
      console.log(`FAIL  ${what}${found === '' ? '' : `: ${String(found).slice(0, 600)}`}`);
    }
    return holds;
  }

  equal(what, found, expected) {
    return this.that(
      what,
      Object.is(found, expected),
      `${JSON.stringify(found)}, expected ${JSON.stringify(expected)}`,
    );
  }

  // For what follows an action a moment later: read is asked until it answers as expected, for five seconds at most.
  async becomes(what, read, expected) {
    return this.equal(what, await settling(read, (found) => Object.is(found, expected)), expected);
  }

  async shows(what, read, part) {
    return this.contains(what, await settling(read, (text) => text.includes(part)), part);
  }

  contains(what, text, part) {
    return this.that(
      what,
      String(text).includes(part),
      `no ${JSON.stringify(part)} in ${JSON.stringify(String(text).slice(0, 300))}`,
    );
  }

  // A part of the journey: what it throws is one failure, and the next part goes on.
  async part(name, run) {
    console.log(`--    ${name}`);
    try {
      await run();
    } catch (error) {
      this.that(name, false, error instanceof Error ? error.message : error);
    }
  }

  get failed() {
    return this.#failed;
  }

  close() {
    console.log(`${this.#passed} passed, ${this.#failed} failed`);
    return this.#failed === 0 ? 0 : 1;
  }
}
