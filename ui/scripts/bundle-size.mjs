// Fails the build when the scripts and styles that one window loads outgrow their budget (fonts are not
// counted). The phone never loads the desk's, nor the desk the phone's: each is weighed with what both share.
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const budget = 200 * 1024;
const shells = ['Desk', 'Phone'];
const folder = new URL('../dist/assets/', import.meta.url);
const sizes = readdirSync(folder)
  .filter((name) => /\.(js|css)$/.test(name))
  .map((name) => ({ name, bytes: gzipSync(readFileSync(new URL(name, folder))).length }));
const sum = (some) => some.reduce((total, { bytes }) => total + bytes, 0);

const kilobytes = (bytes) => `${(bytes / 1024).toFixed(1)} KB`;
const of =
  (shell) =>
  ({ name }) =>
    shells.every((other) => other === shell || !name.startsWith(`${other}-`));
const windows = shells.map((shell) => ({ shell, bytes: sum(sizes.filter(of(shell))) }));
const each = windows.map(({ shell, bytes }) => `${shell} ${kilobytes(bytes)}`).join(', ');
console.log(
  `UI bundle, gzipped: ${each}, of ${kilobytes(budget)} for one window; ${kilobytes(sum(sizes))} in all`,
);
if (windows.some(({ bytes }) => bytes > budget)) {
  for (const { name, bytes } of sizes.sort((a, b) => b.bytes - a.bytes)) {
    console.error(`  ${kilobytes(bytes).padStart(9)}  ${name}`);
  }
  process.exit(1);
}
