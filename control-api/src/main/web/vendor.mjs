// Puts the pinned player libraries into the class path: node vendor.mjs <work folder> <target folder>.
// Does nothing when what is there was made from the same package.json and package-lock.json by the same script.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const FILES = [
  ['hls.js/dist/hls.min.js', 'hls.min.js'],
  ['hls.js/LICENSE', 'hls.LICENSE.txt'],
  ['dashjs/dist/modern/umd/dash.all.min.js', 'dash.all.min.js'],
  ['dashjs/LICENSE.md', 'dash.LICENSE.txt'],
  ['dashjs/dist/modern/umd/dash.all.min.js.LICENSE.txt', 'dash.all.min.js.LICENSE.txt'],
  ['tus-js-client/dist/tus.min.js', 'tus.min.js'],
  ['tus-js-client/LICENSE', 'tus.LICENSE.txt'],
];
const INPUTS = ['package.json', 'package-lock.json', '.npmrc', 'vendor.mjs'];

const source = dirname(fileURLToPath(import.meta.url));
const work = resolve(process.argv[2]);
const target = resolve(process.argv[3]);
const stamp = join(work, 'stamp');

const hash = createHash('sha256');
for (const name of INPUTS) {
  hash.update(readFileSync(join(source, name)));
}
const wanted = hash.digest('hex');
const installed = existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;

if (!installed) {
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  for (const name of INPUTS.slice(0, 3)) {
    copyFileSync(join(source, name), join(work, name));
  }
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'], {
    cwd: work,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  writeFileSync(stamp, wanted);
}

mkdirSync(target, { recursive: true });
for (const [from, to] of FILES) {
  const destination = join(target, to);
  if (!installed || !existsSync(destination)) {
    copyFileSync(join(work, 'node_modules', from), destination);
  }
}
