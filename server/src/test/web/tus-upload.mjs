// Uploads a file with tus-js-client, which goes on where a connection broke off. Prints what became of it as JSON. ENDPOINT,
// API_KEY and, for parts that go side by side, PARALLEL come from the environment; the file is named.
import { createReadStream } from 'node:fs';
import { Upload } from 'tus-js-client';

const [file] = process.argv.slice(2);
const parallel = Number(process.env.PARALLEL ?? 1);
const offsets = [];
let retries = 0;

const done = new Promise((resolve, reject) => {
  const upload = new Upload(createReadStream(file), {
    endpoint: process.env.ENDPOINT,
    headers: { 'X-API-Key': process.env.API_KEY },
    metadata: { filename: 'film.mp4', filetype: 'video/mp4', title: 'Through thick and thin' },
    parallelUploads: parallel,
    chunkSize: Infinity,
    retryDelays: [0, 100, 200, 400, 800, 1600, 3200],
    onBeforeRequest: (request) => {
      if (request.getMethod() === 'PATCH') {
        offsets.push(Number(request.getHeader('Upload-Offset')));
      }
    },
    onShouldRetry: () => {
      retries++;
      return true;
    },
    onSuccess: () => resolve(upload.url),
    onError: reject,
  });
  upload.start();
});

const url = await done;
process.stdout.write(JSON.stringify({ id: url.split('/').pop(), offsets, retries }));
