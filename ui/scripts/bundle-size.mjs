// Fails the build when the scripts and styles of the UI outgrow their budget (fonts are not counted).
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const budget = 200 * 1024;
const folder = new URL('../dist/assets/', import.meta.url);
const sizes = readdirSync(folder)
  .filter((name) => /\.(js|css)$/.test(name))
  .map((name) => ({ name, bytes: gzipSync(readFileSync(new URL(name, folder))).length }));
const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);

const kilobytes = (bytes) => `${(bytes / 1024).toFixed(1)} KB`;
console.log(`UI bundle: ${kilobytes(total)} gzipped of ${kilobytes(budget)}`);
if (total > budget) {
  for (const { name, bytes } of sizes.sort((a, b) => b.bytes - a.bytes)) {
    console.error(`  ${kilobytes(bytes).padStart(9)}  ${name}`);
  }
  process.exit(1);
}
