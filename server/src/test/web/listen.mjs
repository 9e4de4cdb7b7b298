// Listens to a stream on the server's WebSocket and prints what arrives, a line each, until it is ended. BASE, TOKEN and
// STREAM_ID come from the environment.
import WebSocket from 'ws';

const socket = new WebSocket(`${process.env.BASE.replace('http', 'ws')}/ws`);
socket.on('open', () => {
  socket.send(JSON.stringify({ type: 'authenticate', token: process.env.TOKEN }));
  socket.send(JSON.stringify({ type: 'subscribe', channels: [`stream:${process.env.STREAM_ID}`] }));
});
socket.on('message', (text) => process.stdout.write(`${text}\n`));
socket.on('error', (failure) => {
  process.stderr.write(`${failure}\n`);
  process.exitCode = 1;
});
