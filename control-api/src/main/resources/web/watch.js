// The watch page. Waits until the stream has something to play, plays it, shows what the player does, and says when
// the stream has ended. window.sluice holds the figures that the page shows, for tests and for the curious.
import { openChat } from './chat.js';
import { openDash, openHls } from './players.js';

const STATUS_MS = 3000;
const FIGURES_MS = 500;
const RETRY_MS = 2000;
const MAX_ERRORS_KEPT = 50;

const id = location.pathname.split('/')[2] ?? '';
const query = new URLSearchParams(location.search);
const wantsDash = query.get('player') === 'dash';
const pass = query.get('pass');
const byId = (name) => document.getElementById(name);
const video = byId('video');

const sluice = {
  id,
  player: null,
  phase: 'waiting',
  status: null,
  currentTime: 0,
  width: 0,
  height: 0,
  rung: -1,
  rungs: [],
  rungsPlayed: [],
  autoRung: true,
  bitrateBps: 0,
  latencySeconds: null,
  bufferSeconds: 0,
  droppedFrames: 0,
  decodedFrames: 0,
  stalls: 0,
  stalledSeconds: 0,
  longestStallSeconds: 0,
  errors: [],
  restarts: 0,
  selectRung: (index) => player?.select(index),
};
window.sluice = sluice;

let player = null;
let opening = false;
let stalledSinceMs = null;
let chatIsOpen = false;

function notice(text) {
  byId('notice').textContent = text;
  byId('notice').hidden = text === '';
}

function phase(name, text) {
  sluice.phase = name;
  notice(text);
}

async function fetchStatus() {
  try {
    const response = await fetch(`/pages/streams/${encodeURIComponent(id)}${pass ? `?pass=${encodeURIComponent(pass)}` : ''}`, { signal: AbortSignal.timeout(10_000) });
    if (response.status === 404) {
      return { status: 'missing' };
    }
    return response.ok ? await response.json() : null;
  } catch {
    return null; // The next round asks again; the page goes on playing what it can get.
  }
}

function showViewers(count) {
  byId('viewers').textContent = sluice.status === 'live' ? `${count} watching` : '';
}

function showStatus(stream) {
  sluice.status = stream.status;
  const state = stream.status === 'live' ? (stream.state ?? 'live') : stream.status;
  byId('state').textContent = state;
  byId('state').className = `badge ${state}`;
  if (stream.title) {
    byId('title').textContent = stream.title;
    document.title = `${stream.title} · Sluice`;
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

function closePlayer() {
  const old = player;
  player = null;
  endStall();
  old?.destroy();
}

function onError(text) {
  sluice.errors.push(text);
  sluice.errors.splice(0, sluice.errors.length - MAX_ERRORS_KEPT);
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
  if (player || opening || sluice.phase === 'ended') {
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
    player = await (wantsDash ? openDash : openHls)(video, new URL(url, location.href).href, onFatal, onError);
    sluice.player = player.name;
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

function beginStall() {
  const started = sluice.phase === 'playing' && video.readyState < 3 && !video.paused && !video.seeking;
  if (started && stalledSinceMs === null) {
    stalledSinceMs = performance.now();
    sluice.stalls++;
  }
}

function endStall() {
  if (stalledSinceMs !== null) {
    const seconds = (performance.now() - stalledSinceMs) / 1000;
    sluice.stalledSeconds += seconds;
    sluice.longestStallSeconds = Math.max(sluice.longestStallSeconds, seconds);
    stalledSinceMs = null;
  }
}

function bufferSeconds() {
  const now = video.currentTime;
  for (let i = 0; i < video.buffered.length; i++) {
    if (video.buffered.start(i) <= now + 0.1 && now <= video.buffered.end(i)) {
      return video.buffered.end(i) - now;
    }
  }
  return 0;
}

function measure() {
  const quality = video.getVideoPlaybackQuality?.();
  sluice.currentTime = video.currentTime;
  sluice.width = video.videoWidth;
  sluice.height = video.videoHeight;
  sluice.bufferSeconds = bufferSeconds();
  sluice.droppedFrames = quality?.droppedVideoFrames ?? 0;
  sluice.decodedFrames = quality?.totalVideoFrames ?? 0;
  sluice.rungs = player?.rungs() ?? [];
  sluice.rung = player?.current() ?? -1;
  sluice.autoRung = player?.auto() ?? true;
  sluice.bitrateBps = sluice.rungs[sluice.rung]?.bitrateBps ?? 0;
  sluice.latencySeconds = player?.latencySeconds() ?? null;
  if (sluice.height > 0 && !sluice.rungsPlayed.includes(sluice.height)) {
    sluice.rungsPlayed.push(sluice.height);
  }
}

const seconds = (value) => (value === null ? '–' : `${value.toFixed(1)} s`);

function showFigures() {
  measure();
  byId('f-picture').textContent = sluice.height ? `${sluice.width}×${sluice.height}` : '–';
  byId('f-bitrate').textContent = sluice.bitrateBps ? `${(sluice.bitrateBps / 1e6).toFixed(2)} Mb/s` : '–';
  byId('f-latency').textContent = seconds(sluice.latencySeconds);
  byId('f-buffer').textContent = seconds(sluice.bufferSeconds);
  byId('f-dropped').textContent = `${sluice.droppedFrames} of ${sluice.decodedFrames}`;
  byId('f-stalls').textContent = `${sluice.stalls} (${sluice.stalledSeconds.toFixed(1)} s)`;
  showRungs();
}

function rungName(rung) {
  return `${rung.height ? `${rung.height}p` : 'audio'} · ${(rung.bitrateBps / 1e6).toFixed(1)} Mb/s`;
}

function showRungs() {
  const names = ['Auto', ...sluice.rungs.map(rungName)];
  const list = byId('rungs');
  if (names.join() !== [...list.options].map((option) => option.textContent).join()) {
    list.replaceChildren(...names.map((name, i) => new Option(name, i === 0 ? 'auto' : String(i - 1))));
  }
}

async function followStatus() {
  const stream = await fetchStatus();
  if (stream) {
    showStatus(stream);
  }
  setTimeout(followStatus, STATUS_MS);
}

async function keepOpen() {
  await open();
  setTimeout(keepOpen, RETRY_MS);
}

function wire() {
  const passed = pass ? { pass } : {};
  byId('tab-hls').href = `/watch/${id}?${new URLSearchParams(passed)}`;
  byId('tab-dash').href = `/watch/${id}?${new URLSearchParams({ player: 'dash', ...passed })}`;
  byId(wantsDash ? 'tab-dash' : 'tab-hls').setAttribute('aria-current', 'page');
  byId('rungs').addEventListener('change', ({ target }) => {
    player?.select(target.value === 'auto' ? -1 : Number(target.value));
  });
  video.addEventListener('playing', () => {
    endStall();
    phase('playing', '');
  });
  video.addEventListener('waiting', beginStall);
  video.addEventListener('timeupdate', endStall);
  video.addEventListener('ended', () => phase('ended', 'The stream has ended.'));
}

wire();
setInterval(showFigures, FIGURES_MS);
fetchStatus().then((stream) => {
  if (stream) {
    showStatus(stream);
  }
  keepOpen();
  setTimeout(followStatus, STATUS_MS);
});
