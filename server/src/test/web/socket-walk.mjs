// The document's WebSocket section, walked by the client that most Node.js programs use. Prints one JSON object with what
// arrived, for the test that started this. BASE, API_KEY, TOKEN (of a viewer) and STREAM_ID come from the environment.
import assert from 'node:assert/strict';
import WebSocket from 'ws';

const { BASE, API_KEY, TOKEN, STREAM_ID } = process.env;
const PATIENCE_MS = 15_000;
const STREAM = `${BASE}/api/v1/live-streaming/${STREAM_ID}`;

/** A socket whose messages can be waited for by type. */
class Talk {
  constructor(query = '', options = {}) {
    this.socket = new WebSocket(`${BASE.replace('http', 'ws')}/ws${query}`, options);
    this.messages = [];
    this.waiting = [];
    this.opened = new Promise((resolve, reject) => {
      this.socket.on('open', resolve);
      this.socket.on('error', reject);
    });
    this.closed = new Promise((resolve) => this.socket.on('close', resolve));
    this.socket.on('message', (text) => {
      this.messages.push(JSON.parse(text));
      this.waiting.splice(0).forEach((wake) => wake());
    });
  }

  send(message) {
    this.socket.send(JSON.stringify(message));
  }

  /** The next message of a type; those before it are kept. */
  async next(type) {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const index = this.messages.findIndex((message) => message.type === type);
      if (index >= 0) {
        return this.messages.splice(index, 1)[0];
      }
      assert.ok(Date.now() < deadline, `no ${type} but ${JSON.stringify(this.messages)}`);
      await new Promise((wake) => {
        this.waiting.push(wake);
        setTimeout(wake, 200);
      });
    }
  }

  async close() {
    this.socket.close();
    await this.closed;
  }
}

async function platform(method, url, body) {
  const response = await fetch(url, {
    method,
    headers: { 'X-API-Key': API_KEY, 'Content-Type': 'application/json' },
    body: JSON.stringify(body ?? {}),
  });
  assert.ok(response.ok, `${method} ${url}: ${response.status}`);
  return response;
}

const found = {};

// Connection and subscription, as the document has them: nothing is waited for.
const viewer = new Talk();
await viewer.opened;
viewer.send({ type: 'authenticate', token: TOKEN });
viewer.send({ type: 'subscribe', channels: ['notifications', 'live_chat'] });
const { user } = await viewer.next('authenticated');
assert.deepEqual((await viewer.next('subscribed')).channels, ['notifications', 'live_chat']);
viewer.send({ type: 'subscribe', channels: [`stream:${STREAM_ID}`] });
await viewer.next('subscribed');

// The three messages.
found['viewer count'] = await viewer.next('viewer_count');
await platform('POST', `${BASE}/api/v1/notifications`, { user_id: user.id, message: 'johndoe liked your post' });
found.notification = await viewer.next('notification');
const host = new Talk('', { headers: { 'X-API-Key': API_KEY } });
await host.next('authenticated');
host.send({ type: 'chat_message', stream_id: STREAM_ID, message: 'Hello! <b>&</b>', client_id: 'one' });
assert.equal((await host.next('chat_ack')).client_id, 'one');
found['chat message'] = await viewer.next('chat_message');
assert.equal(found['chat message'].data.message, 'Hello! <b>&</b>');

// Heartbeats: the protocol's own and the one for clients that cannot send it.
viewer.send({ type: 'ping' });
await viewer.next('pong');
await new Promise((pong) => {
  viewer.socket.once('pong', pong);
  viewer.socket.ping();
});

// What happens while nobody listens arrives when the client is back, in order, then what happens next.
await platform('POST', `${STREAM}/start`);
const started = await viewer.next('event');
assert.equal(started.event, 'stream.started');
await viewer.close();
await platform('PATCH', STREAM, { title: 'one' });
await platform('PATCH', STREAM, { title: 'two' });
const back = new Talk(`?since=${started.sequence}`, { headers: { Authorization: `Bearer ${TOKEN}` } });
await back.next('authenticated');
back.send({ type: 'subscribe', channels: [`stream:${STREAM_ID}`] });
await back.next('subscribed');
const missed = [await back.next('event'), await back.next('event')];
assert.deepEqual(missed.map((event) => event.data.object.title), ['one', 'two']);
await platform('POST', `${STREAM}/stop`);
assert.equal((await back.next('event')).event, 'stream.ended');
assert.ok(!back.messages.some((message) => message.type === 'gap' || message.type === 'event'));
await back.close();
await host.close();

// A credential that does not hold.
const stranger = new Talk();
await stranger.opened;
stranger.send({ type: 'authenticate', token: 'wrong' });
assert.equal((await stranger.next('error')).error, 'invalid_token');
found['close code'] = await stranger.closed;

process.stdout.write(JSON.stringify(found));
