// Who the viewer is: sign-in, renewal and sign-out over the API. Tokens live in this tab's sessionStorage and nowhere else.
const KEPT_AS = 'sluice.session';
const RENEW_BEFORE_MS = 60_000;
const TIMEOUT_MS = 15_000;
const API = '/api/v1';

function kept() {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT_AS));
  } catch {
    return null; // Not ours, or storage is switched off: nobody is signed in.
  }
}

let current = kept();

function keep(session) {
  current = session;
  try {
    if (session) {
      sessionStorage.setItem(KEPT_AS, JSON.stringify(session));
    } else {
      sessionStorage.removeItem(KEPT_AS);
    }
  } catch {
    // Storage is switched off: the session ends with this page.
  }
}

function ask(path, options = {}) {
  return fetch(API + path, { cache: 'no-store', signal: AbortSignal.timeout(TIMEOUT_MS), ...options });
}

async function problem(response) {
  const body = await response.json().catch(() => ({}));
  const error = new Error(body.message ?? `The server answered ${response.status}.`);
  error.status = response.status;
  return error;
}

export const token = () => current?.token ?? null;

/** A token that somebody else gave the viewer, such as the platform whose accounts these are. */
export function useToken(text) {
  keep({ token: text, refreshToken: null, expiresAtMs: null });
}

/** Resolves to false when the code of a second factor is missing. */
export async function signIn(form) {
  const response = await ask('/auth/login', { method: 'POST', body: new URLSearchParams(form) });
  if (!response.ok) {
    throw await problem(response);
  }
  const login = await response.json();
  if (login.two_factor_required) {
    return false;
  }
  keepTokens(login, login.refresh_token);
  return true;
}

function keepTokens(answer, refreshToken) {
  keep({ token: answer.access_token, refreshToken, expiresAtMs: Date.now() + answer.expires_in * 1000 });
}

export const renewable = () => Boolean(current?.refreshToken);

/** Milliseconds until the token should be renewed; null when it cannot be. */
export const renewInMs = () => (renewable() ? Math.max(0, current.expiresAtMs - RENEW_BEFORE_MS - Date.now()) : null);

/** Resolves to false, and nobody is signed in any more, when the login has ended. Throws when the server is away. */
export async function renew() {
  const refreshToken = current?.refreshToken;
  if (!refreshToken) {
    keep(null);
    return false;
  }
  const response = await post('/auth/refresh', refreshToken);
  if (response.ok) {
    const answer = await response.json();
    keepTokens(answer, answer.refresh_token ?? refreshToken);
  } else if (response.status < 500 && response.status !== 429) {
    keep(null);
  } else {
    throw await problem(response);
  }
  return response.ok;
}

export async function signOut() {
  const refreshToken = current?.refreshToken;
  keep(null);
  if (refreshToken) {
    await post('/auth/logout', refreshToken).catch(() => {}); // The tab has forgotten it all the same.
  }
}

const post = (path, refreshToken) => ask(path, {
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({ refresh_token: refreshToken }),
});

/** What the API has at a path, as the signed-in viewer sees it. */
export async function get(path) {
  const response = await ask(path, { headers: { Authorization: `Bearer ${token()}` } });
  if (!response.ok) {
    throw await problem(response);
  }
  return response.json();
}
