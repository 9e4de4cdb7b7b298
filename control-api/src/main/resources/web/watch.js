// The watch page: finds out whether its id is of a live stream or of a video, and leaves the rest to live.js or video.js.
import { watchLive } from './live.js';
import * as session from './session.js';
import { ask, id, pass, phase, showState } from './stage.js';
import { watchVideo } from './video.js';

const RETRY_MS = 5000;

/** A private video shows itself to whoever is signed in and may see it; where it plays, with a pass. */
async function ownVideo() {
  if (pass || !session.token()) {
    return null;
  }
  const name = encodeURIComponent(id);
  const own = await session.get(`/videos/${name}`).catch(() => null);
  if (own?.status === 'ready') {
    const opened = new URLSearchParams(location.search);
    opened.set('pass', new URL(own.watch_url).searchParams.get('pass'));
    location.replace(`/watch/${name}?${opened}`);
  }
  return own;
}

async function find() {
  const name = encodeURIComponent(id);
  const stream = await ask(`/pages/streams/${name}`);
  if (stream && stream.status !== 'missing') {
    return watchLive(stream);
  }
  const found = stream && await ask(`/pages/videos/${name}`);
  const video = found?.status === 'missing' ? await ownVideo() : found;
  if (video) {
    return watchVideo(video);
  }
  if (found) {
    showState('missing');
    phase('missing', 'There is no such stream or video, or it is private.');
  }
  return setTimeout(find, RETRY_MS);
}

find();
