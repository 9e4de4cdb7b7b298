// A video on the watch page: plays it, or says how far its processing is, or why it failed.
import { byId, clock } from './dom.js';
import { drawJob } from './job.js';
import { openDash, openFiles, openHls } from './players.js';
import * as session from './session.js';
import {
  ask, closePlayer, hasPlayer, id, onError, phase, setPlayer, showState, showTitle, sluice, video, wanted,
} from './stage.js';
import { openStoryboard } from './storyboard.js';

const PROCESSING_MS = 3000;
/** Fatal errors of a player before plain files are tried instead. */
const MAX_RESTARTS = 2;

let current = null;
let mayKnowTheJob = true;

function showDetails() {
  sluice.status = current.status;
  showTitle(current.title);
  showState(current.status);
  byId('state').hidden = current.status === 'ready';
  const facts = [
    ...(current.duration ? [clock(current.duration)] : []),
    ...(current.views ? [`${current.views} ${current.views === 1 ? 'view' : 'views'}`] : []),
    new Date(current.created_at).toLocaleDateString([], { dateStyle: 'long' }),
  ];
  byId('about').textContent = facts.join(' · ');
  byId('about').hidden = false;
  byId('description').textContent = current.description ?? '';
  byId('description').hidden = !current.description;
}

async function start(way) {
  const { hls_path: hls, dash_path: dash, formats } = current;
  const absolute = (path) => new URL(path, location.href).href;
  phase('loading', 'Loading…');
  try {
    if (way === 'mp4') {
      setPlayer(openFiles(video, formats, onFatal));
    } else {
      const [open, path] = way === 'dash' ? [openDash, dash] : [openHls, hls];
      setPlayer(await open(video, absolute(path), onFatal, onError));
    }
  } catch (failure) {
    onFatal(failure.message);
  }
}

/** Begins anew where it broke off; with plain files when the player breaks off again and again. */
function onFatal(text) {
  onError(`fatal: ${text}`);
  const wasFiles = sluice.player === 'mp4' && hasPlayer();
  const from = video.currentTime;
  closePlayer();
  if (wasFiles || sluice.restarts > MAX_RESTARTS) {
    phase('failed', `This browser cannot play the video: ${text}.`);
    return;
  }
  sluice.restarts++;
  const way = sluice.restarts >= MAX_RESTARTS || current.formats.length === 0 ? 'mp4' : wanted;
  video.addEventListener('loadedmetadata', () => { video.currentTime = from; }, { once: true });
  start(way);
}

function play() {
  byId('job').hidden = true;
  video.muted = false;
  video.autoplay = false;
  byId('tab-mp4').hidden = false;
  byId('latency').hidden = true;
  if (current.thumbnail_path) {
    video.poster = current.thumbnail_path;
  }
  video.addEventListener('canplay', () => {
    if (video.paused && sluice.phase === 'loading') {
      phase('ready', ''); // Where the browser wants the viewer to start it.
    }
  });
  video.addEventListener('ended', () => phase('ended', ''));
  start(wanted);
  if (current.storyboard_path) {
    openStoryboard(current.storyboard_path, video).then(
      (cues) => { sluice.previews = cues; },
      (failure) => onError(`storyboard: ${failure.message}`));
  }
}

async function showProcessing() {
  phase('processing', 'The video is being processed. This page plays it when it is ready.');
  if (session.token() && mayKnowTheJob) {
    try {
      const job = await session.get(`/videos/${encodeURIComponent(id)}/job`);
      byId('job').hidden = false;
      drawJob(byId('job'), job);
    } catch (failure) {
      mayKnowTheJob = failure.status !== 401 && failure.status !== 403 && failure.status !== 404;
    }
  }
}

function showFailed() {
  byId('job').hidden = true;
  const problem = current.problem ?? current.error?.message;
  phase('failed', `The video could not be processed.${problem ? ` ${problem}` : ''}`);
}

async function followProcessing() {
  const name = encodeURIComponent(id);
  const found = await ask(`/pages/videos/${name}`);
  if (found && found.status !== 'missing') {
    show(found);
  } else if (found && session.token()) {
    const own = await session.get(`/videos/${name}`).catch(() => null);
    if (own?.status === 'ready') {
      location.reload(); // A private one: the page asks for a pass.
    } else {
      show(own ?? current);
    }
  } else {
    show(current);
  }
}

function show(found) {
  current = found;
  showDetails();
  switch (current.status) {
    case 'ready':
      play();
      break;
    case 'failed':
      showFailed();
      break;
    default:
      showProcessing().then(() => setTimeout(followProcessing, PROCESSING_MS));
  }
}

/** Shows a video from now on. */
export function watchVideo(found) {
  show(found);
}
