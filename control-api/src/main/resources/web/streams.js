// The list of streams and videos: asks for the public figures every few seconds while the page is visible.
import { byId, clock, element, figure } from './dom.js';

const REFRESH_MS = 2000;
/** Of videos, in refreshes. */
const VIDEOS_EVERY = 5;

function bits(bitsPerSecond) {
  return bitsPerSecond > 0 ? `${(bitsPerSecond / 1e6).toFixed(2)} Mb/s` : '–';
}

function picture(stream) {
  if (!stream.height) {
    return '–';
  }
  const rate = stream.frames_per_second > 0 ? ` · ${stream.frames_per_second.toFixed(1)} fps` : '';
  return `${stream.width}×${stream.height}${rate}`;
}

function card(stream) {
  const state = stream.status === 'live' ? (stream.state ?? 'live') : stream.status;
  const title = element('h3', {}, element('a', { href: stream.watch_path }, stream.title));
  const node = element('article', { class: 'card', 'data-id': stream.id },
    element('span', { class: `badge ${state}` }, state), title);
  if (stream.status === 'live') {
    node.append(element('dl', { class: 'figures' },
      figure('Viewers', String(stream.viewers)),
      figure('Picture', picture(stream)),
      figure('Bitrate', bits(stream.bitrate_bps))));
  }
  node.append(element('p', { class: 'links' },
    element('a', { href: stream.watch_path }, 'Watch'),
    element('a', { href: `${stream.watch_path}?player=dash` }, 'DASH'),
    element('a', { href: stream.hls_path }, 'HLS URL')));
  return node;
}

function show(figures) {
  byId('live').replaceChildren(...figures.live.map(card));
  byId('others').replaceChildren(...figures.others.map(card));
  byId('others-section').hidden = figures.others.length === 0;
  byId('empty').hidden = figures.live.length > 0;
  byId('create').textContent = `curl -H "X-API-Key: $API_KEY" -H "Content-Type: application/json" \\\n`
    + `  -d '{"title": "My stream"}' ${figures.api_url}/live-streaming/create`;
  byId('publish').textContent = `Server: ${figures.publish_url}\n\n`
    + `ffmpeg -re -i input.mp4 -c:v libx264 -preset veryfast -g 60 -c:a aac -f flv "${figures.publish_url}/$STREAM_KEY"`;
  byId('updated').textContent = `updated ${new Date().toLocaleTimeString()}`;
}

function poster(video) {
  const picture = video.thumbnail_path
    ? element('img', { src: video.thumbnail_path, alt: '', loading: 'lazy' })
    : element('span', { class: 'blank' });
  return element('a', { class: 'poster', href: video.watch_path, tabindex: '-1', 'aria-hidden': 'true' },
    picture, element('span', { class: 'length' }, clock(video.duration)));
}

function videoCard(video) {
  const best = video.formats.find(({ type }) => type === 'video');
  return element('article', { class: 'card', 'data-id': video.id },
    poster(video),
    element('h3', {}, element('a', { href: video.watch_path }, video.title)),
    element('dl', { class: 'figures' },
      figure('Length', clock(video.duration)),
      figure('Picture', best ? `${best.width}×${best.height}` : 'sound only'),
      figure('Views', String(video.views))));
}

/** Made anew only when something changed: a list that is being read stays as it is. */
let videosShown = '';

function showVideos(videos) {
  const text = JSON.stringify(videos);
  if (text !== videosShown) {
    videosShown = text;
    byId('videos').replaceChildren(...videos.map(videoCard));
    byId('videos-section').hidden = videos.length === 0;
  }
}

async function read(path) {
  const response = await fetch(path, { signal: AbortSignal.timeout(10_000) });
  if (!response.ok) {
    throw new Error(`the server answered ${response.status}`);
  }
  return response.json();
}

let refreshes = 0;

async function refresh() {
  try {
    show(await read('/pages/streams'));
    if (refreshes++ % VIDEOS_EVERY === 0) {
      showVideos((await read('/pages/videos')).videos);
    }
    byId('problem').hidden = true;
  } catch (failure) {
    byId('problem').textContent = `Cannot get the list: ${failure.message}. Trying again.`;
    byId('problem').hidden = false;
  }
}

async function run() {
  if (!document.hidden) {
    await refresh();
  }
  setTimeout(run, REFRESH_MS);
}

run();
