// The ways to play, behind one face:
//   { name, rungs(), current(), auto(), select(index or -1), latencySeconds(), destroy(),
//     audios(), audio(), selectAudio(index), texts(), text(), selectText(index or -1) }
// A rung is { height, width, bitrateBps }; a track of sound or text is { language, label }. onFatal is called once with a
// text when the player gives up.

const base = new URL('.', import.meta.url);

function loadScript(path) {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = new URL(path, base);
    script.onload = resolve;
    script.onerror = () => reject(new Error(`cannot load ${path}`));
    document.head.append(script);
  });
}

/** hls.js where there is Media Source Extensions, else the browser's own HLS. */
export async function openHls(video, url, onFatal, onError) {
  await loadScript('vendor/hls.min.js');
  const Hls = window.Hls;
  return Hls.isSupported() ? hlsJs(Hls, video, url, onFatal, onError) : nativeHls(video, url, onFatal);
}

const oneTrack = {
  audios: () => [],
  audio: () => -1,
  selectAudio: () => {},
  texts: () => [],
  text: () => -1,
  selectText: () => {},
};

function hlsJs(Hls, video, url, onFatal, onError) {
  const hls = new Hls({
    liveSyncDurationCount: 2,
    liveMaxLatencyDurationCount: 8,
    backBufferLength: 30,
    capLevelToPlayerSize: false,
  });
  let recoveries = 0;
  hls.on(Hls.Events.ERROR, (event, data) => {
    onError(`${data.type} ${data.details}`);
    if (!data.fatal) {
      return;
    }
    if (data.type === Hls.ErrorTypes.MEDIA_ERROR && recoveries < 3) {
      recoveries++;
      hls.recoverMediaError();
    } else {
      onFatal(data.details);
    }
  });
  hls.on(Hls.Events.MANIFEST_PARSED, () => video.play().catch(() => {}));
  hls.subtitleDisplay = false; // Until the viewer wants it.
  hls.loadSource(url);
  hls.attachMedia(video);
  return {
    name: 'hls.js',
    rungs: () => hls.levels.map((level) => ({
      height: level.height, width: level.width, bitrateBps: level.bitrate,
    })),
    current: () => hls.currentLevel,
    auto: () => hls.autoLevelEnabled,
    select: (index) => { hls.nextLevel = index; },
    latencySeconds: () => {
      const shown = hls.playingDate;
      return shown ? (Date.now() - shown.getTime()) / 1000 : null;
    },
    audios: () => hls.audioTracks.map(({ lang, name }) => ({ language: lang ?? '', label: name })),
    audio: () => hls.audioTrack,
    selectAudio: (index) => { hls.audioTrack = index; },
    texts: () => hls.subtitleTracks.map(({ lang, name }) => ({ language: lang ?? '', label: name })),
    text: () => (hls.subtitleDisplay ? hls.subtitleTrack : -1),
    selectText: (index) => {
      hls.subtitleDisplay = index >= 0;
      hls.subtitleTrack = index;
    },
    destroy: () => hls.destroy(),
  };
}

function nativeHls(video, url, onFatal) {
  const failed = () => onFatal(video.error?.message || 'the browser cannot play this');
  video.addEventListener('error', failed, { once: true });
  video.src = url;
  return {
    ...oneTrack,
    name: 'native',
    rungs: () => [],
    current: () => -1,
    auto: () => true,
    select: () => {},
    latencySeconds: () => {
      const startMs = video.getStartDate?.()?.getTime();
      return Number.isFinite(startMs) ? (Date.now() - startMs) / 1000 - video.currentTime : null;
    },
    destroy: () => {
      video.removeEventListener('error', failed);
      video.removeAttribute('src');
      video.load();
    },
  };
}

/** dash.js. */
export async function openDash(video, url, onFatal, onError) {
  await loadScript('vendor/dash.all.min.js');
  const dashjs = window.dashjs;
  const player = dashjs.MediaPlayer().create();
  const bitrateOf = (rung) => Math.round(rung.bitrateInKbit ? rung.bitrateInKbit * 1000 : rung.bandwidth ?? 0);
  const tracks = (type) => (player.isReady() ? player.getTracksFor(type) : []);
  const named = ({ lang, labels }) => ({ language: lang ?? '', label: labels?.[0]?.text ?? '' });
  const ladder = () => (player.isReady() ? player.getRepresentationsByType('video') : []);
  player.updateSettings({
    debug: { logLevel: dashjs.Debug.LOG_LEVEL_NONE },
    streaming: {
      delay: { liveDelayFragmentCount: 3 },
      buffer: { bufferToKeep: 30 },
      text: { defaultEnabled: false }, // Until the viewer wants it.
    },
  });
  player.on(dashjs.MediaPlayer.events.ERROR, ({ error }) => {
    const text = typeof error === 'string' ? error : `${error?.code} ${error?.message}`;
    onError(text);
    onFatal(text);
  });
  player.initialize(video, url, /* autoPlay= */ true);
  return {
    name: 'dash.js',
    rungs: () => ladder().map((rung) => ({ height: rung.height, width: rung.width, bitrateBps: bitrateOf(rung) })),
    current: () => {
      const shown = player.isReady() ? player.getCurrentRepresentationForType('video') : null;
      return shown ? ladder().findIndex((rung) => rung.id === shown.id) : -1;
    },
    auto: () => player.getSettings().streaming.abr.autoSwitchBitrate.video,
    select: (index) => {
      player.updateSettings({ streaming: { abr: { autoSwitchBitrate: { video: index < 0 } } } });
      if (index >= 0) {
        player.setRepresentationForTypeByIndex('video', index, /* forceReplace= */ !player.isDynamic());
      }
    },
    latencySeconds: () => {
      const seconds = player.isReady() && player.isDynamic() ? player.getCurrentLiveLatency() : null;
      return Number.isFinite(seconds) ? seconds : null;
    },
    audios: () => tracks('audio').map(named),
    audio: () => {
      const shown = player.isReady() ? player.getCurrentTrackFor('audio') : null;
      return shown ? tracks('audio').findIndex((track) => track.index === shown.index) : -1;
    },
    selectAudio: (index) => player.setCurrentTrack(tracks('audio')[index]),
    texts: () => tracks('text').map(named),
    text: () => (player.isReady() && player.isTextEnabled() ? player.getCurrentTextTrackIndex() : -1),
    selectText: (index) => player.setTextTrack(index),
    destroy: () => player.destroy(),
  };
}

/**
 * Plain files, each with pictures and sound; sound alone where there are no pictures.
 *
 * @param files { type, height, width, bitrate_bps, path }, best first
 */
export function openFiles(video, files, onFatal) {
  const pictures = files.filter(({ type }) => type === 'video');
  const shown = pictures.length > 0 ? pictures : files;
  let current = 0;

  const failed = () => onFatal(video.error?.message || 'the browser cannot play this file');
  const show = (index) => {
    const from = video.currentTime;
    const plays = !video.paused || video.currentSrc === '';
    current = index;
    video.src = shown[index].path;
    video.currentTime = from;
    if (plays) {
      video.play().catch(() => {}); // The viewer starts it.
    }
  };

  video.addEventListener('error', failed);
  show(0);
  return {
    ...oneTrack,
    name: 'mp4',
    rungs: () => pictures.map((file) => ({ height: file.height, width: file.width, bitrateBps: file.bitrate_bps })),
    current: () => (pictures.length > 0 ? current : -1),
    auto: () => false,
    select: show,
    latencySeconds: () => null,
    destroy: () => {
      video.removeEventListener('error', failed);
      video.removeAttribute('src');
      video.load();
    },
  };
}
