// What plays, and what the player does: shared by live streams and videos. window.sluice holds the figures that the page
// shows, for tests and for the curious.
import { byId } from './dom.js';

const FIGURES_MS = 500;
const MAX_ERRORS_KEPT = 50;

const query = new URLSearchParams(location.search);
export const id = location.pathname.split('/')[2] ?? '';
export const pass = query.get('pass');
/** 'hls', 'dash' or 'mp4'. */
export const wanted = query.get('player') ?? 'hls';
export const video = byId('video');

export const sluice = {
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
  audios: [],
  audio: -1,
  texts: [],
  text: -1,
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
let stalledSinceMs = null;

export const hasPlayer = () => player !== null;

export function setPlayer(opened) {
  player = opened;
  sluice.player = opened.name;
}

export function closePlayer() {
  const old = player;
  player = null;
  endStall();
  old?.destroy();
}

export function notice(text) {
  byId('notice').textContent = text;
  byId('notice').hidden = text === '';
}

export function phase(name, text) {
  sluice.phase = name;
  notice(text);
}

export function showTitle(title) {
  byId('title').textContent = title;
  document.title = `${title} · Sluice`;
}

export function showState(state) {
  byId('state').textContent = state;
  byId('state').className = `badge ${state}`;
}

export function onError(text) {
  sluice.errors.push(text);
  sluice.errors.splice(0, sluice.errors.length - MAX_ERRORS_KEPT);
}

/** The answer to a GET as JSON; null where the server cannot answer now, {status: 'missing'} where there is nothing. */
export async function ask(path) {
  try {
    const url = `${path}${pass ? `?pass=${encodeURIComponent(pass)}` : ''}`;
    const response = await fetch(url, { signal: AbortSignal.timeout(10_000) });
    if (response.status === 404) {
      return { status: 'missing' };
    }
    return response.ok ? await response.json() : null;
  } catch {
    return null; // The next round asks again; the page goes on playing what it can get.
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
  sluice.audios = player?.audios() ?? [];
  sluice.audio = player?.audio() ?? -1;
  sluice.texts = player?.texts() ?? [];
  sluice.text = player?.text() ?? -1;
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
  const automatic = sluice.player === 'mp4' ? [] : ['Auto'];
  showChoice('rungs', [...automatic, ...sluice.rungs.map(rungName)], automatic.length, null);
  showChoice('audios', sluice.audios.map(trackName), 0, sluice.audio);
  showChoice('texts', sluice.texts.length > 0 ? ['Off', ...sluice.texts.map(trackName)] : [], 1, sluice.text);
  byId('audios-label').hidden = sluice.audios.length < 2;
  byId('texts-label').hidden = sluice.texts.length === 0;
}

function rungName(rung) {
  return `${rung.height ? `${rung.height}p` : 'audio'} · ${(rung.bitrateBps / 1e6).toFixed(1)} Mb/s`;
}

/** A track's own name beside its language in the viewer's words. */
function trackName(track, index) {
  let language = '';
  try {
    language = track.language ? new Intl.DisplayNames([], { type: 'language' }).of(track.language) : '';
  } catch {
    language = track.language; // No well-formed tag: shown as it is.
  }
  if (track.label && track.label !== track.language && track.label !== language) {
    return language ? `${track.label} (${language})` : track.label;
  }
  return language || `Track ${index + 1}`;
}

/**
 * Options whose values are indices, those before `first` negative. Left alone while the viewer has the list open.
 *
 * @param chosen what the player has; null where the list shows what the viewer wants
 */
function showChoice(name, names, first, chosen) {
  const list = byId(name);
  if (names.join('\n') !== [...list.options].map((option) => option.textContent).join('\n')) {
    list.replaceChildren(...names.map((text, i) => new Option(text, String(i - first))));
  }
  if (chosen !== null && document.activeElement !== list && chosen + first >= 0) {
    list.value = String(chosen);
  }
}

function wire() {
  const tab = (player) => `/watch/${id}?${new URLSearchParams({ ...(player ? { player } : {}), ...(pass ? { pass } : {}) })}`;
  byId('tab-hls').href = tab(null);
  byId('tab-dash').href = tab('dash');
  byId('tab-mp4').href = tab('mp4');
  (byId(`tab-${wanted}`) ?? byId('tab-hls')).setAttribute('aria-current', 'page');
  byId('rungs').addEventListener('change', ({ target }) => player?.select(Number(target.value)));
  byId('audios').addEventListener('change', ({ target }) => player?.selectAudio(Number(target.value)));
  byId('texts').addEventListener('change', ({ target }) => player?.selectText(Number(target.value)));
  video.addEventListener('playing', () => {
    endStall();
    phase('playing', '');
  });
  video.addEventListener('waiting', beginStall);
  video.addEventListener('timeupdate', endStall);
  setInterval(showFigures, FIGURES_MS);
}

wire();
