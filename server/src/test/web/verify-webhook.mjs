// Proves a delivered webhook with the library of Standard Webhooks. Reads {secret, headers, body} from the file that is
// named; prints what the library made of it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Webhook } from 'standardwebhooks';

const { secret, headers, body } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const webhook = new Webhook(secret);
const event = webhook.verify(body, headers);

assert.throws(() => webhook.verify(body.replace('}', ' }'), headers), /No matching signature/);
assert.throws(() => webhook.verify(body, { ...headers, 'webhook-id': 'evt_another' }), /No matching signature/);
assert.throws(() => new Webhook('whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA').verify(body, headers));
process.stdout.write(JSON.stringify(event));
