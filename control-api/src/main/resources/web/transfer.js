// One file on its way to the server, by tus: in pieces that are kept, so that it goes on where it broke off.
import * as session from './session.js';

const ENDPOINT = '/api/v1/uploads/tus';
const RETRY_DELAYS_MS = [0, 1000, 2000, 5000, 10_000, 20_000, 30_000];
const RETRIED = [409, 423, 429];
const UNAUTHORIZED = 401;
/** Speed is measured over about so long. */
const SPEED_WINDOW_MS = 5000;
const MEDIA = /^(video|audio)\/[a-z0-9.+-]+$/;

const statusOf = (failure) => failure.originalResponse?.getStatus() ?? 0;

/** What the server said, in its own sentences. */
function sentence(failure) {
  const status = statusOf(failure);
  if (status === 0) {
    return navigator.onLine ? 'The server cannot be reached.' : 'There is no connection.';
  }
  try {
    const { message, details } = JSON.parse(failure.originalResponse.getBody());
    const more = Object.entries(details ?? {}).map(([field, problem]) => `${field}: ${problem}`);
    return [message, ...more].join(' ');
  } catch {
    return `The server answered ${status}.`;
  }
}

/** Uploads of this browser that have not finished: [{ name, size, uploaded, forget() }]. */
export async function unfinished() {
  const storage = window.tus.defaultOptions.urlStorage;
  return (await storage.findAllUploads()).map((upload) => ({
    key: upload.urlStorageKey,
    name: upload.metadata.filename,
    size: upload.size,
    createdAt: upload.creationTime,
    forget: async () => {
      await storage.removeUpload(upload.urlStorageKey);
      await fetch(upload.uploadUrl, {
        method: 'DELETE',
        headers: { Authorization: `Bearer ${session.token()}`, 'Tus-Resumable': '1.0.0' },
      }).catch(() => {}); // The server forgets it by itself when no byte comes.
    },
  }));
}

/**
 * Call order: constructor, {@link prepare}, then start and pause as often as one likes, or cancel. `on` is called with
 * this transfer after every change of { state, sent, size, bytesPerSecond, secondsLeft, problem, videoId }; states are
 * ready, uploading, paused, refused, sent and cancelled.
 */
export class Transfer {
  constructor(file, on) {
    this.file = file;
    this.size = file.size;
    this.on = on;
    this.state = 'ready';
    this.sent = 0;
    this.bytesPerSecond = 0;
    this.secondsLeft = null;
    this.problem = '';
    this.videoId = null;
    this.previous = null;
    this.marks = [];
    this.upload = this.#create();
  }

  get key() {
    return [this.file.name, this.file.size, this.file.lastModified].join('/');
  }

  /** Finds out whether this file was begun before; what was said of it then holds. */
  async prepare() {
    [this.previous] = await this.upload.findPreviousUploads();
    return this.previous?.metadata ?? null;
  }

  start(title, visibility) {
    const { name, type } = this.file;
    this.upload.options.metadata = {
      filename: name, title, visibility, ...(MEDIA.test(type) ? { filetype: type } : {}),
    };
    if (this.previous) {
      this.upload.resumeFromPreviousUpload(this.previous);
      this.previous = null;
    }
    this.resume();
  }

  resume() {
    this.marks = [];
    this.problem = '';
    this.#change('uploading');
    this.upload.start();
  }

  pause() {
    this.upload.abort();
    this.bytesPerSecond = 0;
    this.secondsLeft = null;
    this.#change('paused');
  }

  /** Also at the server. */
  async cancel() {
    this.#change('cancelled');
    await this.upload.abort(/* shouldTerminate= */ true).catch(() => {}); // It ends there by itself, later.
  }

  #create() {
    return new window.tus.Upload(this.file, {
      endpoint: ENDPOINT,
      retryDelays: RETRY_DELAYS_MS,
      removeFingerprintOnSuccess: true,
      onBeforeRequest: (request) => request.setHeader('Authorization', `Bearer ${session.token()}`),
      onShouldRetry: (failure) => {
        const status = statusOf(failure);
        this.problem = `${sentence(failure)} Trying again…`;
        this.on(this);
        return status === 0 || status >= 500 || RETRIED.includes(status);
      },
      onProgress: (sent) => this.#progress(sent),
      onSuccess: () => this.#succeed(),
      onError: (failure) => this.#fail(failure),
    });
  }

  #progress(sent) {
    const now = performance.now();
    this.sent = sent;
    this.problem = '';
    this.marks.push([now, sent]);
    while (this.marks.length > 2 && now - this.marks[1][0] > SPEED_WINDOW_MS) {
      this.marks.shift();
    }
    const [since, from] = this.marks[0];
    this.bytesPerSecond = now > since ? ((sent - from) * 1000) / (now - since) : 0;
    this.secondsLeft = this.bytesPerSecond > 0 ? (this.size - sent) / this.bytesPerSecond : null;
    this.on(this);
  }

  #succeed() {
    this.sent = this.size;
    this.videoId = new URL(this.upload.url, location.href).pathname.split('/').pop();
    this.#change('sent');
  }

  #fail(failure) {
    this.bytesPerSecond = 0;
    this.secondsLeft = null;
    this.problem = sentence(failure);
    this.isSignedOut = statusOf(failure) === UNAUTHORIZED;
    this.#change(this.isSignedOut || statusOf(failure) === 0 ? 'paused' : 'refused');
  }

  #change(state) {
    this.state = state;
    this.on(this);
  }
}
