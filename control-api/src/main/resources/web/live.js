// A live stream on the watch page. Waits until it has something to play, plays it, and says when it has ended.
import { openChat } from './chat.js';
import { byId } from './dom.js';
import { openDash, openHls } from './players.js';
import {
  ask, closePlayer, hasPlayer, id, onError, pass, phase, setPlayer, showState, showTitle, sluice, video, wanted,
} from './stage.js';

const STATUS_MS = 3000;
const RETRY_MS = 2000;

const wantsDash = wanted === 'dash';
let opening = false;
let chatIsOpen = false;

function showViewers(count) {
  byId('viewers').textContent = sluice.status === 'live' ? `${count} watching` : '';
}

function showStatus(stream) {
  sluice.status = stream.status;
  showState(stream.status === 'live' ? (stream.state ?? 'live') : stream.status);
  if (stream.title) {
    showTitle(stream.title);
    showViewers(stream.viewers);
    if (!chatIsOpen) {
      chatIsOpen = true;
      openChat(id, showViewers, () => sluice.status === 'ended');
    }
  }
}

async function manifestIsThere(url) {
  try {
    const response = await fetch(url, { cache: 'no-store', signal: AbortSignal.timeout(10_000) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false; // Not reachable now: the same as not there yet.
  }
}

function onFatal(text) {
  onError(`fatal: ${text}`);
  if (sluice.phase === 'ended') {
    return;
  }
  closePlayer();
  sluice.restarts++;
  phase('waiting', 'Lost the stream. Trying again…');
}

async function open() {
  if (hasPlayer() || opening || sluice.phase === 'ended') {
    return;
  }
  opening = true;
  try {
    const opened = pass ? `~${encodeURIComponent(pass)}/` : '';
    const url = `/live/${id}/${opened}${wantsDash ? 'manifest.mpd' : 'master.m3u8'}`;
    if (!(await manifestIsThere(url))) {
      waitPolitely();
      return;
    }
    setPlayer(await (wantsDash ? openDash : openHls)(video, new URL(url, location.href).href, onFatal, onError));
    phase('loading', 'Loading…');
  } catch (failure) {
    onFatal(failure.message);
  } finally {
    opening = false;
  }
}

function waitPolitely() {
  switch (sluice.status) {
    case 'missing':
      phase('missing', 'There is no such stream.');
      break;
    case 'ended':
      phase('ended', 'The stream has ended.');
      break;
    default:
      phase('waiting', 'The stream has not begun. This page starts it when it does.');
  }
}

async function followStatus() {
  const stream = await ask(`/pages/streams/${encodeURIComponent(id)}`);
  if (stream) {
    showStatus(stream);
  }
  setTimeout(followStatus, STATUS_MS);
}

async function keepOpen() {
  await open();
  setTimeout(keepOpen, RETRY_MS);
}

/** Plays a stream from now on. */
export function watchLive(stream) {
  video.muted = true;
  video.addEventListener('ended', () => phase('ended', 'The stream has ended.'));
  showStatus(stream);
  keepOpen();
  setTimeout(followStatus, STATUS_MS);
}
