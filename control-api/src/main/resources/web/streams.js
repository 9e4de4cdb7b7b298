// The list of streams: asks for the public figures every two seconds while the page is visible.
const REFRESH_MS = 2000;

const byId = (id) => document.getElementById(id);

function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

function figure(name, value) {
  return element('div', {}, element('dt', {}, name), element('dd', {}, value));
}

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

async function refresh() {
  try {
    const response = await fetch('/pages/streams', { signal: AbortSignal.timeout(10_000) });
    if (!response.ok) {
      throw new Error(`the server answered ${response.status}`);
    }
    show(await response.json());
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
