// The chat beside the player: history and settings over the API, everything live over the WebSocket. What people write is
// only ever set as text.
import * as session from './session.js';
import { wireSignIn } from './signin.js';

const MAX_SHOWN = 200;
const HISTORY = 100;
const RETRY_MIN_MS = 1000;
const RETRY_MAX_MS = 30_000;
const BAD_CREDENTIAL = 4401;
const NEAR_BOTTOM_PX = 40;
const REACTIONS = [['👍', 'Thumbs up'], ['❤️', 'Heart'], ['🔥', 'Fire'], ['😂', 'Laughing'], ['👏', 'Applause']];

const byId = (name) => document.getElementById(name);
const list = byId('chat-messages');
const OVER = 'The stream has ended; its chat can only be read.';
const room = { id: '', onViewers: () => {}, isOver: () => false };

let socket = null;
let retryMs = RETRY_MIN_MS;
let timers = [];
let writing = null;
let deleted = new Set();

function notice(text, isProblem = false) {
  byId('chat-notice').textContent = text;
  byId('chat-notice').classList.toggle('problem', isProblem);
}

/** 'out' (sign-in form), 'in' (reading and writing), 'read' (reading) or 'shut' (neither). */
function show(state) {
  byId('chat-out').hidden = state !== 'out';
  byId('chat-leave').hidden = state === 'out';
  list.hidden = state === 'out' || state === 'shut';
  byId('chat-write').hidden = state !== 'in';
  byId('chat-reactions').hidden = state !== 'in';
}

function clockTime(timestamp) {
  return new Date(timestamp).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
}

function part(tag, name, text) {
  const node = document.createElement(tag);
  node.className = name;
  node.textContent = text;
  return node;
}

function add(message) {
  if (deleted.has(message.id) || byId(`m-${message.id}`)) {
    return;
  }
  const atBottom = list.scrollHeight - list.scrollTop - list.clientHeight < NEAR_BOTTOM_PX;
  const time = part('time', 'at', clockTime(message.timestamp));
  time.dateTime = message.timestamp;
  const item = part('div', 'message', '');
  item.id = `m-${message.id}`;
  item.dataset.sequence = message.sequence;
  item.append(part('span', 'who', message.user), ' ', time, part('span', 'text', message.message));
  let after = list.lastElementChild;
  while (after && Number(after.dataset.sequence) > message.sequence) {
    after = after.previousElementSibling;
  }
  if (after) {
    after.after(item);
  } else {
    list.prepend(item);
  }
  while (list.childElementCount > MAX_SHOWN) {
    list.firstElementChild.remove();
  }
  if (atBottom) {
    list.scrollTop = list.scrollHeight;
  }
}

function settle(enabled) {
  if (!enabled) {
    show('shut');
    notice('Chat is off for this stream.');
  } else {
    show(room.isOver() ? 'read' : 'in');
    notice(room.isOver() ? OVER : '');
  }
}

async function load() {
  list.replaceChildren();
  deleted = new Set();
  try {
    const path = `/live-streaming/${encodeURIComponent(room.id)}/chat`;
    const [settings, history] = await Promise.all([
      session.get(`${path}/settings`), session.get(`${path}?limit=${HISTORY}`)]);
    byId('chat-text').maxLength = settings.max_length;
    settle(settings.enabled);
    history.data.reverse().forEach(add);
    list.scrollTop = list.scrollHeight;
  } catch (failure) {
    notice(`Cannot read the chat: ${failure.message}`, true);
  }
}

function count(reaction) {
  const shown = document.querySelector(`#chat-reactions [data-emoji="${CSS.escape(reaction.emoji)}"] span`);
  if (shown) {
    shown.textContent = String(Number(shown.textContent || 0) + reaction.count);
  }
}

function refused(message) {
  if (message.channel) {
    show('shut');
    notice('This chat is not open to you.', true);
    return;
  }
  if (message.client_id && message.client_id === writing?.id) {
    byId('chat-text').value ||= writing.text;
  }
  if (message.error === 'stream_ended' || message.error === 'chat_disabled') {
    show(message.error === 'stream_ended' ? 'read' : 'shut');
  }
  notice(message.details?.message ?? message.message, true);
}

function heard(message) {
  switch (message.type) {
    case 'authenticated':
      byId('chat-leave').textContent = `Sign out ${message.user.username}`;
      retryMs = RETRY_MIN_MS;
      send({ type: 'subscribe', channels: [`stream:${room.id}`] });
      break;
    case 'subscribed':
      if (message.channels.length > 0) {
        load();
      }
      break;
    case 'chat_message':
      add(message.data);
      break;
    case 'chat_message_deleted':
      deleted.add(message.data.id);
      byId(`m-${message.data.id}`)?.remove();
      break;
    case 'chat_ack':
      notice('');
      break;
    case 'reaction':
      count(message.data);
      break;
    case 'viewer_count':
      room.onViewers(message.count);
      break;
    case 'event':
      if (message.event === 'stream.ended' && !list.hidden) {
        show('read');
        notice(OVER);
      }
      break;
    case 'error':
      refused(message);
      break;
    default: // Of no interest to this page.
  }
}

function send(message) {
  if (socket?.readyState !== WebSocket.OPEN) {
    return false;
  }
  socket.send(JSON.stringify(message));
  return true;
}

function later(ms, work) {
  timers.push(setTimeout(work, ms));
}

function hangUp() {
  timers.forEach(clearTimeout);
  timers = [];
  const old = socket;
  socket = null;
  old?.close();
}

function connect() {
  hangUp();
  const mine = new WebSocket(new URL('/ws', location.href).href.replace(/^http/, 'ws'));
  socket = mine;
  mine.onopen = () => send({ type: 'authenticate', token: session.token() });
  mine.onmessage = ({ data }) => mine === socket && heard(JSON.parse(data));
  mine.onclose = ({ code }) => mine === socket && lost(code);
  renewInTime();
}

function renewInTime() {
  const ms = session.renewInMs();
  if (ms !== null) {
    later(ms, renew);
  }
}

async function renew() {
  try {
    if (!(await session.renew())) {
      leave('Your sign-in has ended. Sign in again to read and write.');
    } else if (send({ type: 'authenticate', token: session.token() })) {
      renewInTime();
    } else {
      connect();
    }
  } catch {
    retry(renew);
  }
}

function retry(work) {
  notice('Lost the chat. Trying again…', true);
  later(retryMs * (0.5 + Math.random() / 2), work);
  retryMs = Math.min(RETRY_MAX_MS, retryMs * 2);
}

function lost(code) {
  hangUp();
  if (code === BAD_CREDENTIAL) {
    if (session.renewable()) {
      retry(renew);
    } else {
      session.signOut();
      leave('That token does not hold. Sign in to read and write.');
    }
  } else {
    retry(connect);
  }
}

function leave(text) {
  hangUp();
  list.replaceChildren();
  show('out');
  notice(text);
}

function enter() {
  retryMs = RETRY_MIN_MS;
  show('read');
  notice('Connecting…');
  connect();
}

function write(event) {
  event.preventDefault();
  const text = byId('chat-text').value.trim();
  if (text === '') {
    return;
  }
  writing = { id: crypto.getRandomValues(new Uint32Array(2)).join('-'), text };
  if (send({ type: 'chat_message', stream_id: room.id, message: text, client_id: writing.id })) {
    byId('chat-text').value = '';
  }
}

function reactionButton([emoji, name]) {
  const button = part('button', 'tab', emoji);
  button.type = 'button';
  button.title = name;
  button.setAttribute('aria-label', name);
  button.dataset.emoji = emoji;
  button.append(document.createElement('span'));
  button.addEventListener('click', () => send({ type: 'reaction', stream_id: room.id, emoji }));
  return button;
}

/** Opens the chat of a stream once. onViewers is told how many watch; isOver says whether the stream has ended. */
export function openChat(id, onViewers, isOver) {
  Object.assign(room, { id, onViewers, isOver });
  wireSignIn({
    account: byId('chat-join'),
    token: byId('chat-token'),
    codeField: byId('chat-code'),
    say: notice,
    onIn: () => {
      enter();
      byId('chat-messages').focus();
    },
  });
  byId('chat-write').addEventListener('submit', write);
  byId('chat-leave').addEventListener('click', () => {
    session.signOut();
    leave('Sign in to read and write.');
  });
  byId('chat-reactions').append(...REACTIONS.map(reactionButton));
  byId('chat').hidden = false;
  if (session.token()) {
    enter();
  } else {
    leave('Sign in to read and write.');
  }
}
