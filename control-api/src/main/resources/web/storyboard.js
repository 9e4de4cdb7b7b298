// Previews while seeking: a storyboard is WebVTT whose cues each name a piece of a picture, as #xywh=x,y,width,height.
import { byId, clock } from './dom.js';

const CUE = /^(?:(\d+):)?(\d\d):(\d\d\.\d{3})\s+-->\s+(?:(\d+):)?(\d\d):(\d\d\.\d{3})/;
const PIECE = /^(.*)#xywh=(?:pixel:)?(\d+),(\d+),(\d+),(\d+)$/;
const LINGER_MS = 600;

const seconds = (hours, minutes, rest) => Number(hours ?? 0) * 3600 + Number(minutes) * 60 + Number(rest);

/** Cues by time: { start, end, url, x, y, width, height }. Lines that are none are passed over. */
export function parse(text, base) {
  const cues = [];
  let times = null;
  for (const line of text.split(/\r\n|\r|\n/)) {
    const timing = CUE.exec(line);
    const piece = times && PIECE.exec(line.trim());
    if (timing) {
      times = { start: seconds(...timing.slice(1, 4)), end: seconds(...timing.slice(4, 7)) };
    } else if (piece) {
      const [x, y, width, height] = piece.slice(2).map(Number);
      cues.push({ ...times, url: new URL(piece[1], base).href, x, y, width, height });
      times = null;
    }
  }
  return cues;
}

function cueAt(cues, time) {
  let low = 0;
  let high = cues.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (cues[middle].start <= time) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return cues[low];
}

function show(cues, time, duration) {
  const cue = cueAt(cues, time);
  const picture = byId('preview-picture');
  picture.style.width = `${cue.width}px`;
  picture.style.height = `${cue.height}px`;
  picture.style.backgroundImage = `url("${cue.url}")`; // URLs have no quotation marks.
  picture.style.backgroundPosition = `-${cue.x}px -${cue.y}px`;
  byId('preview-time').textContent = clock(time);
  const preview = byId('preview');
  preview.hidden = false;
  const room = preview.parentElement.clientWidth - preview.offsetWidth;
  const centre = (time / duration) * preview.parentElement.clientWidth - preview.offsetWidth / 2;
  preview.style.left = `${Math.max(0, Math.min(room, centre))}px`;
}

/** Shows previews of a video from now on, with a slider of its own below the picture. */
export async function openStoryboard(path, video) {
  const url = new URL(path, location.href);
  const response = await fetch(url, { signal: AbortSignal.timeout(10_000) });
  const cues = response.ok ? parse(await response.text(), url) : [];
  if (cues.length === 0) {
    return 0;
  }
  wire(cues, video);
  return cues.length;
}

function wire(cues, video) {
  const slider = byId('scrub');
  let held = false;
  let timer = 0;
  const hideSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => { byId('preview').hidden = true; }, LINGER_MS);
  };
  const preview = (time) => {
    if (Number.isFinite(video.duration)) {
      clearTimeout(timer);
      show(cues, time, video.duration);
    }
  };
  const follow = () => {
    if (!held && Number.isFinite(video.duration)) {
      slider.max = String(video.duration);
      slider.value = String(video.currentTime);
      slider.setAttribute('aria-valuetext', `${clock(video.currentTime)} of ${clock(video.duration)}`);
    }
  };
  slider.addEventListener('pointermove', (event) => {
    const box = slider.getBoundingClientRect();
    const share = Math.max(0, Math.min(1, (event.clientX - box.left) / box.width));
    preview(held ? Number(slider.value) : share * video.duration);
  });
  slider.addEventListener('pointerleave', hideSoon);
  slider.addEventListener('input', () => {
    held = true;
    preview(Number(slider.value));
  });
  slider.addEventListener('change', () => {
    held = false;
    video.currentTime = Number(slider.value);
    hideSoon();
  });
  video.addEventListener('seeking', () => preview(video.currentTime));
  video.addEventListener('seeked', hideSoon);
  ['timeupdate', 'durationchange', 'seeked'].forEach((event) => video.addEventListener(event, follow));
  follow();
  byId('scrub-label').hidden = false;
}
