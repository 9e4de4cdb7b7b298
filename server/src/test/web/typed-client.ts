// A stream's life through a client whose types come from the server's own description. Compiled with --strict.
import assert from 'node:assert/strict';
import createClient from 'openapi-fetch';
import type { components, paths } from './schema.js';

type Stream = components['schemas']['Stream'];

const api = createClient<paths>({ baseUrl: process.env.BASE, headers: { 'X-API-Key': process.env.API_KEY } });

const created = await api.POST('/api/v1/live-streaming/create', {
  body: { title: 'Typed', scheduled_start: '2030-01-01T15:00:00Z', metadata: { room: 12 } },
});
assert.equal(created.response.status, 201);
assert.ok(created.data);
const key: string = created.data.stream_key;
assert.match(key, /^live_sk_/);

const path = { stream_id: created.data.id };
const got = await api.GET('/api/v1/live-streaming/{stream_id}', { params: { path } });
assert.ok(got.data);
const stream: Stream = got.data;
assert.equal(stream.title, 'Typed');
assert.equal(stream.status, 'scheduled');
assert.equal(stream.viewer_count, 0);
assert.equal(stream.started_at, null);

const etag = got.response.headers.get('ETag') ?? undefined;
const changed = await api.PATCH('/api/v1/live-streaming/{stream_id}', {
  params: { path, header: { 'If-Match': etag } },
  body: { title: 'Changed' },
});
assert.equal(changed.data?.title, 'Changed');

const list = await api.GET('/api/v1/live-streaming', { params: { query: { status: 'scheduled', limit: 100 } } });
assert.ok(list.data);
assert.ok(list.data.data.some((one) => one.id === stream.id && one.title === 'Changed'));
assert.equal(list.data.pagination.page, 1);

const deleted = await api.DELETE('/api/v1/live-streaming/{stream_id}', { params: { path } });
assert.equal(deleted.response.status, 204);
const gone = await api.GET('/api/v1/live-streaming/{stream_id}', { params: { path } });
assert.equal(gone.response.status, 404);
const code: string | undefined = gone.error?.error;
assert.equal(code, 'resource_not_found');

// @ts-expect-error A title is a text: a wrong type is found by the compiler, and by the server.
const refused = await api.POST('/api/v1/live-streaming/create', { body: { title: 7 } });
assert.equal(refused.response.status, 422);
process.stdout.write(JSON.stringify({ id: stream.id }));
