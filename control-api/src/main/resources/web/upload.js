// The upload page: files on their way, then what becomes of them. What is being processed survives a reload of the page.
import { about, byId, bytes, element } from './dom.js';
import { drawJob, isFinished } from './job.js';
import * as session from './session.js';
import { wireSignIn } from './signin.js';
import { Transfer, unfinished } from './transfer.js';

const KEPT_AS = 'sluice.uploads';
const MAX_KEPT = 50;
const POLL_MIN_MS = 1000;
const POLL_MAX_MS = 5000;
const POLL_GROWTH = 1.3;
const RENEW_RETRY_MS = 10_000;
const VISIBILITIES = [['public', 'Public'], ['unlisted', 'Unlisted'], ['private', 'Private']];

/** What is not sent yet, and how each begins. */
const transfers = new Map();
let renewal = 0;

function say(text, isProblem = false) {
  byId('notice').textContent = text;
  byId('notice').classList.toggle('problem', isProblem);
}

function keptVideos() {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT_AS)) ?? [];
  } catch {
    return []; // Not ours, or storage is switched off.
  }
}

function keepVideos(videos) {
  try {
    sessionStorage.setItem(KEPT_AS, JSON.stringify(videos.slice(-MAX_KEPT)));
  } catch {
    // Storage is switched off: the page forgets them when it is left.
  }
}

function field(label, input) {
  return element('label', {}, label, input);
}

function button(text, onClick) {
  const node = element('button', { type: 'button', class: 'tab' }, text);
  node.addEventListener('click', onClick);
  return node;
}

/** The parts of a card that change. */
function card(name, detail) {
  const parts = {
    fields: element('div', { class: 'fields' }),
    bar: element('progress', { max: '1', value: '0', 'aria-label': `Upload of ${name}` }),
    line: element('p', { class: 'how-far', role: 'status' }),
    job: element('div', { class: 'job' }),
    buttons: element('div', { class: 'links' }),
  };
  parts.node = element('article', { class: 'card transfer', 'aria-label': name },
    element('h3', {}, name, element('span', { class: 'hint' }, detail)),
    parts.fields, parts.bar, parts.line, parts.job, parts.buttons);
  return parts;
}

function problemLine(parts, text) {
  parts.line.textContent = text;
  parts.line.classList.add('problem');
}

function wait(ms) {
  return new Promise((resolve) => { setTimeout(resolve, ms); });
}

/** Follows the processing of a video until its end. */
async function followVideo(id, parts) {
  parts.fields.hidden = true;
  parts.bar.hidden = true;
  parts.line.textContent = '';
  drawJob(parts.job, null);
  parts.buttons.replaceChildren(element('a', { href: `/watch/${id}` }, 'Watch'));
  let pause = POLL_MIN_MS;
  for (;;) {
    try {
      const job = await session.get(`/videos/${id}/job`);
      drawJob(parts.job, job);
      parts.line.textContent = '';
      parts.line.classList.remove('problem');
      if (isFinished(job)) {
        await showEnd(id, job, parts);
        return;
      }
    } catch (failure) {
      if (failure.status === 404) {
        problemLine(parts, 'The video is not there any more.');
        parts.job.replaceChildren();
        parts.buttons.replaceChildren();
        return;
      }
      problemLine(parts, `Cannot ask how far it is: ${failure.message}`);
    }
    await wait(pause);
    pause = Math.min(POLL_MAX_MS, pause * POLL_GROWTH);
  }
}

async function showEnd(id, job, parts) {
  if (job.status !== 'succeeded') {
    problemLine(parts, `The video could not be processed. ${job.error?.message ?? ''}`);
    parts.job.replaceChildren();
    parts.buttons.replaceChildren();
    return;
  }
  const video = await session.get(`/videos/${id}`);
  const url = new URL(video.watch_url);
  parts.line.textContent = `Ready to watch: ${video.resolutions.join(', ') || 'sound only'}.`;
  parts.buttons.replaceChildren(element('a', { class: 'tab primary', href: url.pathname + url.search }, 'Watch'));
}

/** A video whose file this tab has sent. */
function addVideo({ id, name }) {
  const parts = card(name, '');
  byId('transfers').append(parts.node);
  followVideo(id, parts);
}

function speed(transfer) {
  const left = transfer.secondsLeft === null ? '' : ` · about ${about(transfer.secondsLeft)} left`;
  return transfer.bytesPerSecond > 0 ? ` · ${bytes(transfer.bytesPerSecond)}/s${left}` : '';
}

const percent = (transfer) => Math.floor((100 * transfer.sent) / transfer.size);

const LINES = {
  ready: () => '',
  uploading: (transfer) => `${bytes(transfer.sent)} of ${bytes(transfer.size)} (${percent(transfer)} %)${speed(transfer)}`,
  paused: (transfer) => `Paused at ${percent(transfer)} %.`,
  refused: () => '',
  sent: () => '',
  cancelled: () => '',
};

function buttonsOf(transfer, begin) {
  const cancel = button('Cancel', () => transfer.cancel());
  switch (transfer.state) {
    case 'ready':
      return [button('Upload', begin), cancel];
    case 'uploading':
      return [button('Pause', () => transfer.pause()), cancel];
    case 'paused':
      return [button('Resume', () => transfer.resume()), cancel];
    case 'refused':
      return [button('Try again', () => transfer.resume()), cancel];
    default:
      return [];
  }
}

/** Buttons keep their place and the focus while nothing about them changes. */
function drawTransfer(transfer, parts, begin) {
  parts.bar.value = transfer.size > 0 ? transfer.sent / transfer.size : 0;
  parts.bar.hidden = transfer.state === 'ready';
  parts.line.textContent = [LINES[transfer.state](transfer), transfer.problem].filter(Boolean).join(' ');
  parts.line.classList.toggle('problem', transfer.problem !== '');
  if (parts.node.dataset.state !== transfer.state) {
    parts.node.dataset.state = transfer.state;
    const focused = parts.buttons.contains(document.activeElement);
    parts.buttons.replaceChildren(...buttonsOf(transfer, begin));
    if (focused) {
      parts.buttons.querySelector('button')?.focus();
    }
  }
}

async function addFile(file) {
  if (file.size === 0) {
    say(`${file.name} is empty.`, true);
    return;
  }
  const parts = card(file.name, bytes(file.size));
  const title = element('input', { value: file.name.replace(/\.[^.]+$/, '').slice(0, 200), maxlength: '200', required: '' });
  const visibility = element('select', {}, ...VISIBILITIES.map(([value, text]) => new Option(text, value)));
  const begin = () => {
    if (title.reportValidity()) {
      title.disabled = true;
      visibility.disabled = true;
      transfer.start(title.value.trim() || file.name, visibility.value);
    }
  };
  const transfer = new Transfer(file, () => changed(transfer, parts, begin));
  if ([...transfers.keys()].some((other) => other.key === transfer.key)) {
    say(`${file.name} is in the list already.`);
    return;
  }
  transfers.set(transfer, begin);
  parts.fields.append(field('Title', title), field('Visibility', visibility));
  byId('transfers').append(parts.node);
  drawTransfer(transfer, parts, begin);
  const begun = await transfer.prepare();
  if (begun) {
    title.value = begun.title ?? title.value;
    visibility.value = begun.visibility ?? visibility.value;
    title.disabled = true;
    visibility.disabled = true;
    parts.line.textContent = 'Begun before: goes on where it broke off.';
  }
}

function changed(transfer, parts, begin) {
  drawTransfer(transfer, parts, begin);
  if (transfer.isSignedOut && transfer.state === 'paused') {
    askToSignIn('Your sign-in has ended. Sign in again, then resume.');
  }
  if (transfer.state === 'cancelled') {
    transfers.delete(transfer);
    parts.node.remove();
    byId('files').focus();
  } else if (transfer.state === 'sent') {
    transfers.delete(transfer);
    keepVideos([...keptVideos(), { id: transfer.videoId, name: transfer.file.name }]);
    followVideo(transfer.videoId, parts);
  }
  if (transfer.state !== 'uploading') {
    showUnfinished();
  }
  showAll();
}

const ready = () => [...transfers].filter(([{ state }]) => state === 'ready');

function showAll() {
  byId('all').hidden = ready().length < 2;
}

/** Those of this browser that no file has been chosen for. */
async function showUnfinished() {
  const open = new Set([...transfers.keys()].map(({ file }) => `${file.name}/${file.size}`));
  const waiting = (await unfinished()).filter(({ name, size }) => !open.has(`${name}/${size}`));
  byId('unfinished-section').hidden = waiting.length === 0;
  byId('unfinished').replaceChildren(...waiting.map((upload) => element('li', {},
    element('span', {}, `${upload.name} `, element('span', { class: 'hint' }, bytes(upload.size))),
    button('Forget', async () => {
      await upload.forget();
      showUnfinished();
    }))));
}

async function addFiles(files) {
  say('');
  for (const file of files) {
    await addFile(file);
  }
  showUnfinished();
  showAll();
}

function wireDrop() {
  const drop = byId('drop');
  byId('files').addEventListener('change', ({ target }) => {
    addFiles([...target.files]);
    target.value = '';
  });
  for (const event of ['dragenter', 'dragover']) {
    drop.addEventListener(event, (dragged) => {
      dragged.preventDefault();
      drop.classList.add('over');
    });
  }
  drop.addEventListener('dragleave', () => drop.classList.remove('over'));
  drop.addEventListener('drop', (dropped) => {
    dropped.preventDefault();
    drop.classList.remove('over');
    addFiles([...dropped.dataTransfer.files]);
  });
  for (const event of ['dragover', 'drop']) { // A file beside the field is not opened in place of this page.
    window.addEventListener(event, (dragged) => dragged.preventDefault());
  }
  window.addEventListener('beforeunload', (event) => {
    if ([...transfers.keys()].some(({ state }) => state === 'uploading')) {
      event.preventDefault();
    }
  });
}

function askToSignIn(text) {
  clearTimeout(renewal);
  byId('out').hidden = false;
  byId('leave').hidden = true;
  say(text);
}

async function renew() {
  try {
    if (!(await session.renew())) {
      askToSignIn('Your sign-in has ended. Sign in again to go on.');
      return;
    }
    renewInTime();
  } catch {
    renewal = setTimeout(renew, RENEW_RETRY_MS);
  }
}

function renewInTime() {
  clearTimeout(renewal);
  const ms = session.renewInMs();
  if (ms !== null) {
    renewal = setTimeout(renew, ms);
  }
}

/** Somebody says who they are; the server is asked whether they may upload. */
async function enter() {
  try {
    const first = byId('in').hidden;
    await session.get('/videos?limit=1');
    byId('out').hidden = true;
    byId('in').hidden = false;
    byId('leave').hidden = false;
    say('');
    renewInTime();
    if (first) {
      keptVideos().forEach(addVideo);
      showUnfinished();
    }
  } catch (failure) {
    if (failure.status === 401) {
      session.signOut();
    }
    askToSignIn('');
    say(failure.status === 401 ? 'That key does not hold.' : failure.message, true);
  }
}

function leave() {
  transfers.forEach((begin, transfer) => transfer.state === 'uploading' && transfer.pause());
  session.signOut();
  keepVideos([]);
  location.reload();
}

wireSignIn({ account: byId('account'), token: byId('token'), codeField: byId('code'), say, onIn: enter });
byId('all').addEventListener('click', () => ready().forEach(([, begin]) => begin()));
byId('leave').addEventListener('click', leave);
wireDrop();
if (session.token()) {
  enter();
} else {
  askToSignIn('Sign in to upload.');
}
