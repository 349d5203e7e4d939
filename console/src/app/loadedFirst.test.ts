// What a browser fetches before the sign-in page shows: the scripts index.html names. Held against the built console.
import { expect, it } from 'vitest';

const kLimit = 400 * 1024; // compressed, of all of them together

const built = import.meta.glob<string>('../../dist/{index.html,assets/*.js}', { query: '?raw', import: 'default' });

async function gzipSize(text: string): Promise<number> {
  const packed = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));
  return (await new Response(packed).arrayBuffer()).byteLength;
}

it.skipIf(!built['../../dist/index.html'])('the scripts loaded first are small', async () => {
  const page = (await built['../../dist/index.html']?.()) ?? '';
  const named = [...page.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].map((match) => match[1]);
  expect(named.length).toBeGreaterThan(0);
  let size = 0;
  for (const name of named) {
    const script = built[`../../dist/${name}`];
    expect(script, name).toBeDefined();
    size += await gzipSize((await script?.()) ?? '');
  }
  expect(size).toBeGreaterThan(50 * 1024); // else something else was measured
  expect(size).toBeLessThan(kLimit);
});
